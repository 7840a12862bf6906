"""The topic vocabulary: every term by its first word, with the topics that it speaks for.

It is read from `ankigen/topics/terms.txt`, which `tagging.compiled` makes of the TOML files that
people write; where those were changed since, it is made of them anew. A word's terms are put
together when a text first has that word, so that a start costs a few milliseconds.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from ankigen.tagging import compiled
from ankigen.tagging.compiled import KINDS, Kind, Topic

FOLDER = Path(__file__).parent.parent / "topics"
FILE = FOLDER / "terms.txt"
_MANY = 1 << 16
_HAN = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7a3"), ("\uf900", "\ufaff"))
"""Letters that are written without spaces between them."""


class Entry(NamedTuple):
    """That a term speaks for a topic (its tag, and its subject's), and where it does so."""

    topic: str
    subject: str
    kind: Kind


class End(NamedTuple):
    """What a term that ends here says: its entries, and what they have to say put together."""

    term: str
    entries: tuple[Entry, ...]
    names: tuple[str, ...]
    """The subjects that it names."""
    spoken: tuple[str, ...]
    """The subjects that it names or surely belongs to."""
    sure: frozenset[str]
    """Those to which it surely belongs."""
    terms: tuple[Entry, ...]
    """The entries of those."""
    bare: bool
    """It belongs to some only where the notes are on them."""
    barred: tuple[str, ...]
    """The topics that it rules out."""
    skip: bool
    """It means nothing: a longer word in which a term stands by chance."""


class Node(Struct):
    """A word of the tree, made when a text first has it behind those before it: `path` are all."""

    path: str
    here: tuple[tuple[int, End], ...]
    """The terms on the way: how many words each has with what it says, the longest first."""
    more: Mapping[str, Sequence[tuple[str, str]]]
    """The words that may follow: of each what there is of the terms behind it, and entries."""
    next: dict[str, "Node"]
    """Those of them that were met."""


class Vocabulary:
    """All topics by their tags, and the terms by their first words."""

    def __init__(self, text: str) -> None:
        """The vocabulary that `compiled.text` wrote."""
        head, _, terms = text.partition("\n\n")
        _, subjects, topics, code = (part.split("\n") for part in head.split("\n--\n"))
        self._topics = [Topic(*line.split("\t")) for line in topics]
        self._code = [line.split("\t", 1) for line in code if line]
        self._terms = terms
        self.nodes: dict[str, Node] = {}
        """The trees of the terms that begin with words that were met; ..."""
        self.alone: set[str] = set()
        """... those words that are terms by themselves; ..."""
        self.after: dict[str, Container[str]] = {}
        """... and of all words that were met those that may follow them in a term; often none."""
        self._meanings: dict[str, End] = {}
        self.topics: Mapping[str, Topic] = {topic.tag: topic for topic in self._topics}
        rows = [line.split("\t") for line in subjects]
        self.also = {subject: tuple(also.split()) for subject, _, also in rows}
        """A subject to those whose bare words its notes use as well."""
        self.broad = frozenset(subject for subject, marks, _ in rows if "b" in marks)
        """Subjects whose name is often mentioned by the way (`database`, `network`)."""
        self.languages = frozenset(subject for subject, marks, _ in rows if "l" in marks)
        """Subjects that share their words with each other; notes on one are not on another."""
        self.problems = frozenset(subject for subject, marks, _ in rows if "p" in marks)
        """Subjects whose cards set problems: what one is about shows in its solution's code."""

    @cached_property
    def heads(self) -> Mapping[str, str]:
        """The first word of each term, to the line of what follows."""
        return dict(line.split("\t", 1) for line in self._terms.split("\n") if line)

    @cached_property
    def code(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Of each subject, pieces of code with the topics that they speak for."""
        found: dict[str, list[tuple[str, str]]] = {}
        for number, piece in self._code:
            topic = self._topics[int(number)]
            found.setdefault(topic.subject, []).append((topic.tag, piece))
        return found

    def meet(self, text: Iterable[str]) -> None:
        """Make what is kept of a text's words."""
        if len(self.after) > _MANY:
            self.after.clear()
        for word in set(text).difference(self.after):
            self.after[word] = self._begin(word).more if word in self.heads else ()

    def grow(self, node: Node, word: str) -> Node:
        """The node of a word that may follow."""
        made = node.next[word] = self._node(f"{node.path} {word}", node.more[word], node.here)
        return made

    def _begin(self, word: str) -> Node:
        terms = [term.partition("|") for term in self.heads[word].split("\t")]
        node = self._node(word, [(rest, entries) for rest, _, entries in terms])
        self.nodes[word] = node
        if node.here:
            self.alone.add(word)
        return node

    def _node(
        self,
        path: str,
        terms: Iterable[tuple[str, str]],
        here: tuple[tuple[int, End], ...] = (),
    ) -> Node:
        more: dict[str, list[tuple[str, str]]] = {}
        for rest, entries in terms:
            if rest:
                word, _, behind = rest.partition(" ")
                more.setdefault(word, []).append((behind, entries))
            else:
                here = (path.count(" ") + 1, self._end(path, entries)), *here
        return Node(path, here, more, {})

    def _end(self, path: str, text: str) -> End:
        known = self._meanings.get(text)
        if known is None:
            known = self._meanings[text] = _meaning(tuple(map(self._entry, text.split(","))))
        return known._replace(term=path if path.isascii() else _closed(path))

    def _entry(self, text: str) -> Entry:
        topic = self._topics[int(text[1:])]
        return Entry(topic.tag, topic.subject, KINDS[int(text[0])])


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with ankigen."""
    found, others = files(), translations()
    text = FILE.read_bytes().replace(b"\r\n", b"\n").decode() if FILE.is_file() else ""
    if not text.startswith(compiled.digest((*found, *others))):
        text = compiled.text(found, others)
    return Vocabulary(text)


def files() -> list[bytes]:
    """The files that people write as they are, by name."""
    return [file.read_bytes() for file in sorted(FOLDER.glob("*.toml"))]


def translations() -> list[bytes]:
    """The dictionaries of other languages, by name."""
    return [file.read_bytes() for file in sorted((FOLDER / "translations").glob("*.toml"))]


def _closed(path: str) -> str:
    """The words of a term as they are written together."""
    written, *words = path.split(" ")
    for word in words:
        written += word if _is_han(written[-1:]) and _is_han(word[:1]) else f" {word}"
    return written


def _is_han(letter: str) -> bool:
    return any(first <= letter <= last for first, last in _HAN)


def _meaning(entries: tuple[Entry, ...]) -> End:
    """What a term with these entries says, whatever it is."""

    def subjects(*kinds: Kind) -> tuple[str, ...]:
        return tuple(dict.fromkeys(e.subject for e in entries if e.kind in kinds))

    return End(
        "",
        entries,
        names=subjects("names"),
        spoken=subjects("names", "terms"),
        sure=frozenset(subjects("terms")),
        terms=tuple(entry for entry in entries if entry.kind == "terms"),
        bare=any(entry.kind in ("within", "brief") for entry in entries),
        barred=tuple(entry.topic for entry in entries if entry.kind == "not"),
        skip=any(entry.kind == "skip" for entry in entries),
    )
