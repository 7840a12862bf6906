"""What a problem is about, as its solution shows: for the subjects whose cards set problems.

The code says it by the names that it defines (`wordBreak`, `class MinStack`), which are read as
words, and by its pieces (`TreeNode`); the prose beside it by what it names first.
"""

from collections.abc import Iterable
from html import unescape

from ankigen.patterns import pattern
from ankigen.tagging import snippets, told
from ankigen.tagging.match import Given, counted, terms_in
from ankigen.tagging.vocabulary import vocabulary

LISTED = 8000
"""Characters of an answer's HTML in which its listings are looked for."""
MOST = 2
"""Topics that a solution gives."""
_BY_THE_WAY = frozenset(("algorithms::complexity", "data-structures::array"))
"""Topics of which the prose of any solution may speak."""
_NAMES = 12
"""Definitions of a listing that are looked at."""
_PRE = pattern(r"<pre\b[^>]*>([^<]*(?:<(?!/pre>)[^<]*)*)</pre>")
_TAG = pattern(r"<[^>]*>")
_DEFINED = pattern(
    r"\b(?:class|struct|def|func|fn|function)\s{1,4}(\w{2,40})"
    r"|\b(?:var|let|const)\s{1,4}(\w{2,40})\s?=\s?(?:function|\()"
    r"|[\w>\]*&]\s{1,4}[*&]{0,2}(\w{2,40})\((?=[^(){};]{0,200}\)\s{0,4}\{)"
)
_HUMP = pattern(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_")
"""Where `LRUCache` and `word_break` are two words."""


def listings(back: str) -> str:
    """The code of an answer."""
    found = _PRE.findall(back[:LISTED])
    return "\n".join(unescape(_TAG.sub("", code)) for code in found)


def topics(back: str, subjects: Iterable[str]) -> list[Given]:
    """The topics of problems on these subjects that an answer, as HTML, shows: at most two."""
    near = tuple(subject for subject in subjects if subject in vocabulary().problems)
    if not near:
        return []
    code = listings(back)
    found: dict[str, Given] = {}
    for item in _defined(code, near):
        found[item.topic.tag] = item
    lead = told.named_first(told.prose(back), near)
    lead = [item for item in lead if item.topic.tag not in _BY_THE_WAY]
    for item in lead if len(lead) <= MOST else ():
        found.setdefault(item.topic.tag, item)
    for subject in near:
        for tag, piece in snippets.found(code, subject).items():
            found.setdefault(tag, Given(vocabulary().topics[tag], piece, "answer"))
    return list(found.values())[:MOST]


def _defined(code: str, near: tuple[str, ...]) -> list[Given]:
    """The topics of which the first of the names speaks that speaks of any: others help it."""
    defined = [name for names in _DEFINED.findall(code) for name in names if name][:_NAMES]
    for name in dict.fromkeys(defined):
        terms = terms_in(_HUMP.sub(" ", name.rstrip("0123456789")))
        items = [item for _, item in counted(terms, (near,), bare=True)]
        if found := [item for item in items if item.topic.subject in near]:
            return [item for item in found if item.topic.tag not in near]
    return []
