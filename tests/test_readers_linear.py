"""Reading costs in proportion to the text: counted in calls, which no clock disturbs."""

import sys
from collections.abc import Callable

import pytest

from tests.test_readers import read

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


def calls(work: Callable[[], object]) -> int:
    """How many Python functions the work calls."""
    count = 0

    def seen(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("habit", HABITS)
def test_ten_times_the_text_costs_at_most_eleven_times(habit: str) -> None:
    part = HABITS[habit]

    def text(size: int) -> str:
        return "# Questions\n\n" + "".join(part.replace("{n}", str(n + 1)) for n in range(size))

    one, ten = text(60), text(600)
    read(one)  # what is made once
    assert calls(lambda: read(ten)) <= 11 * calls(lambda: read(one))


def test_boxes_stand_in_one_another_without_end() -> None:
    deep = 3000
    text = "::: details What is it?\n\n" * deep + "A thing.\n\n" + ":::\n\n" * deep
    assert len(read(text).questions) == 1
