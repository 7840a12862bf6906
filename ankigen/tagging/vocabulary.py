"""The topic vocabulary: `ankigen/topics/*.toml` read into a tree of words.

A file is a subject (`python`), a table in it a topic (`python::garbage-collection`), a table in a
table a finer one. `topics/README.md` explains the keys to those who write the files.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from ankigen.tagging.words import words

Kind = Literal["terms", "question", "within", "brief", "not", "names", "title", "skip"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SUBJECT_KEYS = {"subject", "en", "zh", "also", "broad", "language", "skip", "names", "title"}
TOPIC_KEYS = {"en", "zh", "terms", "question", "within", "brief", "not"}
ENDS = ""
"""The key under which a node of the tree holds the entries of the term that ends there."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its tag in English and in Chinese, and the subject whose file it is in."""

    tag: str
    tag_zh: str
    label: str
    label_zh: str
    subject: str


@dataclass(frozen=True, slots=True)
class Entry:
    """That a term speaks for a topic, and where it does so."""

    topic: Topic
    kind: Kind
    term: str


Node = dict[str, Any]
"""A word to the node of what follows it; `ENDS` to a tuple of entries."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All topics, and the tree of all terms."""

    topics: Mapping[str, Topic]
    root: Node
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A subject to those whose bare words its notes use as well."""
    broad: frozenset[str] = frozenset()
    """Subjects whose name is often mentioned by the way (`database`, `network`)."""
    languages: frozenset[str] = frozenset()
    """Subjects that share their words with each other; notes on one are not on another."""


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with ankigen."""
    files = sorted((Path(__file__).parent.parent / "topics").glob("*.toml"))
    return build(tomllib.loads(file.read_text(encoding="utf-8")) for file in files)


def build(files: Iterator[dict[str, Any]]) -> Vocabulary:
    """The vocabulary of files as TOML gives them. Raises ValueError for a file that is wrong."""
    topics: dict[str, Topic] = {}
    entries: dict[str, list[Entry]] = {}
    also: dict[str, tuple[str, ...]] = {}
    marked: dict[str, set[str]] = {"broad": set(), "language": set()}
    for data in files:
        if not isinstance(data.get("subject"), str):
            raise ValueError("a file of topics needs a subject")
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
                    entries.setdefault(term, []).append(Entry(topic, kind, term))
    broad, languages = (frozenset(subjects) for subjects in marked.values())
    return Vocabulary(topics, _tree(entries), also, broad, languages)


def _tree(entries: Mapping[str, list[Entry]]) -> Node:
    root: Node = {}
    for term, found in entries.items():
        node = root
        for word in words(term):
            node = node.setdefault(word, {})
        if node is root:
            raise ValueError(f"a term without a word: {term!r}")
        node[ENDS] = (*node.get(ENDS, ()), *found)
    return root


def _topics(data: dict[str, Any], subject: str) -> Iterator[tuple[Topic, dict[str, Any]]]:
    """The topics of a file with their tables, the subject itself first."""
    label = data.get("en", _label(subject.rpartition("::")[2]))
    zh = data["zh"]
    yield (
        Topic(
            subject,
            "::".join(_part(part) for part in zh.split("::")),
            label,
            zh.rpartition("::")[2],
            subject,
        ),
        {key: data[key] for key in ("names", "title", "skip") if key in data},
    )
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
