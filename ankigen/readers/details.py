"""Questions whose answer is folded away: `<details><summary>Answer</summary>…</details>`.

The question stands above: a quote, a heading, a bold line, a list item or a paragraph, with
whatever belongs to it (code, options, pictures) down to the details element.
"""

from collections.abc import Sequence

from ankigen.folds import ANSWERING, Range
from ankigen.model import Piece
from ankigen.readers.asks import asks, is_titled
from ankigen.readers.cards import Draft, Reading, finish, linked_files, unanswered
from ankigen.readers.choice import ticked_in
from ankigen.readers.divide import Cut, Divider, Mark, divide, front_of
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.readers.trim import joined
from ankigen.readers.words import fold_text, label_kind, names_answer
from ankigen.text import first_line, number_prefix, plain


def read(page: Page, taken: Taken) -> Reading:
    """Every details element that is an answer, with the question above it."""
    reading = Reading(looked="details elements named as answers")
    at = _answer_folds(page, taken)
    if not at:
        return reading
    cuts = divide(page, [_divider(i, page.atoms[i]) for i in at])
    groups = _groups(cuts)
    if _are_asides(page, groups):
        reading.looked += "; those found only add to answers under headings"
        return reading
    convincing = [_convinces(page, group, len(groups)) for group in groups]
    all_of_them = page.forced or sum(convincing) >= max(2, 0.6 * len(groups))
    after = 0
    for number, group in enumerate(groups):
        follower = groups[number + 1][0].mark if number + 1 < len(groups) else None
        if all_of_them or convincing[number]:
            _report_unanswered(page, after, group[0], reading)
            _question(page, group, follower, reading)
        after = group[-1].divider.index + 1
    return reading


def _report_unanswered(page: Page, after: int, cut: Cut, reading: Reading) -> None:
    """Quotes that ask, before the one that is answered."""
    if cut.mark is None or cut.mark.kind != "quote":
        return
    for atom in page.atoms[after : cut.mark.index]:
        if atom.quote and atom.first_in(atom.quote) and asks(page.says(atom.words)) == 2:
            reading.said.append(unanswered(page, atom.start, atom.end))


def _divider(index: int, atom: Atom) -> Divider:
    closed = atom.fold is not None and atom.fold.closed
    return Divider(index, atom.start, atom.end, bounded=closed)


def _answer_folds(page: Page, taken: Taken) -> list[int]:
    """Where the answers are; what is folded right beside one is another."""
    found: list[int] = []
    run: list[int] = []
    for index, atom in enumerate(page.atoms):
        role = page.role(atom)
        if role in ("answer", "aside") and taken.free(atom.start, atom.end):
            run.append(index)
        elif role or not page.empty(atom):
            found += _with_answer(page, run)
            run = []
    return found + _with_answer(page, run)


def _with_answer(page: Page, run: Sequence[int]) -> list[int]:
    named = any(page.role(page.atoms[index]) == "answer" for index in run)
    return list(run) if named else []


def _groups(cuts: Sequence[Cut]) -> list[list[Cut]]:
    """The answers of each question; one that has no question at all is left out."""
    groups: list[list[Cut]] = []
    for cut in cuts:
        if cut.mark:
            groups.append([cut])
        elif groups:
            groups[-1].append(cut)
    return groups


def _are_asides(page: Page, groups: Sequence[Sequence[Cut]]) -> bool:
    """Whether most questions of the file are headings with their answer in the open."""
    levels = [c[0].mark.level for c in groups if c[0].mark and c[0].mark.kind == "heading"]
    if not levels or page.forced:
        return False
    level = max(set(levels), key=levels.count)
    folded = {c[0].mark.index for c in groups if c[0].mark}
    open_ones = total = 0
    for index, atom in enumerate(page.atoms):
        if atom.kind == "heading" and atom.level == level:
            total += 1
            if index not in folded and _asks(page, atom):
                following = page.atoms[index + 1 : index + 2]
                open_ones += bool(following) and following[0].kind not in ("heading", "fold")
    return open_ones > len(folded) and total >= 3


def _asks(page: Page, atom: Atom) -> bool:
    line = page.text[slice(*atom.words)]
    return bool(number_prefix(line) or asks(plain(line)))


def _convinces(page: Page, group: Sequence[Cut], count: int) -> bool:
    """Whether a details element that only says `show` follows what reads as a question."""
    cut = group[0]
    if cut.mark is None:
        return False
    if names_answer(page.roles.labels[page.atoms[cut.divider.index].start]):
        return True
    line = first_line(page.text, cut.mark.start, page.atoms[cut.mark.index].end)
    asking = max(asks(plain(line[number_prefix(line) :])), 2 * bool(number_prefix(line)))
    if cut.mark.kind in ("quote", "label"):
        asking += 1
    elif cut.mark.kind == "heading" and cut.mark.index == cut.divider.index - 1:
        asking = max(asking, 1)  # all that the section has is folded away
    return asking >= 2 or (count >= 2 and asking >= 1) or (count >= 3 and is_titled(page.name))


def _question(page: Page, group: Sequence[Cut], follower: Mark | None, reading: Reading) -> None:
    first, last = group[0].divider, group[-1].divider
    mark = group[0].mark
    if mark is None:
        return
    stop = page.atoms[follower.index].outset if follower else len(page.text)
    end, tail = _tail(page, mark, last, stop)
    inside = page.between(mark.start, end)
    hints = [a for a in inside if page.role(a) == "hint"]
    holes = [(a.start, a.end) for a in hints if a.start < first.start]
    atoms = [page.atoms[cut.divider.index] for cut in group]
    back, raw = _answers(page, atoms, stop)
    if right := _right_ones(page, mark, first, back):
        back, raw = joined(page.text, right, [], back), raw and not right
    if tail:
        back = joined(page.text, back, page.cut(*tail, page.atoms[last.index].path))
    hint: tuple[list[Piece], bool] | None = None
    if hints and hints[0].fold:
        hint = page.cut(*hints[0].fold.body, hints[0].path), hints[0].fold.raw
    extra = tuple(name for a in atoms if a.fold for name in linked_files(page, a.fold))
    summary = page.roles.labels[atoms[0].start] or "no summary"
    draft = Draft(
        page,
        "details",
        f"a details element ({summary}) after a {_NAMES[mark.kind]}",
        mark.start,
        end,
        front_of(page, mark, first.start, holes),
        back,
        raw,
        hint=hint,
        extra=extra,
    )
    finish(draft, reading)


def _right_ones(page: Page, mark: Mark, first: Divider, back: Sequence[Piece]) -> list[Piece]:
    """The options ticked in the question, where the answer does not repeat them."""
    ticked = ticked_in(page, mark.start, first.start)
    if not ticked:
        return []
    said = fold_text(plain("\n".join(page.text[low:high] for low, high, _ in back)))
    rest = [one for one in ticked if fold_text(_option(page, one[0], one[1])) not in said]
    return [piece for low, high, path in rest for piece in page.cut(low, high, path)]


def _option(page: Page, start: int, end: int) -> str:
    return plain(page.text[start:end].partition("]")[2])


_NAMES = {
    "self": "paragraph", "label": "labelled question", "heading": "heading", "own": "list item",
    "quote": "quote", "ordered": "numbered item", "numbered": "numbered line",
    "bold": "bold line", "bullet": "list item", "text": "paragraph",
}  # fmt: skip


def _answers(page: Page, atoms: Sequence[Atom], stop: int) -> tuple[list[Piece], bool]:
    """The bodies; of several that are named apart each whole, with its summary."""
    names = {page.roles.labels[atom.start] for atom in atoms}
    parts: list[list[Piece]] = []
    raw = False
    for number, atom in enumerate(atoms):
        fold = atom.fold
        if fold is None:
            continue
        if (len(names) > 1 or number) and fold.closed:
            parts.append(page.cut(fold.start, fold.end, atom.path))
            continue
        if _says_more(page, atom) and fold.summary:
            parts.append(page.cut(*fold.summary, atom.path))
        parts.append(page.cut(*_body(page, atom, stop), atom.path))
        raw = fold.raw and len(parts) == 1
    return (parts[0], raw) if len(parts) == 1 else (joined(page.text, *parts), raw)


def _says_more(page: Page, atom: Atom) -> bool:
    """Whether the summary gives the answer away itself (`Answer: B`)."""
    label = page.roles.labels[atom.start]
    if atom.fold and atom.fold.sort in ANSWERING and label_kind(label) == "":
        return True
    _, mark, rest = label.replace("：", ":").partition(":")
    return bool(mark and rest.strip())


def _body(page: Page, atom: Atom, stop: int) -> Range:
    fold = atom.fold
    if fold is None or fold.closed:
        return fold.body if fold else (atom.start, atom.end)
    return fold.body[0], min(stop, _open_end(page, atom, stop))


def _open_end(page: Page, atom: Atom, stop: int) -> int:
    """Where an answer that is never closed ends: before the next heading, quote or details."""
    end = atom.end
    for later in page.between(atom.end, stop):
        if later.kind in ("heading", "break") or later.fold or later.quote:
            break
        end = later.end
    return end


def _tail(page: Page, mark: Mark, last: Divider, stop: int) -> tuple[int, Range | None]:
    """The end of all that is the question's own, and what stands in it after the last answer.

    Only under a heading or in a list item is it plain that what follows still belongs to it.
    """
    atom = page.atoms[last.index]
    end = max(atom.end, _body(page, atom, stop)[1])
    if mark.kind not in ("heading", "own"):
        return end, None
    item = page.atoms[mark.index].item if mark.kind == "own" else None
    start = after = end
    for later in page.between(end, stop):
        if later.kind in ("heading", "break") or later.fold:
            break
        if item is not None and item not in later.path:
            break
        after = later.end
    return after, (start, after) if after > start else None
