"""What a problem is about, as its solution shows: for the subjects whose cards set problems.

The code says it by the names that it defines (`wordBreak`, `class MinStack`), which are read as
words, and by its pieces (`TreeNode`); the prose beside it by what it names first.
"""

from collections.abc import Iterable, Iterator

from ankigen.patterns import pattern
from ankigen.tagging import snippets, told
from ankigen.tagging.cards import CardText, listings
from ankigen.tagging.match import Given, counted, terms_in
from ankigen.tagging.vocabulary import vocabulary

MOST = 2
"""Topics that a solution gives."""
CONCEPT = "algorithms::complexity"
"""A topic whose questions set no problem."""
_BY_THE_WAY = frozenset(
    (CONCEPT, "data-structures::array", "python::numpy::arrays", "python::numpy::random")
)
"""Topics of which any solution may speak, and the making of the data that it is tried on."""
_CONTROL = frozenset(("if", "else", "for", "while", "switch", "return", "}", "catch", "elif"))
"""What begins a line that looks like a definition."""
_HUMP = pattern(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_")
"""Where `LRUCache` and `word_break` are two words."""


def topics(card: CardText, subjects: Iterable[str]) -> list[Given]:
    """The topics of problems on these subjects that a card's answer shows: at most two."""
    near = tuple(subject for subject in subjects if subject in vocabulary().problems)
    if not near or "<pre" not in card.back:
        return []
    code = listings(card.back)[: snippets.CODE_SIZE]
    found: dict[str, Given] = {}
    for item in _defined(code, near):
        found[item.topic.tag] = item
    lead = told.named_first(card, near)
    lead = [item for item in lead if item.topic.tag not in _BY_THE_WAY]
    for item in lead if len(lead) <= MOST else ():
        found.setdefault(item.topic.tag, item)
    for subject in near:
        for tag, piece in snippets.found(code, subject).items():
            if tag not in _BY_THE_WAY:
                found.setdefault(tag, Given(vocabulary().topics[tag], piece, "code"))
    return list(found.values())[:MOST]


def _defined(code: str, near: tuple[str, ...]) -> list[Given]:
    """The topics of which the first of the names speaks that speaks of any: others help it."""
    for name in _names(code):
        terms = terms_in(_HUMP.sub(" ", name.rstrip("0123456789")))
        items = [item for _, item in counted(terms, (near,), bare=True)]
        if found := [item for item in items if item.topic.subject in near]:
            return [item for item in found if item.topic.tag not in near]
    return []


def _names(code: str) -> Iterator[str]:
    """The names of what a listing defines, in any of the usual languages: one a line."""
    for line in code.splitlines():
        line = line.strip()
        if line.endswith(("{", ":", "{}")):
            head, bracket, _ = line.partition("(")
            parts = head.replace("*", " ").replace("&", " ").split()
            if len(parts) < 2 or parts[0] in _CONTROL:
                continue
            if "=" in parts[2:]:
                yield parts[parts.index("=") - 1]
            elif bracket or parts[0] in ("class", "struct"):
                yield (parts[-1] if bracket else parts[1]).rstrip(":{")
