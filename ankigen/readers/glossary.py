"""Glossaries: `**Term** — what it means`, a card a term, below a heading that says so.

The same lines in prose are documentation. So without such a heading (or title) only a file that
holds nothing else is a glossary.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from ankigen.patterns import pattern
from ankigen.readers.asks import asks
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.labels import part_at
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.text import first_line, plain

_HEADING = pattern(
    r"\bglossar(?:y|ies|io|ium|e)?\b|(?<!\w)(?:key |important |basic |common |technical )?"
    r"(?:terms|terminology|vocabulary|definitions|acronyms|abbreviations)\b(?! of| and cond| &)"
    r"|术语|術語|名词解释|名詞解釋|词汇|詞彙|用語|用語集|単語帳|용어|단어장|глоссари|термин|словарь|определения"
    r"|глосарі|терміни|مصطلحات|قاموس|مسرد|מונחים|מילון|واژه.?نامه|اصطلاحات"
    r"|\bglos(?:ario|sário|saire|sar|arium)\b|\btérminos\b|\bvocabulario\b|\bdefiniciones\b|\btermos\b"
    r"|\blexique\b|\bvocabulaire\b|\bdéfinitions\b|\b(?:fach)?begriffe\b|\bbegriffserklärung|\bvokabel"
    r"|\btermini\b|\bwoordenlijst\b|\bbegrippen|\bsłownicz?ek\b|\bsłownik\b|\bpojęcia\b|\bsözlü(?:k|ğü)\b"
    r"|\bterimler\b|\bkavramlar\b|thuật ngữ|\bistilah\b|शब्दावली|परिभाषा",
    re.IGNORECASE,
)
_BOLD = pattern(
    r"(?:\*\*|__)(?P<term>[^*_\n]{1,80}?)(?P<inside>[:：])?(?:\*\*|__)"
    r"(?P<aside>[ \t]*[(（][^()（）\n]{0,80}[)）])?[ \t]*"
    r"(?P<mark>[:：]|[—–]|-{1,2}(?=\s)|=(?=\s)|→)?[ \t]*(?=\S)"
)
_PLAIN = pattern(
    r"(?P<term>(?:`[^`\n]{1,60}`|[^`:：—–*\n]{1,60}?))(?P<inside>)"
    r"(?P<aside>[ \t]*[(（][^()（）\n]{0,80}[)）])?"
    r"(?P<mark>[ \t]*[:：](?!//)|[ \t]+(?:[—–]|-{1,2})(?=\s))[ \t]*(?=\S)"
)
_FEW = 5
"""Fewer terms than this alone in a file are no glossary without its name."""


class Entry(Struct, frozen=True):
    """A term [start, stop) and where its definition begins."""

    index: int
    start: int
    stop: int
    begin: int


def read(page: Page, taken: Taken) -> Reading:
    """The terms of every section that is a glossary."""
    reading = Reading(looked="terms in bold with their definition, in a glossary")
    for first, stop, why in _sections(page):
        atoms = range(first, stop)
        bold = list(_entries(page, atoms, taken, _BOLD))
        entries = bold or list(_entries(page, atoms, taken, _PLAIN))
        if why and not entries:
            _headings(page, atoms, taken, why, reading)
            continue
        asking = [_asking(page, one) for one in entries]
        if asking.count(2) > 0.2 * len(entries) or asking.count(1) > 0.5 * len(entries):
            continue  # topics with what to say of each
        others = _others(page, atoms, entries)
        if why:
            if len(entries) < 2 or others > 0.4 * (len(entries) + others):
                _headings(page, atoms, taken, why, reading)  # lists below terms that are headings
                continue
        elif not bold or len(bold) < _FEW or others > 0.1 * len(bold):
            continue
        for number, entry in enumerate(entries):
            following = entries[number + 1] if number + 1 < len(entries) else None
            _card(page, entry, following, stop, why or "nothing but terms in the file", reading)
    return reading


def _sections(page: Page) -> Iterator[tuple[int, int, str]]:
    """Sections under a heading that names a glossary; or else the whole file."""
    found = False
    index = 0
    while index < len(page.atoms):
        atom = page.atoms[index]
        index += 1
        if atom.kind != "heading":
            continue
        says = page.says(atom.words)
        if len(says) > 80 or not _HEADING.search(says) or asks(says) == 2:
            continue
        first = index
        while index < len(page.atoms):
            later = page.atoms[index]
            if later.kind == "heading" and later.level <= atom.level:
                break
            index += 1
        found = True
        yield first, index, f"a term below the heading {says!r}"
    if not found:
        yield 0, len(page.atoms), ""


def _entries(
    page: Page, atoms: Sequence[int], taken: Taken, form: re.Pattern[str]
) -> Iterator[Entry]:
    text = page.text
    for index in atoms:
        atom = page.atoms[index]
        if atom.kind != "paragraph" or atom.fold or not taken.free(atom.start, atom.end):
            continue
        if atom.path and not (_depth(atom) == 1 and atom.item and atom.first_in(atom.item)):
            continue
        for start, end, _ in atom.pieces:
            match = form.match(text, start, min(end, atom.end)) if start >= atom.start else None
            if not match or not (match["mark"] or match["inside"]):
                if form is _PLAIN or atom.path:
                    break
                continue
            term = plain(match["term"])
            if not term or asks(term) or part_at(f"{term}:")[0]:
                break
            stop = match.end("aside") if match["aside"] else match.end("term")
            if form is _BOLD and match["aside"] is None:
                yield Entry(index, match.start("term"), stop, match.end())
            else:
                yield Entry(index, match.start(), stop, match.end())
            if atom.path:
                break


def _headings(page: Page, atoms: Sequence[int], taken: Taken, why: str, reading: Reading) -> None:
    """The terms of a glossary in which each is a heading."""
    heads = [index for index in atoms if page.atoms[index].kind == "heading"]
    level = max((page.atoms[index].level for index in heads), default=0)
    terms = [index for index in heads if page.atoms[index].level == level]
    says = [page.says(page.atoms[index].words) for index in terms]
    short = all(0 < len(one) <= 80 and not asks(one) for one in says)
    if len(terms) < 3 or not short or min(map(len, says)) < 2:
        return
    stops = [*heads, atoms[-1] + 1]
    for index in terms:
        stop = stops[bisect_right(stops, index)]
        held = [page.atoms[at] for at in range(index + 1, stop)]
        held = [atom for atom in held if not page.empty(atom)]
        atom = page.atoms[index]
        if not held or not taken.free(atom.start, held[-1].end):
            continue
        back = page.cut(held[0].outset, held[-1].end)
        front = page.cut(*atom.words, atom.path)
        finish(Draft(page, "glossary", why, atom.words[0], held[-1].end, front, back), reading)


def _asking(page: Page, entry: Entry) -> int:
    end = page.atoms[entry.index].end
    return asks(plain(first_line(page.text, entry.begin, end)))


def _depth(atom: Atom) -> int:
    return sum(1 for block in atom.path if block.kind == "item")


def _is_own(atom: Atom) -> bool:
    """Whether it is no further block of a list item."""
    item = atom.item
    return item is None or (_depth(atom) == 1 and atom.first_in(item))


def _others(page: Page, atoms: Sequence[int], entries: Sequence[Entry]) -> int:
    """How many paragraphs and the like, at the height of the terms, are none."""
    known = {entry.index for entry in entries}
    return sum(
        1
        for index in atoms
        if index not in known
        and page.atoms[index].kind not in ("heading", "break")
        and _is_own(page.atoms[index])
        and not page.empty(page.atoms[index])
    )


def _card(
    page: Page, entry: Entry, following: Entry | None, stop: int, why: str, reading: Reading
) -> None:
    atom = page.atoms[entry.index]
    limit = following.start if following else len(page.text)
    end = min(atom.end, limit)
    for index in range(entry.index + 1, following.index if following else stop):
        later = page.atoms[index]
        if later.kind in ("heading", "break") or later.fold:
            break
        if atom.item is not None and atom.item not in later.path:
            break
        end = later.end
    while end > entry.begin and page.text[end - 1] in " \t\r\n*_":
        end -= 1
    finish(
        Draft(
            page,
            "glossary",
            why,
            entry.start,
            end,
            [(entry.start, entry.stop, 0)],
            page.cut(entry.begin, end, atom.path),
        ),
        reading,
    )
