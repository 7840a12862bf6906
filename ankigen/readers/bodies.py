"""Whether what stands under a question answers it, where nothing says so."""

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from ankigen.patterns import pattern
from ankigen.readers.asks import asks
from ankigen.readers.line import OPTION
from ankigen.readers.page import Atom, Page
from ankigen.readers.trim import furniture
from ankigen.readers.words import label_at, label_kind
from ankigen.text import lines as lines_of
from ankigen.text import number_prefix, plain

Body = Literal["answer", "empty", "options", "points", "questions", "hint", "links"]
"""`points` are lettered lines in small letters: choices, or what an answer has to say."""

_TASK = pattern(r"\s*\[([ xX]?)\]")
_HINT = pattern(r"[\W_]*([^\W\d_]{2,16}(?: [^\W\d_]{2,10})?)\s*\d{0,2}\s*[:：]")
_LINK = pattern(
    r"\[\[?[^\[\]]*\]?\]\([^()\s]*(?:\([^()]*\)[^()\s]*)?\)\]?|<?https?://\S+>?"
    r"|<a\s[^<>]*>[^<>]*</a>"
)


def body_of(page: Page, start: int, end: int) -> Body:
    """What the atoms that begin in [start, end) are to the question above them."""
    atoms = [atom for atom in page.between(start, end) if not _nothing(page, atom)]
    if not atoms:
        return "empty"
    lines = [page.says(atom.words) if not atom.fold else "…" for atom in atoms]
    if all(atom.item is not None and atom.kind == "paragraph" for atom in atoms):
        ticks = [match[1] for line in lines if (match := _TASK.match(line))]
        if len(ticks) == len(lines):  # those with a tick would be taken: it is a list to tick off
            return "answer" if any(tick.strip() for tick in ticks) else "options"
        if len(atoms) >= 3 and all(OPTION.match(line) for line in lines):
            return "options"
        if all(asks(line[number_prefix(line) :]) == 2 for line in lines):
            return "questions"
    if len(atoms) == 1 and atoms[0].kind == "paragraph":
        if _only_options(page, atoms[0]):
            return "points" if page.text[atoms[0].start] == "a" else "options"
        hint = _HINT.match(lines[0])
        if hint and label_kind(hint[1]) == "hint":
            return "hint"
    sources = [page.text[atom.start : atom.end] for atom in atoms[:8] if not atom.fold]
    if len(sources) == len(atoms) and all(_only_links(source) for source in sources):
        return "links"
    return "answer"


_POINTS = pattern(
    r"\b(?:following|below|this|these|given)\s+(?:[\w#+.]{1,20}\s+){0,2}(?:code|program|snippets?"
    r"|scripts?|functions?|quer(?:y|ies)|class|loop|expressions?|statements?|console\.log)\b"
    r"|\boutput of (?:the |this )?(?:code|program|snippet|following|below)\b"
    r"|(?:下面|以下|如下|下列|这段|上述).{0,12}(?:代码|程序|函数|语句|脚本)"
    r"|次の(?:コード|プログラム)|(?:다음|아래) (?:코드|프로그램)"
    r"|(?:следующ|данн|эт)\w{1,4} (?:код|программ|фрагмент)"
    r"|(?:siguiente|seguinte|este) (?:código|programa|fragmento)|(?:code|programme) suivant"
    r"|(?:folgende[nrms]?|diese[nrms]?) (?:Code|Programm)",
    re.IGNORECASE,
)


def code_asked_about(page: Page, words: str, inside: Sequence[Atom]) -> Atom | None:
    """The code right below a question that points to it, where its answer comes after it.

    Where more code in the same language follows with hardly a word, all of it is the answer.
    """
    if len(inside) < 2 or inside[0].kind != "fence" or len(words) > 1000:
        return None
    if not _POINTS.search(words):
        return None
    code, *rest = inside
    told = sum(len(page.says(atom.words)) for atom in rest if atom.kind != "fence")
    again = any(_language(atom) == _language(code) for atom in rest if atom.kind == "fence")
    return None if again and told < _HARDLY else code


_HARDLY = 80


def _language(atom: Atom) -> str:
    return atom.block.info if atom.block else ""


def _nothing(page: Page, atom: Atom) -> bool:
    if page.empty(atom):
        return True
    if atom.kind in ("paragraph", "html"):
        lines = lines_of(page.text[atom.start : atom.end])
        return len(lines) <= 4 and all(furniture(line, leading=False) for line in lines)
    return False


def _only_links(source: str) -> bool:
    if "![" in source or not _LINK.search(source):
        return False
    return not re.search(r"[^\W_]", plain(_LINK.sub(" ", source)))


def _only_options(page: Page, atom: Atom) -> bool:
    lines = [line for line in lines_of(page.text[atom.start : atom.end]) if line.strip()]
    return len(lines) >= 3 and all(OPTION.match(line) for line in lines)


class Shape(Struct, frozen=True):
    """How one line reads: what it asks, whether a number stands before it."""

    asking: int
    numbered: bool
    words: str
    labelled: bool = False
    """A question's label opens it."""


_WEAK_NUMBER = pattern(r"\W*\d{1,4}[\s.、)）:：]")
_HAN_NUMBER = pattern(
    r"\W*[(（第]?\s*[一二三四五六七八九十]{1,3}\s*[、.)）章节節部]|[^\w①-⑳❶-❿➀-➓]*[①-⑳❶-❿➀-➓]"
)
"""Numbers that sections have rather than questions."""


def shape_of(text: str, start: int, end: int, cleaned: tuple[int, int]) -> Shape:
    """The shape of the line [start, end), whose question without number is `cleaned`."""
    words = plain(text[slice(*cleaned)])
    line = plain(text[start:end])
    han = _HAN_NUMBER.match(line) is not None
    numbered = not han and (cleaned[0] > start + 1 and _had_number(line))
    asking = asks(words)
    hit = label_at(line, 0, len(line))
    labelled = hit is not None and (hit.kind == "question" or hit.letter == "q") and not hit.alone
    asking = 0 if han and asking < 2 else asking
    return Shape(asking, numbered or _weak(line, han), words, labelled)


def _had_number(line: str) -> bool:
    return number_prefix(line) > 0 or re.match(r"\W*[^\W\d_]{1,12}\W{0,3}\d", line) is not None


def _weak(line: str, han: bool) -> bool:
    return not han and _WEAK_NUMBER.match(line) is not None
