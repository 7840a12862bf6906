"""What is said of files that give no card, and of questions that only lead to one."""

import pytest

from ankigen.lint.files import without_card
from ankigen.model import Source
from ankigen.pipeline.pages import paged
from ankigen.pipeline.stages import empty_files
from ankigen.settings import Settings

FULL = {"notes/one.md", "notes/two.md", "notes/three.md", "a b.md"}
LINKS = "- [1](one.md)\n- [2](./two.md#top)\n- [3](../notes/three.md)\n"


def said(text: str, path: str = "notes/page.md", full: set[str] = FULL) -> list[str]:
    page, _ = paged(Source(path, text), Settings())
    assert not page.questions
    return [item.message for item in without_card(page.source, full, page.unanswered, page.nearest)]


@pytest.mark.parametrize(
    "name", ["LICENSE.md", "docs/code-of-conduct.md", "SECURITY.md", "CHANGELOG.zh-CN.md"]
)
def test_nobody_takes_a_licence_for_notes(name: str) -> None:
    assert said("# Words\n\nMany of them.\n", name) == []
    assert said("# Words\n\nMany of them.\n", f"{name[:3]}/prose.md") != []


def test_questions_without_answers_are_counted() -> None:
    listed = "# Sea\n\n* What is a tide?\n* Why is it salt?\n* How deep is it?\n"
    assert said(listed) == ["3 questions here have no answer; no card comes of this file"]
    coded = "Q: What is it?\n```\n1 + 1\n```\n\nQ: And this?\n```\n2\n```\n\nQ: And now?\n"
    assert said(coded)[0].startswith("3 questions here")
    kinds = "* What is a tide?\n* Why is it salt?\n* Describe a wave.\n* How deep is it?\n"
    assert said(kinds)[0].startswith("4 questions here")
    tasks = "# Exercises\n\n1. Draw a boat.\n2. Explain the tide.\n3. Write a letter.\n"
    assert said(tasks.replace("Draw", "Build"))[0].startswith("3 questions here")


@pytest.mark.parametrize(
    "text",
    [
        "# Sea\n\n* [What is a tide?](a.md)\n* [Why salt?](b.md)\n* [How deep?](c.md)\n",
        "# Sea\n\n* Two seas? Yes.\n* Three? No.\n* Are there more? Perhaps.\n",
        "# Sea\n\nWhat is a tide?\n\nIt comes and goes.\n\nWhy is it salt?\n\nRivers.\n",
        "# Sea\n\n* What is a tide?\n* It comes.\n* Why is it salt?\n* Rivers.\n* End.\n",
        "# Sea\n\n* Create a boat.\n* Use it.\n* Get home.\n",
    ],
)
def test_what_has_an_answer_or_does_not_ask_is_not_counted(text: str) -> None:
    (message,) = said(text)
    assert message.startswith("no card comes of this file: ")


def test_the_nearest_miss_is_the_help() -> None:
    text = "# Map\n\n## What is it?\n\nPaper.\n\n## Use\n\nA.\n\n## Sizes\n\nB.\n\n## Folds\n\nC.\n"
    page, _ = paged(Source("a.md", text), Settings())
    (item,) = without_card(page.source, set(), page.unanswered, page.nearest)
    assert item.help.startswith("nearest: headings that ask (1 of 5")
    assert "list --why" in item.help


def test_the_index_of_questions_without_answers_is_left_alone() -> None:
    sources = [
        Source("README.md", "# Questions\n\n* [On the sea](sea.md)\n\nMany of them.\n"),
        Source("sea.md", "* What is a tide?\n* Why is it salt?\n* How deep is it?\n"),
    ]
    pages = [paged(source, Settings())[0] for source in sources]
    assert [item.span.source.path for item in empty_files(pages, []) if item.span] == ["sea.md"]


def test_a_page_that_leads_to_notes_is_left_alone() -> None:
    assert said("# Notes\n\nAll of them.\n", "notes/README.md") == []
    assert said("# Notes\n\nAll of them.\n", "README.md") == []
    assert said("# Notes\n\nAll of them.\n", "else/README.md") != []
    assert said(f"# Exams\n\n{LINKS}", "notes/exams.md") == []
    assert said(f"# Exams\n\n{LINKS}", "notes/exams.md", {"notes/one.md"}) != []
    assert said("# Notes\n\n* What?\n* Why is it?\n* How is it?\n* Who is it?\n", "README.md") != []


def unanswered(text: str) -> list[tuple[str, int]]:
    _, found = paged(Source("qa.md", text), Settings())
    return [(item.span.text, item.span.line) for item in found if item.span]


CARDS = "".join(
    f"### Q{n}: What is {what}?\n\nA: It is {what}.\n\n"
    for n, what in enumerate(("a tide", "a gale"), 1)
)


def test_a_table_of_contents_has_no_questions_of_its_own() -> None:
    contents = "* [Q1: What is a tide?](#q1)\n* Q2: What is a gale?\n* Q3: What is a [wave]?\n"
    assert unanswered(f"## Contents\n\n{contents}\n{CARDS}") == [("What is a [wave]?", 5)]


def test_a_question_ends_with_the_text_of_its_link() -> None:
    contents = "* [Q3: What is a wave?]()\n"
    assert unanswered(f"## Contents\n\n{contents}\n{CARDS}") == [("What is a wave?", 3)]
