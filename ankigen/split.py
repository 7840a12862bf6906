"""Which reader takes what of a file, and why: the table of dialects and the choice by evidence.

Readers that need no guess come first (`STRONG`): something in the notes says what is the answer.
Of the others (`WEAK`), which go by how lines read and recur, the one that explains most of the
rest of the file is taken first, and then those that find something in what is left.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from ankigen import boxes, directives, folds, frontmatter
from ankigen.blocks import Block
from ankigen.directives import Directive, Quiet
from ankigen.model import Diagnostic, Heading, Question, Source, Span
from ankigen.readers import (
    arrows,
    choice,
    cloze,
    details,
    faces,
    fields,
    gaps,
    glossary,
    heading,
    inline,
    key,
    label,
    marked,
    missed,
    scope,
    separator,
    summary,
    table,
    term,
    termlist,
    ticks,
    tool,
    whole,
)
from ankigen.readers import open as in_the_open
from ankigen.readers import page as pages
from ankigen.readers import roles as judging
from ankigen.readers.asks import asks, is_about_project
from ankigen.readers.cards import Found, Reading
from ankigen.readers.mend import mend
from ankigen.readers.page import Page
from ankigen.readers.taken import Taken
from ankigen.rules import UNANSWERED_QUESTION, UNKNOWN_DIRECTIVE

Reader = Callable[[Page, Taken], Reading]

STRONG: dict[str, Reader] = {
    "cloze": cloze.read,
    "fields": fields.read,
    "card": marked.read,
    "faces": faces.read,
    "separator": separator.read,
    "term": term.read_terms,
    "question-mark": term.read_marked,
    "definition": term.read_definitions,
    "terms": termlist.read,
    "arrow": arrows.read,
    "inline": inline.read,
    "key": key.read,
    "details": details.read,
    "summary": summary.read,
    "choice": choice.read,
    "ticks": ticks.read,
    "gap": gaps.read,
    "label": label.read,
    "table": table.read,
    "glossary": glossary.read,
    "mark": cloze.read_marks,
}
WEAK: dict[str, Reader] = {
    "heading": heading.read,
    "open-label": partial(in_the_open.read, sort="label"),
    "bold": partial(in_the_open.read, sort="bold"),
    "numbered": partial(in_the_open.read, sort="numbered"),
    "item": partial(in_the_open.read, sort="item"),
    "quote": partial(in_the_open.read, sort="quote"),
}
ONLY_NAMED: dict[str, Reader] = {"file": whole.read}
MARKED = frozenset({"cloze", "mark", "card", "fields", "faces", "term", "question-mark", "gap"})
"""Readers of what is written for cards alone."""
_NO_LEVEL = 7
FEW = 3
"""Fewer details elements that ask than this may be asides in other answers."""
DIALECTS = (*STRONG, *WEAK, *ONLY_NAMED)
"""The names that `dialect = …` may say."""


class Split(Struct, frozen=True):
    """What a file gives: its questions in order, what is wrong with it, and why it is so.

    `document` has its blocks, each broken fence ended where it was meant to end.

    `quiet` says which rules the file's own comments keep quiet, for the stages after this one
    (`directives.heard`).
    """

    questions: tuple[Question, ...]
    diagnostics: tuple[Diagnostic, ...]
    document: Block
    looked_for: tuple[str, ...] = ()
    """For a file with no question: what was looked for, and the nearest miss of each."""
    nearest: str = ""
    """Of those the one that came nearest; empty where no line asked."""
    unanswered: int = 0
    """How many questions a file without a card has, none of them answered."""
    tags: tuple[str, ...] = ()
    """The front matter's."""
    quiet: tuple[Quiet, ...] = ()
    open: bool = False
    """At its end something is open that more text could go on with, or close; or a comment in it
    speaks of all that follows."""
    above: tuple[Heading, ...] = ()
    """The headings under which more text would stand."""
    highest: tuple[int, ...] = (_NO_LEVEL,)
    """The least level of all headings before each question, and before the end: what stood above
    this text at that level or a greater one is over there.
    """


def split(
    source: Source,
    document: Block,
    dialect: str | None = None,
    *,
    cloze_marks: bool = False,
    deck: str | None = None,
) -> Split:
    """The questions of a file.

    `dialect` names the one reader to use; a comment in the file or its front matter overrides it.
    `cloze_marks` takes `==…==` as clozes, and `deck` is theirs, unless the front matter says
    otherwise.
    """
    front, said_front = frontmatter.read(source, document)
    mended, said_fences = mend(source, document)
    unclosed = _unclosed(mended) or boxes.is_open(source.text, mended)
    document, boxed = boxes.find(source, document) if mended is document else (mended, {})
    comments, said_comments = directives.find(source, document)
    folded = folds.find(source, document, boxed)
    unclosed = unclosed or folded.open
    page = judging.judge(pages.build(source, document, folded.folds, front.end))
    if cloze_marks if front.cloze_marks is None else front.cloze_marks:
        page = replace(page, cloze_marks=True)
    written = [one.values[0] for one in comments if one.name == "dialect"]
    reader = _named(*written, front.dialect, dialect)
    if reader:
        readings = [reader(replace(page, forced=True), Taken())]
    else:
        readings = _of_notes(page, _by_evidence(page))
    found = sorted((one for made in readings for one in made.found), key=lambda one: one.start)
    headed, above, highest = _with_headings(page, found)
    found, quiet, goes_on = scope.apply(page, headed, comments)
    unclosed = unclosed or goes_on
    questions = tuple(one.question for one in found)
    deck = deck if front.deck is None else front.deck
    if deck is not None:
        questions = tuple(replace(one, deck=deck) for one in questions)
    said = [
        *_unknown(source, comments),
        *said_front,
        *said_comments,
        *said_fences,
        *folded.said,
        *_said(readings),
    ]
    said = [*directives.heard(said, quiet)]
    return Split(
        questions,
        tuple(said),
        mended,
        looked_for=() if questions else tuple(made.looked for made in readings if made.looked),
        nearest="" if questions else missed.nearest(readings),
        unanswered=0 if questions else missed.unanswered(page),
        tags=front.tags,
        quiet=quiet,
        open=unclosed,
        above=above,
        highest=highest,
    )


def _unclosed(document: Block) -> bool:
    """Whether a document ends within code or HTML that ends at no blank line."""
    last = document.children[-1] if document.children else document
    return last.kind in ("fence", "html") and not last.closed


def _unknown(source: Source, comments: Sequence[Directive]) -> Iterator[Diagnostic]:
    """Comments that name a reader there is none of."""
    for one in comments:
        if one.name == "dialect" and one.values[0] not in DIALECTS:
            place = Span(source, one.start, one.end)
            names = ", ".join(DIALECTS)
            message = f"there is no dialect {one.values[0]!r}"
            yield Diagnostic(UNKNOWN_DIRECTIVE, message, place, f"one of {names}")


def _said(readings: Sequence[Reading]) -> list[Diagnostic]:
    """What the readers say; but a question that one of them missed another may have found."""
    taken = Taken()
    found = [one for made in readings for one in made.found]
    for one in found:
        taken.add(one.start, one.end)
    said = [one for made in readings for one in made.said]
    lost = [
        one
        for one in said
        if one.rule is UNANSWERED_QUESTION and one.span and taken.free(one.span.start, one.span.end)
    ]
    real = set(missed.without_contents(lost, found))
    return [one for one in said if one.rule is not UNANSWERED_QUESTION or one in real]


def _named(*names: str | None) -> Reader | None:
    readers = {**STRONG, **WEAK, **ONLY_NAMED}
    return next((readers[name] for name in names if name in readers), None)


def _by_evidence(page: Page) -> list[Reading]:
    if is_about_project(page.source.path):
        return [Reading(looked="nothing: the file's name says that it is about the project")]
    taken = Taken()
    readings: list[Reading] = []
    rest = dict(WEAK)
    for name, read in STRONG.items():
        reading = read(page, taken)
        if name == "summary" and len(reading.found) < FEW:
            rest = {name: read, **rest}
        else:
            readings.append(_take(reading, taken))
            if reading.found and _is_done(page, taken):
                return readings
    title = whole.read(page, taken)
    while rest:
        made = {name: read(page, taken) for name, read in rest.items()}
        best = max(made, key=lambda name: len(made[name].found))
        if title.found and not _beats(made[best]):
            return [*readings, title]
        if not made[best].found:
            return [*readings, *(replace(one, said=[]) for one in made.values()), title]
        readings.append(_take(made[best], taken))
        title = Reading()
        del rest[best]
    return readings


def _is_done(page: Page, taken: Taken) -> bool:
    """Whether nothing is left in which a reader could find, or miss, a question."""
    return all(page.empty(atom) or taken.holds(atom.start, atom.end) for atom in page.atoms)


def _of_notes(page: Page, readings: list[Reading]) -> list[Reading]:
    """The readings; or none where the questions are those that a tool's front page answers."""
    found = [one for made in readings for one in made.found]
    if any(one.question.reader in MARKED for one in found):
        return readings
    found.sort(key=lambda one: one.start)
    if not tool.is_front_page(page, found):
        return readings
    count = f"{len(found)} question{'s' * (len(found) > 1)}"
    about = f"nothing: the file is a tool's front page, and its {count} are about the tool"
    return [Reading(looked=f"{about}; a comment `ankigen: dialect=…` in it takes them")]


def _take(reading: Reading, taken: Taken) -> Reading:
    """The reading with what was still free, which is taken now."""
    kept = [one for one in reading.found if taken.add(one.start, one.end)]
    for start, end in reading.rejected:
        taken.add(start, end)
    return replace(reading, found=kept)


def _beats(reading: Reading) -> bool:
    """Whether a file holds questions of its own below a title that asks."""
    fronts = [one.question.front.text for one in reading.found]
    return len(fronts) >= 3 and sum(asks(front) == 2 for front in fronts) >= 0.6 * len(fronts)


def _with_headings(
    page: Page, found: Sequence[Found]
) -> tuple[list[Found], tuple[Heading, ...], tuple[int, ...]]:
    """Each question with the headings above it, and those that are open at the end; and the
    `Split.highest` of both.
    """
    made: list[Found] = []
    highest: list[int] = []
    level = _NO_LEVEL
    above: list[Heading] = []
    headings = [atom for atom in page.atoms if atom.kind == "heading"]
    at = 0
    inside = -1
    for start, one in (*((one.start, one) for one in found), (len(page.text), None)):
        while at < len(headings) and headings[at].words[0] <= start:
            atom = headings[at]
            if atom.words[0] >= inside:
                level = min(level, atom.level)
                above = [heading for heading in above if heading.level < atom.level]
                if one is None or atom.words[0] != start:
                    above.append(Heading(atom.level, page.says(atom.words)))
            at += 1
        highest.append(level)
        if one is None:
            break
        inside = one.end
        if above:
            one = replace(one, question=replace(one.question, headings=tuple(above)))
        made.append(one)
    return made, tuple(above), tuple(highest)
