"""From lines of a file to a question, or to what is wrong with it."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from ankigen.folds import Fold, Range
from ankigen.model import Diagnostic, Excerpt, Piece, Question, QuestionKind, Rule, Span
from ankigen.patterns import pattern
from ankigen.readers import trim
from ankigen.readers.labels import part_at
from ankigen.readers.line import OPTION, Line, question_line, useless
from ankigen.readers.page import Page
from ankigen.readers.words import fold_text, is_placeholder, is_sentence, label_at, unopened
from ankigen.rules import (
    EMPTY_ANSWER,
    LINK_ONLY_ANSWER,
    PLACEHOLDER_ANSWER,
    UNANSWERED_QUESTION,
)
from ankigen.text import plain


class Found(Struct, frozen=True):
    """A question, and the part of the file that is its own."""

    question: Question
    start: int
    end: int


class Reading(Struct):
    """What one reader makes of a file."""

    found: list[Found] = field(default_factory=list)
    said: list[Diagnostic] = field(default_factory=list)
    rejected: list[tuple[int, int]] = field(default_factory=list)
    """Questions that make no card, so that no other reader makes one of them."""
    looked: str = ""
    """What it looked for, and the nearest miss when it found nothing."""
    near: int = 0
    """How many lines asked when it found nothing."""


class Draft(Struct):
    """A question in the making. `start` and `end` enclose all that is its own in the file."""

    page: Page
    reader: str
    evidence: str
    start: int
    end: int
    front: list[Piece]
    back: list[Piece]
    raw: bool = False
    front_raw: bool = False
    kind: QuestionKind = "basic"
    hint: tuple[list[Piece], bool] | None = None
    extra: tuple[str, ...] = ()
    called_answer: bool = True
    """The notes themselves call its back the answer."""
    tags: tuple[str, ...] = ()
    hidden: Sequence[Range] = ()
    """Parts of its front that would give the answer away, in order."""
    overfull: bool = False
    """It is a row of a table with more cells than its header, which a page does not show."""


def finish(draft: Draft, reading: Reading) -> bool:
    """Add the question to the reading, or say why there is none."""
    text, source = draft.page.text, draft.page.source
    front, tags = front_lines(text, _without_attributes(text, draft.front))
    if not trim.shows(text, front):
        return False
    first = next((piece for piece in front if piece[0] >= draft.start), front[0])
    place = Span(source, first[0], first[1])
    told = _without_way_out(text, _without_attributes(text, draft.back))
    back, raw = trim.answer_lines(text, told, draft.raw, draft.page.ways)
    back = _unlabelled(text, front, back)
    back, more = trim.without_tag_line(text, back)
    if more:
        back, raw = trim.answer_lines(text, back, raw)
    if not trim.shows(text, back):
        literal = _literal(text, draft.back)
        if not literal:
            reading.said.append(_empty(draft, place))
            reading.rejected.append((draft.start, draft.end))
            return False
        back, raw = literal, False
    elif said := _nothing_said(text, back, draft.called_answer):
        reading.said.append(complaint(said[0], place, said[1]))
        if said[0] is not LINK_ONLY_ANSWER:
            reading.rejected.append((draft.start, draft.end))
            return False
    hint = None
    if draft.hint:
        lines, hint_raw = trim.answer_lines(text, *draft.hint)
        hint = Excerpt(source, tuple(lines), hint_raw) if trim.shows(text, lines) else None
    question = Question(
        kind=draft.kind,
        front=Excerpt(source, tuple(_without(front, draft.hidden)), draft.front_raw),
        back=Excerpt(source, tuple(back), raw),
        span=Span(source, draft.start, draft.end),
        reader=draft.reader,
        evidence=draft.evidence,
        hint=hint,
        extra=draft.extra,
        tags=(*draft.tags, *tags, *more),
    )
    reading.found.append(Found(question, draft.start, draft.end))
    return True


def _without(pieces: Sequence[Piece], hidden: Sequence[Range]) -> Iterator[Piece]:
    """Lines without some of their parts; what is left of a line goes on with it."""
    at = 0
    for start, end, pad in pieces:
        while at < len(hidden) and hidden[at][1] <= start:
            at += 1
        while at < len(hidden) and hidden[at][0] < end:
            low, high = hidden[at]
            if low > start:
                yield start, low, pad
                pad = -1
            start = min(end, max(start, high))
            at += 1
        if start < end or pad >= 0:
            yield start, end, pad


def complaint(rule: Rule, place: Span, message: str) -> Diagnostic:
    return Diagnostic(rule, message, place)


def _empty(draft: Draft, place: Span) -> Diagnostic:
    message = "this question's answer is empty"
    if not draft.overfull:
        return complaint(EMPTY_ANSWER, place, message)
    message += ": its row has more cells than the table's header"
    return Diagnostic(EMPTY_ANSWER, message, place, "write a | inside a cell as \\|")


def unanswered(page: Page, start: int, end: int) -> Diagnostic:
    """What is said of a question that nothing answers."""
    line = question_line(page.text, start, end)
    stop = page.text.find("](", line.start, line.end)
    if stop < 0 or "[" in page.text[line.start : stop]:
        stop = line.end
    place = Span(page.source, line.start, stop)
    return Diagnostic(UNANSWERED_QUESTION, "this question has no answer", place)


def front_lines(text: str, pieces: Sequence[Piece]) -> tuple[list[Piece], tuple[str, ...]]:
    """A question's lines without number, label and furniture; never a useless one alone."""
    lines, _ = trim.answer_lines(text, pieces, raw=False)
    tags: tuple[str, ...] = ()
    for at, piece in enumerate(lines):
        if not text[piece[0] : piece[1]].strip():
            continue
        line = question_line(text, piece[0], piece[1])
        tags += line.tags
        below = lines[at + 1 :]
        if below and _only_leads(text, piece, line) and trim.shows(text, below):
            continue
        return [*_closed(text, piece, line), *_without_labels(text, below)], tags
    return lines, tags


def _closed(text: str, piece: Piece, line: Line) -> Iterator[Piece]:
    """A question's line without the end of bold that began before its label."""
    start, end = line.start, line.end
    for mark in ("**", "__"):
        at = text.find(mark, start, end)
        if at >= 0 and text.count(mark, piece[0], start) % 2 and text.count(mark, start, end) % 2:
            yield start, at, 0
            yield at + len(mark), end, -1
            return
    yield start, end, 0


def _only_leads(text: str, piece: Piece, line: Line) -> bool:
    """Whether a question's line, cleaned to `line`, asks nothing but for what stands below it."""
    about = part_at(text[piece[0] : piece[1]]) == ("about", False)
    return about or useless(plain(text[line.start : line.end]))


_FENCE = pattern(r"[ \t]*(?:```|~~~)")


def _without_labels(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The further lines of a question without the words that only say what each of them is."""
    kept: list[Piece] = []
    fenced = False
    for start, end, pad in pieces:
        fenced ^= _FENCE.match(text, start, end) is not None
        part, alone = ("", False) if fenced else part_at(text[start:end])
        if part == "about" or (part == "options" and alone) or (part == "question" and alone):
            while kept and not text[kept[-1][0] : kept[-1][1]].strip():
                kept.pop()
            continue
        hit = label_at(text, start, end) if part == "question" else None
        if hit and hit.colon and not hit.open:
            start, pad = hit.end, 0
        kept.append((start, end, pad))
    last = next((n for n in reversed(range(len(kept))) if kept[n][1] > kept[n][0]), None)
    if last and not fenced and part_at(text[kept[last][0] : kept[last][1]]) == ("further", True):
        del kept[last:]  # `Note:`, below which the answer stands
        while kept and not text[kept[-1][0] : kept[-1][1]].strip():
            kept.pop()
    return kept


_ATTRIBUTES = pattern(r"[ \t]*\{:[ \t]*[.#\w][^{}\r\n]{0,300}\}[ \t]*\Z")


def _without_attributes(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The lines without those that only give attributes to the block above: `{: .note}`."""
    if True not in [text.startswith("{:", start) for start, _, _ in pieces]:
        return list(pieces)
    kept: list[Piece] = []
    fenced = False
    for piece in pieces:
        fenced ^= _FENCE.match(text, piece[0], piece[1]) is not None
        if fenced or not _ATTRIBUTES.match(text, piece[0], piece[1]):
            kept.append(piece)
    return kept


_LETTER = pattern(r"[^\W_]")
_RULE = pattern(r"[ ]{0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*\Z")
_ASIDE = pattern(
    r"[ ]{0,3}(?:\*(?![\s*])[^*\r\n]{1,400}(?<!\s)\*|_(?![\s_])[^_\r\n]{1,400}_)[ \t]*\Z"
)
_WAYS_OUT = 4
"""Lines at most of a page's footer."""


def _without_way_out(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """An answer without the page's footer: a rule, and below it links alone."""
    seen = 0
    for at in range(len(pieces) - 1, 0, -1):
        line = text[pieces[at][0] : pieces[at][1]]
        if not line.strip():
            continue
        if seen and _RULE.match(line):
            return list(pieces[:at]) if trim.shows(text, pieces[:at]) else list(pieces)
        if not seen and _ASIDE.match(line) and not text[pieces[-1][1] :].strip():
            seen = _WAYS_OUT  # the file ends with a line in italics below a rule
            continue
        linked = "](" in line and "![" not in line
        if seen == _WAYS_OUT or not linked or len(line) > 1000:
            break
        if _LETTER.search(plain(_LINK.sub(" ", line))):
            break
        seen += 1
    return list(pieces)


def _unlabelled(text: str, front: Sequence[Piece], back: list[Piece]) -> list[Piece]:
    """An answer without the label that opens it; beside options the label may name one."""
    if not back:
        return back
    start, end, _ = back[0]
    hit = label_at(text, start, end)
    if hit is None or hit.kind != "answer" or hit.weak or not (hit.alone or hit.colon):
        return back
    if hit.alone:
        below = text[back[1][0] : back[1][1]] if len(back) > 1 else ""
        if is_sentence(text, start, end, hit, below):
            return back
        return back[1:] if trim.shows(text, back[1:]) else back
    asked = fold_text(plain("\n".join(text[low:high] for low, high, _ in front)))
    if hit.word in asked and not hit.open and text[start:end].lstrip()[0].isalpha():
        return back  # the question is about that word
    if any(OPTION.match(text, low, high) for low, high, _ in front):
        return back
    mark = _QUOTE.match(text, start, end)
    begin, end = unopened(text, hit.end, end, hit.open)
    if mark and mark.end() < begin:
        return _unquoted(text, (begin, end, 0), back) or [
            (start, mark.end(), 0),
            (begin, end, -1),
            *back[1:],
        ]
    return [(begin, end, 0), *back[1:]]


_QUOTE = pattern(r"[ ]{0,3}>[ \t]?")


def _unquoted(text: str, first: Piece, back: Sequence[Piece]) -> list[Piece]:
    """The lines of one quote without its marks, `first` in the place of the first; else none."""
    lines = [first]
    for start, end, pad in back[1:]:
        mark = _QUOTE.match(text, start, end)
        if pad or mark is None:
            return []
        lines.append((mark.end(), end, 0))
    return lines


def _literal(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Markup that is itself the answer (`---`), as indented code so that it is seen.

    A rule below a blank line only parts the question from the next one.
    """
    lines = [piece for piece in pieces if text[piece[0] : piece[1]].strip()]
    bare = [text[piece[0] : piece[1]].strip() for piece in lines]
    if any(map(trim.is_rule, bare)) and trim.is_line(text, pieces[0]) and pieces[0] not in lines:
        return []
    if lines and all(re.fullmatch(r"[^\w\s<>`~]{1,12}", line) for line in bare):
        return [(start, end, 4) for start, end, _ in lines]
    return []


_NOTE = pattern(
    r"!\[\[(?![^\[\]\n|#]{0,200}\.(?:png|jpe?g|gif|svg|webp|avif|bmp|mp3|mp4|webm|wav|ogg|pdf)\b)"
    r"[^\[\]\n]{1,300}\]\]",
    re.IGNORECASE,
)
_CODE = pattern(
    r"^[ \t]*(```+|~~~+)[^\n]*\n(?:.*\n)*?[ \t]*\1|(?<!`)(`{1,3})(?!`)[^`\n]+\2(?!`)"
    r"|<(?P<tag>code|kbd|pre)>[^<]*</(?P=tag)>|^(?:[ ]{4}|\t).*",
    re.MULTILINE | re.IGNORECASE,
)
"""Code, which is never a note of what is still to be written."""
_MAY_BE_CODE = pattern(r"[`~<\t]|    ")
_LINK = pattern(r"\[\[?[^\[\]]*\]?\]\([^()\s]*(?:\([^()]*\)[^()\s]*)?\)\]?|<?https?://\S+>?")


def _without_code(text: str) -> str:
    return _CODE.sub("code", text) if _MAY_BE_CODE.search(text) else text


def _nothing_said(text: str, back: Sequence[Piece], called_answer: bool) -> tuple[Rule, str] | None:
    if len(back) > 6:
        return None
    whole = "\n".join(text[start:end] for start, end, _ in back)
    if len(whole) < 2000 and is_placeholder(plain(_without_code(whole))):
        return PLACEHOLDER_ANSWER, "this question's answer is still to be written"
    if not _LETTER.search(_NOTE.sub(" ", whole) if "![[" in whole else whole):
        return EMPTY_ANSWER, "this question's answer is another note, which is not shown here"
    links = "![" not in whole and ("](" in whole or "http" in whole)
    if links and not called_answer and not _LETTER.search(plain(_LINK.sub(" ", whole))):
        return LINK_ONLY_ANSWER, "this question's answer is nothing but a link"
    return None


_HREF = pattern(r"\bhref\s*=\s*[\"']?([^\"'<>\s]+)|\]\(\s*<?([^()<>\s]+)", re.IGNORECASE)


def linked_files(page: Page, fold: Fold) -> tuple[str, ...]:
    """The files of the project that a summary links."""
    if fold.summary is None:
        return ()
    found = []
    for match in _HREF.finditer(page.text, *fold.summary):
        url = match[1] or match[2]
        if not url.startswith("#") and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", url):
            found.append(url)
    return tuple(found)
