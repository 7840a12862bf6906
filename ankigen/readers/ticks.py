"""Multiple choice without task lists: the right option has a sign, a word, or stands in bold.

`- Jupiter ✅`, `☑ Jupiter`, `B) Jupiter (correct)`, `- **Jupiter**`. As with ticks, the front shows
the options without what gives the answer away, and the back the right ones and what follows.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ankigen.blocks import Block
from ankigen.folds import Range
from ankigen.model import Piece
from ankigen.patterns import pattern
from ankigen.readers.cards import Draft, Reading, finish, unanswered
from ankigen.readers.divide import Cut, Divider, Mark, divide, front_of, is_asked
from ankigen.readers.line import OPTION
from ankigen.readers.page import Page
from ankigen.readers.taken import Taken
from ankigen.readers.trim import joined
from ankigen.readers.words import fold_text, label_at
from ankigen.text import first_line, plain

_WORDS = r"""
correct(?:_(?:answer|option|choice|one))?|right(?:_answer)?|true_answer|correct[ao]s?|respuesta_correcta
bonne_réponse|correcte|richtig(?:e_antwort)?|korrekt|corrett[ao]|correto|resposta_cert[ao]|cert[ao]
верн(?:о|ый)(?:_ответ)?|правильн(?:о|ый|а)(?:_(?:ответ|відповідь))?|вірно|正确(?:答案)?|正確(?:答案)?|正解
정답|đúng|đáp_án(?:_đúng)?|doğru(?:_cevap)?|poprawn[ae]|صحيح(?:ة)?|(?:ال)?إجابة_(?:ال)?صحيحة|benar|सही
"""
_WORD = "|".join(line for line in _WORDS.split()).replace("_", r"[ \t]+")
_RIGHT = r"[✅☑✔✓🗸🟢]\ufe0f?"
_WRONG = r"[❌✗✘✖❎☐⬜◻✕🔴]\ufe0f?"
_LETTER = r"(?:[*_]{0,2}[(（]?[A-Ha-h][)）.:、．][ \t]*)?"
_FIRST = pattern(rf"(?P<letter>{_LETTER})(?P<sign>(?:(?P<right>{_RIGHT})|{_WRONG})[ \t]*)(?=\S)")
_LAST = pattern(
    rf"[ \t]*(?P<open>[*_]{{0,2}})(?:(?P<right>{_RIGHT}"
    rf"|(?:[(（\[]|←|<-{{1,2}}|[-–—]{{1,2}}[ \t])[ \t]*[*_]{{0,2}}(?:{_WORD})[*_]{{0,2}}[!.]?"
    rf"[ \t]*[)）\]]?)|{_WRONG})(?P<close>[*_]{{0,2}})[ \t\u200b]*\Z",
    re.IGNORECASE,
)
_BOLD = pattern(
    r"(?P<letter>(?:[(（]?[A-Ha-h][)）.:、．][ \t]*)?)(?P<open>\*\*|__|==)(?=\S)"
    r"(?:(?!\*\*|__|==).)+?(?<=\S)(?P<close>(?P=open))[ \t.\u200b]*\Z"
)
_LINE = pattern(rf"\s*(?:{_RIGHT}|{_WRONG})[ \t]*\S")
_MOST = 10


class Option(Struct, frozen=True):
    """One option [start, end): what says that it is right (or wrong), and where that stands."""

    start: int
    end: int
    path: tuple[Block, ...]
    sort: str
    """`sign`, `word`, `bold` or nothing."""
    hidden: tuple[Range, ...]
    lettered: bool


class Run(Struct, frozen=True):
    """Options in a row, in the atoms [first, stop); `own` in one paragraph with their question."""

    first: int
    stop: int
    options: tuple[Option, ...]
    own: bool = False
    lines: bool = False
    """They are lines of text, and no list."""

    @property
    def start(self) -> int:
        return self.options[0].start

    @property
    def end(self) -> int:
        return self.options[-1].end

    @property
    def lettered(self) -> bool:
        return all(option.lettered for option in self.options)

    def right(self, sorts: Sequence[str]) -> list[Option]:
        return [option for option in self.options if option.sort in sorts]


def read(page: Page, taken: Taken) -> Reading:
    """Every run of options of which one is marked, where that is how the file does it."""
    reading = Reading(looked="options of which the right one has a sign or stands in bold")
    runs = list(_runs(page, taken))
    if not any(option.sort for run in runs for option in run.options):
        return reading
    cuts = divide(page, [Divider(r.first, r.start, r.end, r.own, after=r.stop) for r in runs])
    asked = [
        (run, cut) for run, cut in zip(runs, cuts, strict=True) if cut.mark and is_asked(page, cut)
    ]
    ways: tuple[tuple[str, ...], ...] = (("sign", "word"), ("bold",))
    sorts = next((one for one in ways if _meant(asked, one)), None)
    if sorts is None and page.forced:
        sorts = ("sign", "word", "bold")
    if sorts is None:
        reading.looked += f" ({len(asked)} lists of options below a question)"
        return reading
    starts = sorted(
        [cut.mark.start for _, cut in asked if cut.mark]
        + [atom.start for atom in page.atoms if atom.kind == "heading"]
    )
    for run, cut in asked:
        if cut.mark and run.right(sorts):
            _question(page, run, cut.mark, sorts, starts, taken, reading)
        elif cut.mark and run.lettered:
            end = page.atoms[cut.mark.index].end
            reading.said.append(unanswered(page, cut.mark.start, end))
    return reading


def _meant(asked: Sequence[tuple[Run, Cut]], sorts: Sequence[str]) -> bool:
    """Whether such marks tell right options from wrong ones, and not, say, praise from blame."""
    marked = [run for run, _ in asked if run.right(sorts)]
    single = [run for run in marked if len(run.right(sorts)) == 1 < len(run.options)]
    if any(len(run.right(sorts)) == len(run.options) for run in marked):
        return False
    lettered = [run for run in single if run.lettered]
    if sorts == ("bold",):
        few = len(lettered) >= 2 or (len(single) >= 3 and min(len(r.options) for r in single) >= 3)
        return few and len(single) >= 0.9 * len(asked)
    worded = any(option.sort == "word" for run in single for option in run.options)
    if len(marked) == 1:
        return bool(lettered) or (worded and len(single) == 1)
    return len(single) >= 0.5 * len(marked) > 0 and len(marked) >= 0.5 * len(asked)


def _runs(page: Page, taken: Taken) -> Iterator[Run]:
    index = 0
    while index < len(page.atoms):
        atom = page.atoms[index]
        run = None
        if atom.kind == "paragraph" and not atom.fold and taken.free(atom.start, atom.end):
            run = _list(page, index) or _lines(page, index)
        if run and 2 <= len(run.options) <= _MOST and not _named_again(page, run):
            yield run
        index = max(index + 1, run.stop if run else 0)


def _named_again(page: Page, run: Run) -> bool:
    """Whether they are the right ones alone, below the label of the answer."""
    if any(option.sort != "sign" for option in run.options):
        return False
    above = page.text[max(0, run.start - 200) : run.start].rstrip(" \t\r\n-*+")
    line = re.split(r"[\r\n]", above)[-1]
    hit = label_at(line, 0, len(line))
    return hit is not None and hit.kind == "answer"


def _list(page: Page, index: int) -> Run | None:
    """The options of a list that begins here and has no other list in it."""
    atom = page.atoms[index]
    item = atom.item
    if item is None or len(atom.path) < 2 or not atom.first_in(item):
        return None
    held = atom.path[atom.path.index(item) - 1]
    if held.kind != "list" or held.children[0] is not item or not 2 <= len(held.children) <= _MOST:
        return None
    if any(child.kind == "list" for one in held.children for child in one.children):
        return None
    options: list[Option] = []
    stop = index
    while stop < len(page.atoms) and held in page.atoms[stop].path:
        other = page.atoms[stop]
        own = other.item
        if other.fold:
            return None
        if own is not None and other.first_in(own):
            option = _option(page, other.start, other.end, other.path)
            options.append(replace(option, start=own.start, end=own.end))
        stop += 1
    return Run(index, stop, tuple(options)) if len(options) == len(held.children) else None


def _lines(page: Page, index: int) -> Run | None:
    """The options that are lines of a paragraph, or paragraphs of one line each."""
    atom = page.atoms[index]
    if atom.item is not None and not atom.first_in(atom.item) and atom.quote:
        return None
    lines = [piece for piece in atom.pieces if atom.start <= piece[0] < atom.end]
    first = next((n for n, line in enumerate(lines) if _is_option(page, line)), None)
    if first is None:
        return None
    options: list[Option] = []
    for line in lines[first:]:
        if not _is_option(page, line):
            break
        options.append(_option(page, line[0], min(line[1], atom.end), atom.path))
    stop = index + 1
    whole = first == 0 and len(lines) == len(options)
    while whole and stop < len(page.atoms) and len(options) <= _MOST:
        other = page.atoms[stop]
        pieces = other.pieces
        alike = other.kind == "paragraph" and other.path == atom.path and pieces
        if not alike or not all(_is_option(page, piece) for piece in pieces):
            break
        options += [_option(page, low, high, other.path) for low, high, _ in pieces]
        stop += 1
    return Run(index, stop, tuple(options), own=first > 0, lines=True)


def _is_option(page: Page, line: Piece) -> bool:
    text = page.text[line[0] : min(line[1], line[0] + 400)]
    return bool(OPTION.match(text) or _LINE.match(text))


def _option(page: Page, start: int, end: int, path: tuple[Block, ...]) -> Option:
    """What is marked in the text [start, end) of an option."""
    text = page.text
    lettered = OPTION.match(text, start, end) is not None
    line = start + len(first_line(text, start, end))
    hidden: tuple[Range, ...]
    if first := _FIRST.match(text, start, line):
        sort = "sign" if first["right"] else ""
        lettered = lettered or OPTION.match(text, first.end(), end) is not None
        hidden = (first.span("sign"), *_emphasis(text, first.end(), line))
        return Option(start, end, path, sort, hidden, lettered)
    if last := _LAST.search(text, max(start, line - 80), line):
        sort = "" if not last["right"] else "sign" if re.match(_RIGHT, last["right"]) else "word"
        if last["open"] == last["close"]:
            hidden = (*_emphasis(text, start, last.start()), (last.start(), last.end("close")))
        elif last["close"] and text.startswith(last["close"], start):
            opened = (start, start + len(last["close"]))
            hidden = (opened, (last.start(), last.end("close")))
        else:
            hidden = ((last.end("open") if last["open"] else last.start(), last.start("close")),)
        return Option(start, end, path, sort, hidden, lettered)
    bold = _BOLD.match(text, start, line) if line - start < 600 else None
    if bold:
        lettered = lettered or OPTION.match(text, bold.end("open"), end) is not None
        return Option(start, end, path, "bold", (bold.span("open"), bold.span("close")), lettered)
    return Option(start, end, path, "", (), lettered)


def _emphasis(text: str, start: int, end: int) -> tuple[Range, ...]:
    """The marks of emphasis that holds all of an option, which would give it away."""
    bold = _BOLD.match(text, start, end) if end - start < 600 else None
    return (bold.span("open"), bold.span("close")) if bold else ()


def _question(
    page: Page,
    run: Run,
    mark: Mark,
    sorts: Sequence[str],
    starts: Sequence[int],
    taken: Taken,
    reading: Reading,
) -> None:
    at = bisect_right(starts, run.end)
    stop = starts[at] if at < len(starts) else len(page.text)
    atom = page.atoms[mark.index]
    item = atom.item
    if item is not None and item in page.atoms[run.first].path:
        stop = min(stop, item.end)
    rest = [a for a in page.between(run.end, stop) if taken.free(a.start, a.end)]
    own = page.atoms[run.stop - 1].end
    end = max([run.end, min(own, stop), *(min(a.end, stop) for a in rest)])
    right = run.right(sorts)
    told = page.cut(run.end, end, atom.path)
    shown_again = [] if _says(page, told, right) else _right_ones(page, run, right)
    back = joined(page.text, shown_again, told)
    shown = [option for option in run.options if option.sort in (*sorts, "")]
    draft = Draft(
        page,
        "ticks",
        f"{len(run.options)} options, {len(right)} of them marked as right",
        mark.start,
        end,
        _apart(run, front_of(page, mark, run.end)),
        back,
        kind="choice",
        hidden=[part for option in shown for part in option.hidden],
    )
    finish(draft, reading)


_MARKER = pattern(r"(?:[-*+]|\d{1,3}[.)])[ \t]+")
_LETTERED = pattern(r"\W*([A-Ha-h])[)）.:、．]")
_KEY_LETTER = pattern(r"\b[a-h]\b")
_LETTERS = pattern(
    r"\W*[a-h](?:\s*(?:[,;&/+、，]|\band\b)\s*[a-h]\b)*(?=\s*(?:[-–—,.:;)、，。）]|\Z))"
)


def _right_ones(page: Page, run: Run, right: Sequence[Option]) -> list[Piece]:
    """The right options; one alone is no list."""
    if len(right) == 1 and not run.lines:
        one = right[0]
        marker = _MARKER.match(page.text, one.start, one.end)
        return page.cut(marker.end() if marker else one.start, one.end, one.path)
    return [piece for one in right for piece in page.cut(one.start, one.end, one.path)]


def _says(page: Page, told: Sequence[Piece], right: Sequence[Option]) -> bool:
    """Whether what follows the options names the right ones after an answer's label."""
    lines = [page.text[start:end] for start, end, _ in told]
    lines = [line for line in lines if line.strip()][: len(right) + 1]
    hit = label_at(lines[0], 0, len(lines[0])) if lines else None
    if hit is None or hit.kind != "answer" or not hit.colon:
        return False
    said = fold_text(plain(lines[0][hit.end :] + "\n" + "\n".join(lines[1:])))
    named = _LETTERS.match(said)
    letters = _KEY_LETTER.findall(named[0]) if named else []
    for option in right:
        text = _without_marks(page, option)
        letter = _LETTERED.match(text)
        words = fold_text(plain(text[letter.end() :] if letter else text))
        by_words = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", said)
        if not by_words and not (letter and letter[1].casefold() in letters):
            return False
    return True


def _without_marks(page: Page, option: Option) -> str:
    """The text of an option without its list's marker and the sign that it is right."""
    parts, at = [], option.start
    for low, high in option.hidden:
        parts.append(page.text[at:low])
        at = high
    text = "".join([*parts, page.text[at : option.end]])
    marker = _MARKER.match(text)
    return text[marker.end() :] if marker else text


def _apart(run: Run, front: Sequence[Piece]) -> list[Piece]:
    """A front with each option that is a line of a paragraph as a paragraph of its own."""
    starts = {option.start for option in run.options if run.lines}
    made: list[Piece] = []
    for piece in front:
        if piece[0] in starts and made and made[-1][1] > made[-1][0]:
            made.append((piece[0], piece[0], 0))
        made.append(piece)
    return made
