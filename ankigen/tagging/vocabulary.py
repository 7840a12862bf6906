"""The topic vocabulary: every term by its first word, with the topics that it speaks for.

It is read from `ankigen/topics/terms.txt`, which `tagging.compiled` makes of the TOML files that
people write; where those were changed since, it is made of them anew. A word's terms are put
together when a text first has that word, so that a start costs a few milliseconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from ankigen.patterns import pattern
from ankigen.tagging import compiled
from ankigen.tagging.compiled import KINDS, Kind, Topic

FOLDER = Path(__file__).parent.parent / "topics"
FILE = FOLDER / "terms.txt"
_MANY = 1 << 16
_NOTHING: frozenset[str] = frozenset()
_HAN = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
_BETWEEN_HAN = pattern(rf"(?<={_HAN}) (?={_HAN})")


class Entry(NamedTuple):
    """That a term speaks for a topic (its tag, and its subject's), and where it does so."""

    topic: str
    subject: str
    kind: Kind
    term: str


class End(NamedTuple):
    """What a term that ends here says: its entries, and what they have to say put together."""

    entries: tuple[Entry, ...]
    names: tuple[str, ...]
    """The subjects that it names."""
    spoken: tuple[str, ...]
    """The subjects that it names or surely belongs to."""
    sure: frozenset[str]
    """Those to which it surely belongs."""
    bare: bool
    """It belongs to some only where the notes are on them."""
    barred: tuple[str, ...]
    """The topics that it rules out."""
    skip: bool
    """It means nothing: a longer word in which a term stands by chance."""


class Node:
    """A word of the tree: the term that ends with it, and the words that may follow.

    `here` are all terms on the way to it: how many words each has with what it says, the longest
    first.
    """

    __slots__ = ("end", "here", "next")

    def __init__(self) -> None:
        self.end: End | None = None
        self.here: tuple[tuple[int, End], ...] = ()
        self.next: dict[str, Node] = {}

    def settle(self, depth: int, above: tuple[tuple[int, End], ...] = ()) -> None:
        """Put together what each node of the tree has; this one is the `depth`th word."""
        self.here = ((depth, self.end), *above) if self.end else above
        for node in self.next.values():
            node.settle(depth + 1, self.here)


class Vocabulary:
    """All topics by their tags, and the terms by their first words."""

    def __init__(self, text: str) -> None:
        """The vocabulary that `compiled.text` wrote."""
        head, _, terms = text.partition("\n\n")
        _, subjects, topics, code = (part.split("\n") for part in head.split("\n--\n"))
        self._topics = [Topic(*line.split("\t")) for line in topics]
        self._code = [line.split("\t", 1) for line in code if line]
        self._terms = terms
        self.after: dict[str, frozenset[str]] = {}
        """Of each word that was met those by which it may begin a longer term; often none."""
        self.nodes: dict[str, Node] = {}
        """Of each first word of a term that was met the tree of the terms that begin with it."""
        self.topics: Mapping[str, Topic] = {topic.tag: topic for topic in self._topics}
        rows = [line.split("\t") for line in subjects]
        self.also = {subject: tuple(also.split()) for subject, _, also in rows}
        """A subject to those whose bare words its notes use as well."""
        self.broad = frozenset(subject for subject, marks, _ in rows if "b" in marks)
        """Subjects whose name is often mentioned by the way (`database`, `network`)."""
        self.languages = frozenset(subject for subject, marks, _ in rows if "l" in marks)
        """Subjects that share their words with each other; notes on one are not on another."""

    @cached_property
    def alone(self) -> frozenset[str]:
        """The words that are a term by themselves."""
        return frozenset([head for head, rest in self.heads.items() if rest[0] == "|"])

    @cached_property
    def heads(self) -> Mapping[str, str]:
        """The first word of each term, to the line of what follows."""
        return dict(line.split("\t", 1) for line in self._terms.splitlines())

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
        for word in text:
            if word not in self.after:
                self.after[word] = self._after(word)

    def node(self, word: str) -> Node:
        """The tree of the terms that begin with this word."""
        if word not in self.nodes:
            self.nodes[word] = self._tree(word)
        return self.nodes[word]

    def _after(self, word: str) -> frozenset[str]:
        terms = self.heads.get(word)
        if terms is None:
            return _NOTHING
        rests = [term.partition("|")[0] for term in terms.split("\t")]
        return frozenset([rest.partition(" ")[0] for rest in rests if rest])

    def _tree(self, head: str) -> Node:
        root = Node()
        for term in self.heads[head].split("\t"):
            rest, _, entries = term.rpartition("|")
            node = root
            for word in rest.split():
                node = node.next.setdefault(word, Node())
            shown = _BETWEEN_HAN.sub("", f"{head} {rest}".strip())
            node.end = _end(tuple(self._entry(entry, shown) for entry in entries.split(",")))
        root.settle(1)
        return root

    def _entry(self, text: str, shown: str) -> Entry:
        topic = self._topics[int(text[1:])]
        return Entry(topic.tag, topic.subject, KINDS[int(text[0])], shown)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with ankigen."""
    found, others = files(), translations()
    text = FILE.read_text(encoding="utf-8") if FILE.is_file() else ""
    if not text.startswith(compiled.digest((*found, *others))):
        text = compiled.text(found, others)
    return Vocabulary(text)


def files() -> list[bytes]:
    """The files that people write as they are, by name."""
    return [file.read_bytes() for file in sorted(FOLDER.glob("*.toml"))]


def translations() -> list[bytes]:
    """The dictionaries of other languages, by name."""
    return [file.read_bytes() for file in sorted((FOLDER / "translations").glob("*.toml"))]


def _end(entries: tuple[Entry, ...]) -> End:
    def subjects(*kinds: Kind) -> tuple[str, ...]:
        return tuple(dict.fromkeys(e.subject for e in entries if e.kind in kinds))

    return End(
        entries,
        names=subjects("names"),
        spoken=subjects("names", "terms"),
        sure=frozenset(subjects("terms")),
        bare=any(entry.kind in ("within", "brief") for entry in entries),
        barred=tuple(entry.topic for entry in entries if entry.kind == "not"),
        skip=any(entry.kind == "skip" for entry in entries),
    )
