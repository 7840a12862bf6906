"""Where a tag is said to be written, and what is said of it there."""

import pytest

from ankigen import rules
from ankigen.model import Source, Span
from ankigen.settings import Tags
from ankigen.tagging.check import TaggedCard, check
from ankigen.tagging.place import place
from ankigen.tagging.sources import Origin, Tagged

TEXT = """---
tags: [loss, net]
---
## Deep nets

<!-- tags: depth -->

> What is a net? #Layer
<details><summary>A</summary>

Layers.
</details>
"""
SOURCE = Source("notes/nets.md", TEXT)
CARD = Span(SOURCE, TEXT.index("> What"), len(TEXT))


@pytest.mark.parametrize(
    ("origin", "written", "line", "text"),
    [
        ("front matter", "net", 2, "net"),
        ("heading", "Deep nets", 4, "Deep nets"),
        ("question", "Layer", 8, "Layer"),
        ("question", "depth", 6, "depth"),
        ("file", "notes/nets.md", 1, ""),
        ("folder", "notes/nets.md", 1, ""),
        ("topic", "net", 8, "> What is a net? #Layer"),
        ("heading", "is not there", 8, "> What is a net? #Layer"),
    ],
)
def test_a_tag_has_a_place_of_its_own(origin: Origin, written: str, line: int, text: str) -> None:
    span = place(Tagged("a", origin, written), CARD)
    assert (span.line, span.text) == (line, text)


def test_two_spellings_are_told_where_each_is_written() -> None:
    one, two = Tagged("deep-nets", "heading", "Deep nets"), Tagged("deep-net", "question", "Layer")
    (said,) = check([TaggedCard((one, two), CARD)], Tags())
    assert said.rule is rules.NEAR_DUPLICATE_TAG
    assert {said.span.text if said.span else "", said.related[0][0].text} == {"Deep nets", "Layer"}
    assert "write one of them" in said.help
    topic = Tagged("deep-net", "topic", "")
    (said,) = check([TaggedCard((one, topic), CARD)], Tags())
    assert "write one of them" not in said.help


def test_words_of_other_scripts_are_not_one_word() -> None:
    tags = [Tagged(tag, "heading", tag) for tag in ("고사리", "제인", "вопросы", "عام", "ελληνικά")]
    assert check([TaggedCard((tag,), CARD) for tag in tags], Tags()) == ()
    tags = [Tagged(tag, "heading", tag) for tag in ("고-사리", "고사리")]
    assert len(check([TaggedCard((tag,), CARD) for tag in tags], Tags())) == 1


def test_two_cases_are_told_where_each_is_written() -> None:
    first = TaggedCard((Tagged("layer", "question", "Layer"),), CARD)
    second = TaggedCard((Tagged("layer", "question", "layer"),), CARD)
    (said,) = check([first, second], Tags())
    assert said.rule is rules.TAG_CASE
    assert said.related[0][0].text == "Layer"
