"""Questions whose answer is labelled: `Q: …` `A: …`, `### …` `#### Answer`, `问：` `答：`.

What stands between the question and the answer's label (code, options) belongs to the front.
"""

import re
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Sequence

from ankigen.blocks import Block
from ankigen.model import Piece
from ankigen.patterns import pattern
from ankigen.readers.answers import Answer, answers_of, lines_of
from ankigen.readers.asks import asks, is_related
from ankigen.readers.cards import Draft, Reading, finish, unanswered
from ankigen.readers.divide import Cut, Divider, Mark, divide, front_of, options_apart
from ankigen.readers.edges import ruled_end
from ankigen.readers.gaps import GAP
from ankigen.readers.labels import part_at, states
from ankigen.readers.line import OPTION, question_line
from ankigen.readers.page import Page
from ankigen.readers.taken import Taken
from ankigen.readers.words import label_at, unopened
from ankigen.text import number_prefix, plain


def read(page: Page, taken: Taken) -> Reading:
    """Every labelled answer with the question above it."""
    reading = Reading(looked="answers with a label")
    answers = answers_of(page, taken)
    if not answers:
        return reading
    dividers = [_divider(page, answer) for answer in answers]
    cuts = divide(page, dividers)
    kept = [
        (answer, cut)
        for answer, cut in zip(answers, cuts, strict=True)
        if cut.mark and _fits(page, answer, cut.mark) and _is_near(page, answer, cut.mark)
    ]
    if not page.forced:
        if _are_asides(page, kept):
            reading.looked += "; those found only add to answers under headings"
            return reading
        kept = [pair for pair in kept if _convinces(page, pair[1], len(kept))]
        if len(kept) == 1 and _is_pattern(page, kept[0][0]):
            return reading
    marks = _boundaries(page, kept)
    _end_last(page, kept, marks)
    for number, (answer, cut) in enumerate(kept):
        follower = kept[number + 1][1].mark if number + 1 < len(kept) else None
        if cut.mark:
            _question(page, answer, cut.mark, follower, marks, taken, reading)
    _report_unanswered(page, kept, reading)
    return reading


def _end_last(page: Page, kept: Sequence[tuple[Answer, Cut]], marks: list[int]) -> None:
    """Add to the boundaries the rule at which the last answer ends, where one ends each."""
    spans = []
    for answer, cut in kept:
        if cut.mark:
            at = bisect_right(marks, answer.hit.end)
            stop = marks[at] if at < len(marks) else len(page.text)
            spans.append((page.atoms[cut.mark.index].end, stop))
    end = ruled_end(page, spans)
    if end is not None:
        insort(marks, end)


def _divider(page: Page, answer: Answer) -> Divider:
    atom = page.atoms[answer.index]
    start = answer.line
    if atom.kind == "heading":
        start = atom.start
    elif not answer.own:
        for container in atom.path:
            if container.kind in ("item", "quote") and atom.first_in(container):
                start = container.start
                break
    return Divider(answer.index, start, answer.hit.end, answer.own)


def _fits(page: Page, answer: Answer, mark: Mark) -> bool:
    """A heading that names the answer stands below its question's heading."""
    atom = page.atoms[answer.index]
    question = page.atoms[mark.index]
    if atom.kind != "heading" or question.kind != "heading" or question.level < atom.level:
        return True
    hit = label_at(page.text, *question.words)  # `## Question` and `## Answer` stand side by side
    return hit is not None and hit.kind == "question"


def _is_near(page: Page, answer: Answer, mark: Mark) -> bool:
    """Whether no section of its own stands between a title that does not ask and an answer."""
    if mark.kind != "heading":
        return True
    line = page.text[slice(*page.atoms[mark.index].words)]
    if asks(plain(line)) or number_prefix(line) or label_at(line, 0, len(line)):
        return True
    for atom in page.atoms[mark.index + 1 : answer.index]:
        if atom.kind == "heading":
            says = page.says(atom.words)
            if not part_at(says)[0] and not states(says) and not asks(says):
                return False
    return True


def _are_asides(page: Page, kept: Sequence[tuple[Answer, Cut]]) -> bool:
    """Whether most questions of the file are headings with no label, so that a few labels
    inside their answers divide nothing.
    """
    if _are_quoted(page, kept):
        return True
    levels = Counter(c.mark.level for _, c in kept if c.mark and c.mark.kind == "heading")
    if not levels or sum(levels.values()) < 0.5 * len(kept):
        return False
    level = levels.most_common(1)[0][0]
    labelled = {c.mark.index for _, c in kept if c.mark}
    plain_ones = 0
    for index, atom in enumerate(page.atoms[:-1]):
        if atom.kind == "heading" and atom.level == level and index not in labelled:
            plain_ones += page.atoms[index + 1].kind != "heading"
    apart = sum(1 for a, c in kept if c.mark and _text_between(page, c.mark, a))
    return plain_ones > len(labelled) and apart > 0.3 * len(kept)


def _are_quoted(page: Page, kept: Sequence[tuple[Answer, Cut]]) -> bool:
    """Whether the labels stand in quotes, and more headings ask than they: answers quote them."""
    if not kept or not all(page.atoms[answer.index].quote for answer, _ in kept):
        return False
    heads = [page.says(atom.words) for atom in page.atoms if atom.kind == "heading"]
    return sum(asks(line) == 2 for line in heads) >= max(3, 1.5 * len(kept))


def _text_between(page: Page, mark: Mark, answer: Answer) -> bool:
    return any(not page.empty(atom) for atom in page.atoms[mark.index + 1 : answer.index])


def _convinces(page: Page, cut: Cut, count: int) -> bool:
    """Whether a label and what stands before it are a question and its answer."""
    mark = cut.mark
    if mark is None:
        return False
    if mark.kind in ("label", "heading", "quote", "own", "self", "bold", "numbered", "ordered"):
        return True
    atom = page.atoms[mark.index]
    end = max(atom.end, cut.divider.start)
    return asks(page.says((mark.start, min(end, mark.start + 1000)))) > 0 or count >= 3


_PATTERN = pattern(
    r"\W*(?:(?:(?:the|our|card|question|answer|q ?& ?a|file|note) )*"
    r"(?:formats?|templates?|structure)|(?:题目|問題|问题|卡片|文件)?(?:格式|模板|范式)"
    r"|(?:формат|шаблон|formato|plantilla|vorlage)\w*)\W*\Z",
    re.IGNORECASE,
)


def _is_pattern(page: Page, answer: Answer) -> bool:
    """Whether the heading above says that this is only how questions are written."""
    heads = [atom for atom in page.atoms[: answer.index] if atom.kind == "heading"]
    return bool(heads) and _PATTERN.match(page.says(heads[-1].words)) is not None


def _is_labelled(page: Page, mark: Mark) -> bool:
    hit = label_at(page.text, mark.start, page.atoms[mark.index].end)
    return hit is not None and (hit.kind == "question" or hit.letter == "q")


def _boundaries(page: Page, kept: Sequence[tuple[Answer, Cut]]) -> list[int]:
    """Where the answers of the file end at the latest: at its other questions and headings."""
    levels = {c.mark.level for _, c in kept if c.mark and c.mark.level}
    found: set[int] = {cut.mark.start for _, cut in kept if cut.mark}
    labels = [cut.mark for _, cut in kept if cut.mark and _is_labelled(page, cut.mark)]
    labelled = any(page.atoms[mark.index].kind != "heading" for mark in labels)
    deepest = max(levels, default=6)
    if len(kept) == 1 and levels and page.atoms[kept[0][0].index].level == deepest:
        deepest -= 1  # `## Question`, `## Answer`: the sections after them go on answering
    for atom in page.atoms:
        if atom.kind == "break" and page.text[atom.start] == "<":
            found.add(atom.start)  # the edge of a slide
        if atom.kind == "heading":
            says = page.says(atom.words)
            if (atom.level <= deepest and part_at(says) != ("further", True)) or is_related(says):
                found.add(atom.start)
        elif labelled and atom.kind == "paragraph":
            for start, end in lines_of(atom):
                hit = label_at(page.text, start, end)
                if hit and (hit.kind == "question" or hit.letter == "q") and not hit.alone:
                    found.add(start)
                elif hit and hit.letter == "c" and GAP.search(page.text, hit.end, end):
                    found.add(start)  # a card with gaps, which is none of these
    return sorted(found)


def _question(
    page: Page,
    answer: Answer,
    mark: Mark,
    follower: Mark | None,
    marks: Sequence[int],
    taken: Taken,
    reading: Reading,
) -> None:
    divider = _divider(page, answer)
    at = bisect_right(marks, answer.hit.end)
    stop = marks[at] if at < len(marks) else len(page.text)
    if follower:
        stop = min(stop, follower.start)
    atom = page.atoms[answer.index]
    if answer.hit.alone and mark.kind != "heading":
        stop = _over_headings(page, answer, mark, follower, stop)
    stop = _in_item(page, mark, answer, follower, stop)
    inside = [a for a in page.between(answer.hit.end, stop) if taken.free(a.start, a.end)]
    end = max([min(a.end, stop) for a in inside] + [min(atom.end, stop)])
    holes, hint = _hint(page, mark, divider.start)
    front = front_of(page, mark, divider.start, holes)
    back = _back(page, answer, front, end)
    draft = Draft(
        page,
        "label",
        "an answer with a label",
        mark.start,
        max(end, divider.resume),
        options_apart(page, front),
        back,
        hint=(hint, False) if hint else None,
    )
    finish(draft, reading)


def _over_headings(page: Page, answer: Answer, mark: Mark, follower: Mark | None, stop: int) -> int:
    """Where an answer ends that is nothing but sections, each with a heading of its own."""
    atom = page.atoms[answer.index]
    if any(not page.empty(one) for one in page.between(answer.hit.end, stop)):
        return stop
    if page.text[answer.hit.end : min(atom.end, stop)].strip(" \t\r\n*_"):
        return stop
    above = page.atoms[max(0, mark.index - 50) : mark.index]
    heads = [one for one in above if one.kind == "heading"]
    if not heads:
        return stop
    last = follower.start if follower else len(page.text)
    for one in page.atoms[answer.index + 1 :]:
        if one.start >= last or (one.kind == "heading" and one.level <= heads[-1].level):
            return min(one.start, last)
    return last


def _hint(page: Page, mark: Mark, stop: int) -> tuple[list[tuple[int, int]], list[Piece]]:
    """The section between question and answer whose heading says hint, and its text."""
    atoms = page.between(page.atoms[mark.index].end, stop)
    for number, atom in enumerate(atoms):
        if atom.kind == "heading" and part_at(page.says(atom.words)) == ("hint", True):
            end = next((a.start for a in atoms[number + 1 :] if a.kind == "heading"), stop)
            return [(atom.start, end)], page.cut(atom.end, end, atom.path)
    return [], []


def _in_item(page: Page, mark: Mark, answer: Answer, follower: Mark | None, stop: int) -> int:
    """An answer inside its question's list item ends with the item.

    One whose label stands to the left of the item's text is in it by laziness alone, and goes on
    as it began; so does another before the next question, whose list or code does.
    """
    item = page.atoms[mark.index].item
    path = page.atoms[answer.index].path
    if item is None or item not in path or page.atoms[mark.index].kind == "heading":
        return stop
    if item is not path[1]:
        return min(stop, item.end)
    lazy = answer.own and answer.line > item.start and page.text[answer.line - 1] in "\r\n"
    return stop if lazy else _outdented(page, path[0], item, stop if follower else item.end)


def _outdented(page: Page, row: Block, item: Block, stop: int) -> int:
    """Where lists, code and sentences end that go on below an item, outside of its list."""
    end = item.end
    for atom in page.between(item.end, stop):
        held = atom.path[0] if atom.path else atom.block
        listed = held is not None and held.kind == "list"
        if atom.fold or (listed and held and (held is row or held.number not in (None, 1))):
            break
        if atom.kind in ("heading", "break"):
            break
        if (
            not atom.path
            and atom.kind == "paragraph"
            and not _SENTENCE.search(page.says(atom.words))
        ):
            break
        end = max(end, atom.end)
    return min(stop, end)


_SENTENCE = pattern(r"[.!:;。！：；][\s\u200b]*\Z")


def _back(page: Page, answer: Answer, front: Sequence[Piece], end: int) -> list[Piece]:
    """The answer's lines; the label stays where the front has options that it names."""
    atom, hit = page.atoms[answer.index], answer.hit
    options = any(OPTION.match(page.text[start:stop]) for start, stop, _ in front)
    if atom.kind == "heading":
        rest = page.cut(hit.end, atom.words[1], atom.path) if not hit.alone else []
        return [*rest, *page.cut(atom.end, end, atom.path)]
    if options and not hit.alone:
        return page.cut(answer.line, end, atom.path)
    pieces = page.cut(hit.end, end, atom.path)
    if hit.open and pieces:
        start, stop = unopened(page.text, pieces[0][0], pieces[0][1], hit.open)
        pieces[0] = (start, stop, pieces[0][2])
    return pieces


def _report_unanswered(page: Page, kept: Sequence[tuple[Answer, Cut]], reading: Reading) -> None:
    if not any(cut.mark and _is_labelled(page, cut.mark) for _, cut in kept):
        return
    answered = {cut.mark.start for _, cut in kept if cut.mark}
    for atom in page.atoms:
        if atom.kind != "paragraph" or atom.fold:
            continue
        for start, end in lines_of(atom):
            hit = label_at(page.text, start, end)
            asked = hit and (hit.kind == "question" or hit.letter == "q") and not hit.alone
            if asked and start not in answered:
                line = question_line(page.text, start, end)
                if plain(page.text[line.start : line.end]):
                    reading.said.append(unanswered(page, start, end))
