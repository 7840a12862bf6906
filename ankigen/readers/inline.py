"""Question and answer on one line: `Q: …? A: …`, `1. What …? (Answer: …)`."""

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from ankigen.patterns import pattern
from ankigen.readers.asks import asks
from ankigen.readers.cards import Draft, Reading, finish
from ankigen.readers.line import at_code, question_line
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.readers.words import PAIRS, Hit, label_at
from ankigen.text import plain

_PLACE = pattern(
    r"(?:(?<=[\s?？؟。.!！;；|*)）])|(?<=[\u3000-\u9fff]))(?=[*_(（\[【]{0,4}[^\W\d_])"
)
_MOST = 60
"""Places of a line that are looked at."""
_ASKS = pattern(r"[?？؟]")
_BRACKET = pattern(r"[*_]{0,3}[(（\[【][ \t]*")
_CLOSED = {"(": ")", "（": "）", "[": "]", "【": "】"}
_TAIL = pattern(r"[\s|/—–\-;；,，→➡=>]+\Z")


class Found(Struct, frozen=True):
    """A card in one line [start, stop): its question up to `turn`, its answer [begin, end)."""

    index: int
    start: int
    stop: int
    turn: int
    begin: int
    end: int
    labelled: bool


def read(page: Page, taken: Taken) -> Reading:
    """Every line that holds a question and, after a label, its answer."""
    reading = Reading(looked="question and answer on one line")
    cards = [
        card
        for index, atom in enumerate(page.atoms)
        if atom.kind == "paragraph" and not atom.fold and taken.free(atom.start, atom.end)
        for card in _cards(page, index, atom)
    ]
    if len(cards) < 2 and not (cards and cards[0].labelled) and not page.forced:
        return reading
    goes_on = any(_rest(page, one.index, two.index) for one, two in pairwise(cards))
    for number, card in enumerate(cards):
        following = cards[number + 1] if number + 1 < len(cards) else None
        _question(page, card, following, goes_on, reading)
    return reading


def _cards(page: Page, index: int, atom: Atom) -> Iterator[Found]:
    text = page.text
    for start, stop, _ in atom.pieces:
        end = min(stop, atom.end)
        if start < atom.start or not any(mark in text[start:end] for mark in ":："):
            continue
        found = _turn(text, start, end)
        if found:
            yield Found(index, start, end, *found)


def _turn(text: str, start: int, end: int) -> tuple[int, int, int, bool] | None:
    """Where the answer of a line is: the turn, its first and last place, and who says so."""
    outright = _ASKS.search(text, start, end) is not None
    asked = None if outright else _asked(text, start, end)
    if asked is None and not outright:
        return None
    told = list(_told(text, start, end))
    if told and outright:
        asked = _asked(text, start, end)
    for place, hit, bracket in told:
        found = _answer(text, hit, bracket, end, asked)
        if found is None or at_code(text, start, end, place):
            continue
        before = question_line(text, start, place)
        words = plain(text[before.start : before.end])
        if len(words) < 3 or (asked is None and asks(words) < 2):
            continue
        if not plain(text[found[0] : found[1]]):
            return None
        return place, *found, asked is not None
    return None


def _asked(text: str, start: int, end: int) -> Hit | None:
    """The label that says of a line that it asks."""
    hit = label_at(text, start, end)
    if hit is None:
        hit = _label_inside(text, start, question_line(text, start, end).start)
    return hit if hit and (hit.kind == "question" or hit.letter in PAIRS) else None


def _label_inside(text: str, start: int, stop: int) -> Hit | None:
    """The question's label after a number: `1. **Q: …`."""
    for at in range(start + 1, stop):
        if text[at - 1] in " \t*.、)" and (hit := label_at(text, at, stop)):
            return hit
    return None


def _told(text: str, start: int, end: int) -> Iterator[tuple[int, Hit, re.Match[str] | None]]:
    """The places of a line where a label stands that may be an answer's, each with the label and
    the bracket that opens before it.
    """
    colon = max(text.rfind(":", start, end), text.rfind("：", start, end))
    for number, match in enumerate(_PLACE.finditer(text, start + 1, end)):
        place = match.start()
        if number > _MOST or place > colon:  # an answer's label has a colon
            break
        bracket = _BRACKET.match(text, place, end) if text[place] in "*_(（[【" else None
        inner = bracket.end() if bracket else place
        hit = label_at(text, inner, end) or (label_at(text, place, end) if bracket else None)
        if hit and hit.colon and not hit.alone and (hit.kind == "answer" or hit.letter):
            yield place, hit, bracket


def _answer(
    text: str, hit: Hit, bracket: re.Match[str] | None, end: int, asked: Hit | None
) -> tuple[int, int] | None:
    """The range of the answer that a label opens."""
    paired = asked is not None and hit.letter in (PAIRS.get(asked.letter or "q"), "a")
    if hit.kind != "answer" and not (hit.letter and paired):
        return None
    if not bracket or hit.start < bracket.end():
        return hit.end, end
    close = _CLOSED[bracket[0].strip("*_ \t")[0]]
    stop = text.rfind(close, hit.end, end)
    if stop < 0:
        return hit.end, end
    return (hit.end, stop) if len(plain(text[stop + 1 : end])) < 3 else None


def _rest(page: Page, index: int, stop: int) -> bool:
    """Whether anything but the next question stands between two lines."""
    return any(
        not page.empty(atom) and atom.kind != "heading" for atom in page.atoms[index + 1 : stop]
    )


def _question(
    page: Page, card: Found, following: Found | None, goes_on: bool, reading: Reading
) -> None:
    atom = page.atoms[card.index]
    stop = following.start if following else len(page.text)
    end = _end(page, card, atom, stop, goes_on)
    text = page.text
    turn = card.turn
    tail = _TAIL.search(text, max(card.start, turn - 40), turn)
    turn = tail.start() if tail else turn
    back = [(card.begin, card.end, 0), *page.cut(card.stop, max(end, card.stop), atom.path)]
    if text.count("**", card.start, card.turn) % 2 and text.endswith("**", card.begin, card.end):
        back[0] = (card.begin, card.end - 2, 0)  # emphasis round the whole line
    draft = Draft(
        page,
        "inline",
        "question and answer on one line",
        card.start,
        max(end, card.stop),
        [(card.start, turn, 0)],
        back,
    )
    finish(draft, reading)


def _end(page: Page, card: Found, atom: Atom, stop: int, goes_on: bool) -> int:
    """Where a card ends: with its paragraph or list item, or where the next one begins."""
    end = min(atom.end, stop)
    if end < atom.end:
        while end > card.start and page.text[end - 1] in " \t\r\n":
            end -= 1
        return end
    for at in range(card.index + 1, len(page.atoms)):
        later = page.atoms[at]
        if later.start >= stop or later.kind in ("heading", "break") or later.fold:
            break
        if atom.item is not None and atom.item not in later.path:
            break
        if atom.item is None and (not goes_on or _is_asked(page, later)):
            break
        end = min(later.end, stop)
    return end


def _is_asked(page: Page, atom: Atom) -> bool:
    hit = label_at(page.text, atom.start, atom.end) if atom.kind == "paragraph" else None
    return hit is not None and (hit.kind == "question" or hit.letter == "q")
