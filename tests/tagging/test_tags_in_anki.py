"""Every tag survives Anki unchanged, and its own search finds it."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.tagging import names
from ankigen.tagging.vocabulary import vocabulary

anki = pytest.importorskip("anki.collection")


@pytest.fixture(scope="module")
def collection(tmp_path_factory) -> Iterator[object]:
    made = anki.Collection(str(tmp_path_factory.mktemp("tags") / "c.anki2"))
    yield made
    made.close()


def kept(collection, tags: list[str]) -> list[str]:
    note = collection.new_note(collection.models.by_name("Basic"))
    note["Front"] = "Q"
    note.tags = tags
    collection.add_note(note, collection.decks.id("Default"))
    return list(collection.get_note(note.id).tags)


def test_the_tags_of_all_topics(collection) -> None:
    topics = vocabulary().topics.values()
    english = [topic.tag for topic in topics]
    chinese = [names.path(topic.tag_zh) for topic in topics]
    assert set(kept(collection, english)) == set(english)
    assert set(kept(collection, chinese)) == set(chinese)
    for tag in (*english[::40], *chinese[::40]):
        assert collection.find_notes(f"tag:{tag}"), tag


@given(st.lists(st.text(), max_size=5))
def test_the_tags_of_any_text(collection, written: list[str]) -> None:
    tags = {names.path(text) for text in written} - {""}
    found = kept(collection, sorted(tags))
    assert {tag.lower() for tag in found} == {tag.lower() for tag in tags}
    assert set(found) <= tags | set(collection.tags.all())


@pytest.mark.parametrize(
    "written",
    [
        "# NLP & Attention",
        "C++ (STL)",
        "a::::b",
        "50% off!",
        "e\u0301te\u0301",
        "İstanbul",
        "ﬁne",
        "👩‍💻 dev",
    ],
)
def test_the_tags_of_headings(collection, written: str) -> None:
    tag = names.path(written)
    assert kept(collection, [tag]) == [tag]
