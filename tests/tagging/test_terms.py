"""The vocabulary itself: its tags, its terms, and the files that it is made of."""

import re
from importlib import resources

from ankigen.tagging import compiled, names
from ankigen.tagging.vocabulary import FILE, Entry, files, translations, vocabulary
from ankigen.tagging.words import words


def entries() -> list[tuple[str, Entry]]:
    """All entries of all terms, each with its term."""
    known = vocabulary()
    known.meet(known.heads)
    stack, out = list(known.nodes.values()), []
    while stack:
        node = stack.pop()
        ends = [end for length, end in node.here if length == len(node.path.split())]
        out += [(end.term, entry) for end in ends for entry in end.entries]
        stack += [known.grow(node, word) for word in node.more]
    return out


def test_every_topic_stands_below_one_that_exists() -> None:
    known = vocabulary().topics
    for tag in known:
        outer = tag.rpartition("::")[0]
        assert not outer or outer in known, tag


def test_tags_of_topics_are_legal_in_both_languages() -> None:
    seen: dict[str, str] = {}
    for topic in vocabulary().topics.values():
        assert names.path(topic.tag) == topic.tag
        chinese = names.path(topic.tag_zh)
        assert chinese.count("::") == topic.tag.count("::"), topic
        assert seen.setdefault(chinese, topic.tag) == topic.tag, chinese


def test_what_is_read_is_what_the_files_say() -> None:
    made = compiled.text(files(), translations())
    assert FILE.read_text(encoding="utf-8") == made, "run: python3 dev.py docs"


def test_subjects_refer_to_subjects() -> None:
    known = {topic.subject for topic in vocabulary().topics.values()}
    for subject, also in vocabulary().also.items():
        assert set(also) <= known, subject
        assert subject not in also


def test_no_term_is_a_single_chinese_character() -> None:
    short = [term for term, _ in entries() if len(term) == 1 and not term.isascii()]
    assert not short


def test_no_sure_term_speaks_for_two_topics_but_one_that_names_both() -> None:
    both = {"and", "和", "与"}
    owners: dict[tuple[str, ...], set[str]] = {}
    for term, entry in entries():
        if entry.kind in ("terms", "question"):
            owners.setdefault(tuple(words(term)), set()).add(entry.topic)
    several = {term: frozenset(tags) for term, tags in owners.items() if len(tags) > 1}
    pairs = {tags for term, tags in several.items() if both.intersection(term)}
    assert not {term for term, tags in several.items() if tags not in pairs}


def test_the_files_tell_how_they_are_read() -> None:
    for file in resources.files("ankigen.topics").iterdir():
        if file.name.endswith(".toml"):
            assert file.read_text(encoding="utf-8").startswith("# "), file.name


def test_terms_of_scripts_without_spaces_are_written_without() -> None:
    written = {term for term, _ in entries()}
    assert "学习率" in written
    assert not [term for term in written if re.search(r"[\u3400-\u9fff] [\u3400-\u9fff]", term)]
    assert [term for term in written if " " in term and not term.isascii()]
