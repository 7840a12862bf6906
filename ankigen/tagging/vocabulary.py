"""The topic vocabulary: `ankigen/topics/*.toml` read into a tree of words.

A file is a subject (`python`), a table in it a topic (`python::garbage-collection`), a table in a
table a finer one. `topics/README.md` explains the keys to those who write the files.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from ankigen.tagging.words import words

Kind = Literal["terms", "question", "within", "brief", "not", "names", "title", "skip"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SUBJECT_KEYS = {"subject", "en", "zh", "also", "broad", "language", "skip", "names", "title"}
TOPIC_KEYS = {"en", "zh", "terms", "question", "within", "brief", "not"}


class _Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Plain data that a cache holds; there are many thousands."""


class Topic(_Record, frozen=True):
    """A topic: its tag in English and in Chinese, and the subject whose file it is in."""

    tag: str
    tag_zh: str
    label: str
    label_zh: str
    subject: str


class Entry(_Record, frozen=True):
    """That a term speaks for a topic (its tag, and its subject's), and where it does so."""

    topic: str
    subject: str
    kind: Kind
    term: str


class End(_Record, frozen=True):
    """What a term that ends here says: its entries, and what they have to say put together."""

    entries: tuple[Entry, ...]
    names: tuple[str, ...]
    """The subjects that it names."""
    spoken: tuple[str, ...]
    """The subjects that it names or surely belongs to."""
    barred: tuple[str, ...]
    """The topics that it rules out."""
    skip: bool
    """It means nothing: a longer word in which a term stands by chance."""


class Node(msgspec.Struct, array_like=True, gc=False):
    """A word of the tree: the term that ends with it, and the words that may follow."""

    end: End | None = None
    next: dict[str, "Node"] = {}


class Vocabulary(_Record, frozen=True):
    """All topics by their tags, and the tree of all terms."""

    topics: dict[str, Topic]
    root: dict[str, Node]
    also: dict[str, tuple[str, ...]]
    """A subject to those whose bare words its notes use as well."""
    broad: frozenset[str]
    """Subjects whose name is often mentioned by the way (`database`, `network`)."""
    languages: frozenset[str]
    """Subjects that share their words with each other; notes on one are not on another."""


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with ankigen."""
    from ankigen.tagging import stored

    return stored.kept("topics", files(), build, Vocabulary)


def files() -> list[bytes]:
    """The vocabulary's files as they are, by name."""
    found = sorted((Path(__file__).parent.parent / "topics").glob("*.toml"))
    return [file.read_bytes() for file in found]


def build(found: Iterable[bytes]) -> Vocabulary:
    """The vocabulary of TOML files. Raises ValueError for one that is wrong."""
    import tomllib

    topics: dict[str, Topic] = {}
    entries: dict[str, list[Entry]] = {}
    also: dict[str, tuple[str, ...]] = {}
    marked: dict[str, set[str]] = {"broad": set(), "language": set()}
    for content in found:
        data = tomllib.loads(content.decode())
        subject = data["subject"]
        also[subject] = tuple(data.get("also", ()))
        for mark, subjects in marked.items():
            if data.get(mark):
                subjects.add(subject)
        for topic, table in _topics(data, subject):
            if topic.tag in topics:
                raise ValueError(f"two tables for {topic.tag}")
            topics[topic.tag] = topic
            for kind in KINDS:
                for term in table.get(kind, ()):
                    entry = Entry(topic.tag, subject, kind, term)
                    entries.setdefault(term, []).append(entry)
    broad, languages = (frozenset(subjects) for subjects in marked.values())
    return Vocabulary(topics, _tree(entries), also, broad, languages)


def _tree(entries: Mapping[str, list[Entry]]) -> dict[str, Node]:
    root = Node(None, {})
    for term, found in entries.items():
        node = root
        for word in words(term):
            node = node.next.setdefault(word, Node(None, {}))
        if node is root:
            raise ValueError(f"a term without a word: {term!r}")
        node.end = _end((*(node.end.entries if node.end else ()), *found))
    return root.next


def _end(entries: tuple[Entry, ...]) -> End:
    def subjects(*kinds: Kind) -> tuple[str, ...]:
        return tuple(dict.fromkeys(e.subject for e in entries if e.kind in kinds))

    return End(
        entries,
        names=subjects("names"),
        spoken=subjects("names", "terms"),
        barred=tuple(entry.topic for entry in entries if entry.kind == "not"),
        skip=any(entry.kind == "skip" for entry in entries),
    )


def _topics(data: dict[str, Any], subject: str) -> Iterator[tuple[Topic, dict[str, Any]]]:
    """The topics of a file with their tables, the subject itself first."""
    label = data.get("en", _label(subject.rpartition("::")[2]))
    zh = data["zh"]
    tag_zh = "::".join(_part(part) for part in zh.split("::"))
    own: dict[str, Any] = {key: data[key] for key in ("names", "title", "skip") if key in data}
    yield Topic(subject, tag_zh, label, zh.rpartition("::")[2], subject), own
    stack = [(subject, zh, data, SUBJECT_KEYS)]
    while stack:
        above, above_zh, table, keys = stack.pop()
        for name, inner in table.items():
            if name in keys:
                continue
            if not isinstance(inner, dict):
                raise ValueError(f"{above}: unknown key {name!r}")
            topic = Topic(
                f"{above}::{name}",
                f"{above_zh}::{_part(inner['zh'])}",
                inner.get("en", _label(name)),
                inner["zh"],
                subject,
            )
            yield topic, {key: value for key, value in inner.items() if key in TOPIC_KEYS}
            stack.append((topic.tag, topic.tag_zh, inner, TOPIC_KEYS))


def _label(name: str) -> str:
    return name.replace("-", " ")


def _part(label: str) -> str:
    return label.replace(" ", "-")
