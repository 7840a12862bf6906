"""Files split once and kept: the same pages from the cache, in segments, and side by side."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ankigen.diagnostics import sort
from ankigen.identity.cards import entry_of
from ankigen.identity.records import Card
from ankigen.model import Diagnostic, Source
from ankigen.pipeline import cuts, pages
from ankigen.pipeline.cuts import cut
from ankigen.pipeline.pages import Page
from ankigen.settings import Settings
from tests import fixture
from tests.cli.notes import DIRTY, GOOD

SETTINGS = Settings()
CARD = "> {0}、What is {0}?\n<details>\n<summary>A</summary>\n\nIt is [a{0}][b].\n</details>\n\n"


def large(cards: int) -> str:
    middle = "[b]: https://example.com\n\n"
    half = cards // 2
    return (
        "# Title\n\n## One\n\n"
        + "".join(CARD.format(number) for number in range(half))
        + f"{middle}## Two\n\n### Deep\n\n"
        + "".join(CARD.format(number) for number in range(half, cards))
    )


Paged = tuple[Page, tuple[Diagnostic, ...]]


def all_paged(sources: Sequence[Source], settings: Settings, *, cached: bool = True) -> list[Paged]:
    """The pages, but for the segments that they were split in."""
    found = pages.all_paged(sources, settings, cached=cached)
    return [(replace(page, segments=()), said) for page, said in found]


def paged(source: Source, settings: Settings) -> Paged:
    return all_paged([source], settings, cached=False)[0]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANKIGEN_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.parametrize("text", [GOOD, DIRTY, "", "prose", "---\ntags: a\n---\n" + GOOD])
def test_what_was_kept_is_what_was_made(text: str) -> None:
    sources = [Source("a.md", text), Source("b.md", text)]
    fresh = all_paged(sources, SETTINGS, cached=False)
    assert all_paged(sources, SETTINGS) == fresh
    assert all_paged(sources, SETTINGS) == fresh
    assert [page.source.path for page, _ in fresh] == ["a.md", "b.md"]


@fixture.cases("readers")
def test_every_habit_survives_the_cache(case: fixture.Case) -> None:
    sources = [Source("a.md", case.input)]
    assert all_paged(sources, SETTINGS) == all_paged(sources, SETTINGS)
    assert all_paged(sources, SETTINGS) == [paged(sources[0], SETTINGS)]


def test_a_kept_page_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [Source("a.md", GOOD)]
    fresh = all_paged(sources, SETTINGS)

    def fail(*_: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr("ankigen.pipeline.segment.encoded", fail)
    assert all_paged(sources, SETTINGS) == fresh
    for changed in (Source("b.md", GOOD), Source("a.md", GOOD + " ")):
        with pytest.raises(AssertionError):
            all_paged([changed], SETTINGS)
    with pytest.raises(AssertionError):
        all_paged(sources, Settings(dialect="heading"))


def test_a_broken_row_is_made_again(own_cache: Path) -> None:
    sources = [Source("a.md", GOOD)]
    fresh = all_paged(sources, SETTINGS)
    with sqlite3.connect(own_cache / "fragments.sqlite") as base:
        base.execute("update fragments set value = ?", (b"\x93no",))
    base.close()
    assert all_paged(sources, SETTINGS) == fresh


@given(st.lists(st.integers(0, 3), max_size=8))
def test_segments_are_the_whole_text_in_order(kinds: list[int]) -> None:
    text = "".join(
        ("> q\n<details>\na\n</details>\n\n", "</details>\n\n> x", "\n\n", "words\n")[kind]
        for kind in kinds
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cuts, "LARGE", 10)
        patch.setattr(cuts, "SEGMENT", 5)
        found = cut(text)
    assert "".join(text[start:end] for start, end in found) == text
    assert [start for start, _ in found][1:] == [end for _, end in found][:-1]


def test_a_file_in_segments_has_the_same_page(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source("a.md", large(400))
    whole = paged(source, SETTINGS)
    monkeypatch.setattr(cuts, "LARGE", 1000)
    monkeypatch.setattr(cuts, "SEGMENT", 1000)
    assert len(cut(source.text)) > 10
    assert paged(source, SETTINGS) == whole
    monkeypatch.setattr(pages, "PAYS", 1000)
    assert all_paged([source], SETTINGS) == [whole]
    assert len(whole[0].questions) == 400
    assert whole[0].title == "Title"
    assert [h.text for h in whole[0].questions[-1].headings] == ["Title", "Two", "Deep"]
    assert whole[0].references.links == {"b": ("https://example.com", "")}


@pytest.mark.parametrize(
    "head", ["<!-- tags: a -->\n", "<!-- ankigen: ignore AK203 -->\n", "---\n"]
)
def test_a_file_that_speaks_of_all_of_it_is_not_cut(
    head: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cuts, "LARGE", 1000)
    monkeypatch.setattr(cuts, "SEGMENT", 1000)
    assert len(cut(head + large(100))) == 1


@pytest.mark.parametrize(
    "head",
    [
        "---\ntags: [a, b]\ndeck: Mine\n---\n\n",
        "---\nankigen:\n  dialect: details\n  cloze-marks: true\n...\n",
        '+++\r\ndeck = "Mine"\r\n+++\r\n',
        "---\nno: [yaml\n---\n",
        "---\n---\n\n",
    ],
)
def test_front_matter_is_that_of_all_segments(head: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source("a.md", head + large(100).replace("It is", "==It== is"))
    whole = paged(source, SETTINGS)
    monkeypatch.setattr(cuts, "LARGE", 1000)
    monkeypatch.setattr(cuts, "SEGMENT", 1000)
    assert len(cut(source.text)) > 5
    assert paged(source, SETTINGS) == whole
    assert all_paged([source], SETTINGS) == [whole]


HELD = "> x\n<details>\n<summary>A</summary>\n\ny\n</details>\n\n"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("```md\n", "```\n"),
        ("````\n```\n", "```\n````\n"),
        ("~~~\n", "~~~\n"),
        ("<details>\n<summary>A</summary>\n\n", "> z\n\n</details>\n\n"),
        ("<!--\n", "-->\n"),
        ("<pre>\n", "</pre>\n"),
        ("<script>\n", "</script>\n\n"),
    ],
)
def test_what_holds_others_is_not_cut(
    start: str, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = CARD.format("holder").replace("It is", f"{start}{HELD * 3}{end}\nIt is")
    text = "".join(CARD.format(number) for number in range(20)) + holder * 3
    text += "".join(CARD.format(number) for number in range(20, 40))
    source = Source("a.md", text)
    whole = paged(source, SETTINGS)
    monkeypatch.setattr(cuts, "LARGE", 100)
    monkeypatch.setattr(cuts, "SEGMENT", 100)
    assert len(cut(text)) > 15
    page, said = paged(source, SETTINGS)
    assert page == whole[0]
    assert sort(said) == sort(whole[1])


def card(question: str, answer: str) -> str:
    return f"> {question}\n<details>\n<summary>A</summary>\n\n{answer}\n</details>\n\n"


ANSWERS = [
    "It is [so][b].",
    "```md\ncode\n```",
    "`<details>`, `<pre>` and `<!--` are tags.",
    "### Part\n\nOne.",
    "- one\n\n  ```\n  set in\n  ```",
    "[b]: https://example.com/b",
    "A note[^n].\n\n[^n]: With [more][b].",
    HELD + "More.",
    "<!-- tags: own -->\n\nIt.",
]
STRAY = [
    "```\n",
    "~~~~\n",
    "<!--\n\n",
    "-->\n\n",
    "<pre>\n",
    "</pre>\n\n",
    "<details>\n<summary>A</summary>\n\n",
    "</details>\n\n",
    "    </details>\n\n",
    "## Section\n\n",
    "# Chapter\n\n",
    "::: tip\n\n",
    ":::\n\n",
]


@given(
    st.lists(st.sampled_from(ANSWERS), min_size=10, max_size=25),
    st.lists(st.tuples(st.integers(0, 24), st.sampled_from(STRAY)), max_size=3),
    st.integers(0, 9),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_open_at_a_cut_is_made_with_what_follows(
    answers: list[str], strays: list[tuple[int, str]], at_tags: int, line_end: str
) -> None:
    cards = [card(f"{number}. What is {number}?", a) for number, a in enumerate(answers)]
    cards[at_tags] = f"<!-- tags: above -->\n<!-- id: x -->\n{cards[at_tags]}"
    for at, stray in strays:
        cards.insert(at, stray)
    source = Source("a.md", "".join(cards).replace("\n", line_end))
    whole, said_whole = paged(source, SETTINGS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cuts, "LARGE", 100)
        patch.setattr(cuts, "SEGMENT", 300)
        page, said = paged(source, SETTINGS)
        kept = [all_paged([source], SETTINGS)[0] for _ in range(2)]
    assert [one.span.start for one in page.questions] == [q.span.start for q in whole.questions]
    assert page == replace(whole, nests=page.nests)
    assert sort(said) == sort(said_whole)
    assert kept == [(page, said)] * 2


def test_comments_of_one_question_cut_nothing_off(monkeypatch: pytest.MonkeyPatch) -> None:
    tagged = "<!-- tags: above -->\n<!-- id: x{0} -->\n" + CARD
    inside = CARD.replace("It is", "<!-- tags: inside -->\n\nIt is")
    text = "".join((tagged, inside)[n % 2].format(n) for n in range(100))
    source = Source("a.md", text)
    whole = paged(source, SETTINGS)
    monkeypatch.setattr(cuts, "LARGE", 1000)
    monkeypatch.setattr(cuts, "SEGMENT", 1000)
    assert len(cut(text)) > 10
    [(page, _)] = pages.all_paged([source], SETTINGS, cached=False)
    assert len(page.segments) == len(cut(text))
    assert paged(source, SETTINGS) == whole
    assert {one.tags for one in page.questions} == {("above",), ("inside",)}


def test_a_comment_that_speaks_of_what_follows_is_heard_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    far = "> Is this a question?\n\n<details><!-- tags: far -->\n\n</details>\n\n"
    text = "".join(map(CARD.format, range(20))) + far + "".join(map(CARD.format, range(20, 60)))
    source = Source("a.md", text)
    whole = paged(source, SETTINGS)
    monkeypatch.setattr(cuts, "LARGE", 1000)
    monkeypatch.setattr(cuts, "SEGMENT", 1000)
    assert len(cut(text)) > 5
    assert paged(source, SETTINGS) == whole


def test_the_heading_of_a_question_ends_the_section_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = "## What is its own?\n\n<details>\n<summary>A</summary>\n\nIt.\n</details>\n\n"
    cards = [CARD.format(number) for number in range(60)]
    source = Source("a.md", "# Title\n\n## Section\n\n" + "".join([*cards[:40], own, *cards[40:]]))
    whole = paged(source, SETTINGS)
    monkeypatch.setattr(cuts, "LARGE", 1000)
    monkeypatch.setattr(cuts, "SEGMENT", 1000)
    assert len(cut(source.text)) > 3
    assert paged(source, SETTINGS) == whole
    assert [len(whole[0].questions[at].headings) for at in (39, -1)] == [2, 1]


def test_a_card_more_moves_only_the_cuts_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "LARGE", 1000)
    monkeypatch.setattr(cuts, "SEGMENT", 1000)

    def segments(text: str) -> set[str]:
        return {text[start:end] for start, end in cut(text)}

    text = large(400)
    more = text.replace(CARD.format(30), CARD.format(30) + CARD.format("new"))
    assert len(segments(text)) > 10
    assert len(segments(more) - segments(text)) <= 3


def test_a_segment_knows_which_definitions_of_its_file_it_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cuts, "LARGE", 1000)
    monkeypatch.setattr(cuts, "SEGMENT", 1000)
    plain = "".join(card(f"{number}. What is {number}?", "It.") for number in range(40))
    notes = card("What is a note?", "That[^n].") + "[^n]: See [b].\n\n" + plain
    text = notes + card("Where is it?", "[There][b].\n\n[b]: https://b.example") + plain
    [(page, _)] = pages.all_paged([Source("a.md", text)], SETTINGS, cached=False)
    first, *middle, last = page.segments
    assert first.references.links == {"b": ("https://b.example", "")}
    assert first.references.footnotes == {"n": "See [b]."}
    assert first.apart == (0,)
    assert not any(one.apart for one in (*middle, last))
    assert sum(bool(one.references.links) for one in middle) == 1


def test_a_kept_card_leaves_the_line_that_a_fresh_one_does() -> None:
    long = CARD.format(1).replace("What is 1?", "What is 它们 " + "long 很长 " * 30 + "?")
    [(page, _)] = pages.all_paged([Source("a.md", CARD.format(2) + long)], SETTINGS)
    assert [bool(card.digests and card.digests.shown) for card in page.cards] == [False, True]
    for kept in page.cards:
        fresh = Card(kept.file, kept.question, kept.answer, kept.kind, kept.id)
        assert entry_of(kept) == entry_of(fresh)
        line = entry_of(fresh)
        assert entry_of(kept, [line]) is line
