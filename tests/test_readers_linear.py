"""Reading costs in proportion to the text: counted in steps, which no clock disturbs.

What a regular expression or a method of `str` does in one step is seen by the clock alone, in the
slow round, on texts so long that it would dwarf the rest.
"""

import sys
import time
from collections.abc import Callable
from types import FrameType

import pytest

from tests.test_readers import read

TraceFunction = Callable[[FrameType, str, object], object]

HABITS = {
    "details": "> {n}. What?\n<details><summary>Answer</summary>\nIt, `{n}`.\n</details>\n\n",
    "unclosed": "> {n}. What is it?\n<details><summary>Answer</summary>\nA thing.\n\n",
    "unclosed, all unlike": "<details><summary>What is {n}?</summary>\n\nA thing.\n\n",
    "summary": "<details><summary>What is {n}?</summary>\n\nA thing.\n\n</details>\n\n",
    "heading": "## {n}. What is it?\n\nA thing.\n\n[up](#top)\n\n",
    "item heading": "{n}. ### What is it?\n\n    A thing.\n\n",
    "label": "Q: What is it?\nA: A thing.\n\n",
    "one paragraph": "Q: What is it?\nA: A thing.\n",
    "choice": "#### Q{n}. Which?\n\n- [ ] one\n- [x] two\n\n",
    "keys": "# Quiz {n}\n\n1. What is it?\n2. What?\n\n## Answers\n\n1. A thing\n2. More\n\n",
    "answers alone": "Answers:\n\n1. A thing\n\n",
    "faces": "Front: what {n}\nBack: a thing\n\n",
    "gaps": "Q: What?\nA: It.\n\nC: A [thing].\n\n",
    "arrows": "- What is {n}? → a thing\n",
    "terms in HTML": "<dl>\n<dt>a {n}</dt>\n<dd>b</dd>\n</dl>\n\n",
    "definitions": "a {n}\n\n: b\n\n  c\n\n",
    "ticks": "### What is {n}?\n\n- one\n- two ✅\n- three\n\n",
    "ticked lines": "**What is {n}?**\na) one\nb) two ✅\n\n",
    "bold": "**What is it?**\n\nA thing.\n\n",
    "numbered": "{n}. What is it?\n\nA thing.\n\n",
    "brief items": "- Is it {n}? Yes.\n",
    "brief items below titles": "## Questions {n}\n\n- Is it? Yes.\n- Is it not? No.\n\n",
    "items": "- **What is it?** A thing.\n",
    "terms": "term {n} :: a thing\n",
    "comments": "# What is it?\n\nA thing.\n\n<!-- tags: a -->\n\n",
    "broken fences": "<details><summary>Answer</summary>\n\n```\ncode\n\n</details>\n\n",
    "html": "<h2>{n}. What is it?</h2>\n<p>A thing.</p>\n",
    "boxes": '??? question "What is {n}?"\n    A thing.\n\n',
    "boxes among items": "+ a thing\n\n??? answer\n    A thing.\n\n",
    "boxes in boxes": "!!! question\n    What?\n\n    ??? answer\n\n        A thing.\n\n",
    "boxes with colons": ":::details What is {n}?\nA thing.\n:::\n\n",
    "open boxes": "::: details {n}\n\nA thing.\n\n",
    "prose": "A thing is a thing; another is another.\n\n",
}


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python the work runs, and functions it calls."""
    count = 0

    def seen(frame: FrameType, event: str, arg: object) -> TraceFunction:
        nonlocal count
        count += 1
        return seen

    before = sys.gettrace()
    sys.settrace(seen)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def text_of(habit: str, size: int) -> str:
    part = HABITS[habit]
    return "# Questions\n\n" + "".join(part.replace("{n}", str(n + 1)) for n in range(size))


@pytest.mark.parametrize("habit", HABITS)
def test_ten_times_the_text_costs_at_most_eleven_times(habit: str) -> None:
    one, ten = text_of(habit, 60), text_of(habit, 600)
    read(one)  # what is made once
    assert steps(lambda: read(ten)) <= 11 * steps(lambda: read(one))


@pytest.mark.slow
@pytest.mark.parametrize("habit", HABITS)
def test_eight_times_a_long_text_takes_no_longer_than_that(habit: str) -> None:
    """With as much again for a busy machine; what grew with the square would take 64 times."""
    one, eight = text_of(habit, 1_000), text_of(habit, 8_000)
    read(one)

    def seconds(text: str) -> float:
        begin = time.process_time()
        read(text)
        return time.process_time() - begin

    assert seconds(eight) <= 16 * max(seconds(one), seconds(one))


def test_boxes_stand_in_one_another_without_end() -> None:
    deep = 3000
    text = "::: details What is it?\n\n" * deep + "A thing.\n\n" + ":::\n\n" * deep
    assert len(read(text).questions) == 1
