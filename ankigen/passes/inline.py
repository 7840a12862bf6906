"""Inline structure in one pass over a paragraph's text (GFM 6 and appendix A, phase 2).

The scanner makes a flat list of strings, finished elements and marks (runs of delimiters,
brackets); the marks learn what they open and close, and `nodes` then makes the tree.
"""

import re
from bisect import bisect_left
from html.entities import html5
from xml.etree.ElementTree import Element

from ankigen.blocks import label, leaves
from ankigen.passes import cloze, emoji, links, maths
from ankigen.passes.context import Context
from ankigen.passes.emphasis import Mark, Runs, flanking
from ankigen.passes.marks import hide_code
from ankigen.passes.nodes import Node, add, build, plain
from ankigen.passes.tags import TAG, filtered
from ankigen.patterns import pattern

BRACKETS = 100
"""How many brackets of a paragraph may be open at a time; more are text."""
LIMIT = 50_000
"""After so many strings, elements and marks the rest of a paragraph is text."""

_MARKUP = rf"\\|`|\*|_|~|<|&|\n|\]|\[|!\[|{links.ADDRESS}"
# Each branch begins with a literal: only then does the engine look for first characters alone.
_PLAIN_STOPS = pattern(_MARKUP)
_BETTER = rf"{_MARKUP}|\$|:[a-z0-9_+-]+:|=="
_STOPS = pattern(_BETTER)
_CLOZE_STOPS = pattern(rf"{_BETTER}|{cloze.OPENS}|{cloze.CLOSES}")
_ENTITY = pattern(r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")
_UNSPACED = pattern(r"[\u3001-\u303f\u3040-\u30ff\u3400-\u9fff\uff01-\uff60]")
_TICKS = pattern(r"`+")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_RAW_ENDS = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))
_MARKED = pattern(r"==(?=[^\s=])([^=\n]{0,999}[^\s=])==(?![A-Za-z0-9=])")


def inline(parent: Element, text: str, context: Context) -> None:
    """Put the inline structure of a text at the end of an element."""
    stops = _PLAIN_STOPS if context.plain else _CLOZE_STOPS if context.clozes else _STOPS
    if not stops.search(text):
        add(parent, text.rstrip(" \t"))
        return
    scanner = _Scanner(text, context, stops)
    scanner.run()
    build(parent, scanner.nodes)


class _Scanner:
    """One run over one paragraph's text."""

    def __init__(self, text: str, context: Context, stops: re.Pattern[str]) -> None:
        self.text = text
        self.context = context
        self.stops = stops
        self.nodes: list[Node] = []
        self.runs = Runs()
        self.brackets: list[tuple[int, Mark, int]] = []  # node, mark, where its text starts
        self.inactive = 0  # brackets below this one cannot become links
        self.labelled = True  # no bracket since the last one: it may be a shortcut
        self.ticks: dict[int, list[int]] | None = None
        self.missing: set[str] = set()
        self.clozes = 0  # how many are open

    def run(self) -> None:
        text, at, size = self.text.rstrip(" \t"), 0, len(self.text)
        size = len(text)
        self.text = text
        while at < size:
            stop = self.stops.search(text, at)
            if not stop or len(self.nodes) > LIMIT:
                self.nodes.append(text[at:])
                break
            begin = stop.start()
            if begin > at:
                self.nodes.append(text[at:begin])
            at = self._take(text[begin], begin, stop.end())
        self.runs.process(0)

    def _take(self, char: str, at: int, end: int) -> int:
        """Handle the special character at `at`; gives where to go on."""
        if char in "*_~":
            return self._run(char, at)
        if char == "\n":
            return self._line_end(at)
        if char == "`":
            return self._code(at)
        if char == "\\":
            return self._escape(at)
        if char == "[":
            return self._open("[", at)
        if char == "!":
            return self._open("![", at)
        if char == "]":
            return self._close(at)
        if char == "<":
            return self._angle(at)
        if char == "&":
            return self._entity(at)
        if char == "$":
            return self._formula(maths.dollars(self.text, at), at)
        return self._better(char, at, end)

    def _better(self, char: str, at: int, end: int) -> int:
        """What is not in the specification: emoji, `==marked==` text, clozes; and addresses."""
        if char == ":":
            found = emoji.character(self.text[at:end])
            self.nodes.append(found or ":")
            return end if found else at + 1
        if char == "=":
            return self._marked(at)
        if char == "{":
            closes = self.text.find("}}", end) >= 0
            self.nodes.append(cloze.opening(self.text[at:end]) if closes else self.text[at:end])
            self.clozes += closes
            return end
        if char == "}":
            marks, closed = cloze.closing(self.text[at:end], self.clozes)
            self.nodes.append(marks)
            self.clozes -= closed
            return end
        return self._bare(at, end)

    def _marked(self, at: int) -> int:
        before = self.text[at - 1] if at else " "
        match = _MARKED.match(self.text, at)
        if not match or before == "=" or (before.isascii() and before.isalnum()):
            self.nodes.append("==")
            return at + 2
        element = Element("mark")
        inline(element, match[1], self.context)
        if self.context.clozes == "marks":
            self.context.marks += 1
            self.nodes.append(cloze.number(self.context.marks))
            element.tag = "span"
            self.nodes += [element, cloze.END]
        else:
            self.nodes.append(element)
        return match.end()

    # --- leaves

    def _run(self, char: str, at: int) -> int:
        text, end = self.text, at + 1
        while end < len(text) and text[end] == char:
            end += 1
        can_open, can_close = flanking(text, at, end, char)
        if not (can_open or can_close) or (char == "~" and end - at > 2):
            self.nodes.append(text[at:end])
            return end
        mark = Mark(char, end - at, can_open, can_close)
        self.runs.push(mark, len(self.nodes))
        self.nodes.append(mark)
        return end

    def _line_end(self, at: int) -> int:
        last = self.nodes[-1] if self.nodes else ""
        if isinstance(last, str):
            bare = last.rstrip(" ")
            hard = len(last) - len(bare) >= 2 and self.text[at - 2 : at] == "  "
            self.nodes[-1:] = [bare] if bare else []
            if hard:
                self.nodes.append(Element("br"))
        end = at + 1
        while end < len(self.text) and self.text[end] in " \t":
            end += 1
        if self.context.plain or not self._joins(at, end):
            self.nodes.append("\n")
        return end

    def _joins(self, at: int, end: int) -> bool:
        """Whether the line end stands between two characters of a script without blanks."""
        before = self.text[max(0, at - 80) : at].rstrip(" ")[-1:]
        return bool(_UNSPACED.match(before) and _UNSPACED.match(self.text, end))

    def _code(self, at: int) -> int:
        text = self.text
        if self.ticks is None:
            self.ticks = {}
            for match in _TICKS.finditer(text):
                self.ticks.setdefault(match.end() - match.start(), []).append(match.start())
        start = at
        while start < len(text) and text[start] == "`":
            start += 1
        size = start - at
        places = self.ticks.get(size, [])
        found = bisect_left(places, start)
        if found == len(places):
            self.nodes.append(text[at:start])
            return start
        end = places[found]
        code = text[start:end].replace("\n", " ")
        if code.strip(" ") and code[0] == " " == code[-1]:
            code = code[1:-1]
        element = Element("code")
        element.text = code if self.context.plain else hide_code(code)
        self.nodes.append(element)
        return end + size

    def _escape(self, at: int) -> int:
        char = self.text[at + 1 : at + 2]
        if char == "\n":
            self.nodes.append(Element("br"))
            return self._line_end(at + 1)
        if char and char in "([" and not self.context.plain:
            formula = maths.brackets(self.text, at, self.context.brackets)
            if formula:
                return self._formula(formula, at)
        if char in _PUNCTUATION and char:
            self.nodes.append(char)
            return at + 2
        self.nodes.append("\\")
        return at + 1

    def _formula(self, formula: tuple[str, int] | None, at: int) -> int:
        if formula is None:
            self.nodes.append(self.text[at])
            return at + 1
        html = cloze.in_formula(formula[0]) if self.context.clozes else formula[0]
        end = formula[1]
        if not self.context.plain:
            html, end = maths.glued(html, self.text, end)
        self.nodes.append(self.context.store(html))
        return end

    def _entity(self, at: int) -> int:
        match = _ENTITY.match(self.text, at)
        char = "&"
        if match:
            if match[3]:
                char = html5.get(match[3] + ";", "")
            else:
                code = int(match[1]) if match[1] else int(match[2], 16)
                char = (
                    chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
                )
        if not match or not char:
            self.nodes.append("&")
            return at + 1
        self.nodes.append(char)
        return match.end()

    def _angle(self, at: int) -> int:
        text = self.text
        match = links.ANGLE.match(text, at)
        mail = None if match else links.ANGLE_MAIL.match(text, at)
        found = match or mail
        if found:
            shown = leaves.entities(found[1])
            address = self._href(("mailto:" if mail else "") + shown)
            element = Element("a", {"href": address})
            element.text = shown
            self.nodes.append(element)
            return found.end()
        tag = TAG.match(text, at)
        end = tag.end() if tag else self._markup(at)
        if tag and not self.context.plain:
            admitted = self.context.tags.admit(tag[0])
            if admitted is None:
                end = 0
            elif not admitted:
                return end
        self.nodes.append(self.context.store(filtered(text[at:end]), True) if end else "<")
        return end or at + 1

    def _markup(self, at: int) -> int:
        """Where the comment, declaration or the like at `at` ends; 0 when there is none."""
        text = self.text
        for start, close in _RAW_ENDS:
            if text.startswith(start, at):
                end = self._find(close, at + len(start))
                body = text[at + 4 : end - 3] if start == "<!--" else ""
                wrong = body.startswith((">", "->")) or body.endswith("-") or "--" in body
                return 0 if wrong else end
        if (
            text[at + 1 : at + 2] == "!"
            and text[at + 2 : at + 3].isascii()
            and text[at + 2 : at + 3].isalpha()
        ):
            return self._find(">", at + 2)
        return 0

    def _find(self, close: str, at: int) -> int:
        end = -1 if close in self.missing else self.text.find(close, at)
        if end < 0:
            self.missing.add(close)
            return 0
        return end + len(close)

    def _bare(self, at: int, end: int) -> int:
        text = self.text
        found = None if self.brackets else links.bare(text, at, not self.context.plain)
        if found is None:
            self.nodes.append(text[at:end])
            return end
        shown, url, end = found
        element = Element("a", {"href": self._href(url)})
        element.text = shown
        self.nodes.append(element)
        return end

    def _href(self, url: str) -> str:
        return links.href(url) if self.context.plain else url

    # --- brackets

    def _open(self, char: str, at: int) -> int:
        end = at + len(char)
        if len(self.brackets) >= BRACKETS:
            self.nodes.append(char)
            return end
        mark = Mark(char, 1)
        self.brackets.append((len(self.nodes), mark, end))
        self.nodes.append(mark)
        self.labelled = True
        return end

    def _close(self, at: int) -> int:
        if not self.brackets:
            self.nodes.append("]")
            return at + 1
        place, mark, start = self.brackets.pop()
        image = mark.char == "!["
        active = image or len(self.brackets) >= self.inactive
        self.inactive = min(self.inactive, len(self.brackets))
        shortcut, self.labelled = self.labelled, False
        found = self._target(at, start, shortcut) if active else None
        if found is None:
            if active and self._footnote(at, start, place):
                return at + 1
            self.nodes.append("]")
            return at + 1
        url, title, end = found
        self.runs.process(place)
        titled = {"title": title} if title else {}
        if image:
            alt = plain(self.nodes[place + 1 :], self.context.stash)
            self.nodes[place:] = [Element("img", {"src": self._href(url), "alt": alt, **titled})]
            return end
        mark.count = 0
        mark.opens.append(("a", {"href": self._href(url), **titled}))
        closing = Mark("]", 0)
        closing.closes = 1
        self.nodes.append(closing)
        self.inactive = len(self.brackets)
        return end

    def _target(self, at: int, start: int, shortcut: bool) -> tuple[str, str, int] | None:
        """Destination, title and end of the link whose text ends with the `]` at `at`."""
        text = self.text
        if text.startswith("(", at + 1):
            found = links.destination(text, at + 1)
            if found:
                return found
        if not self.context.links:
            return None
        end, name = at + 1, ""
        if text.startswith("[", end):
            match = links.LABEL.match(text, end)
            if match:
                name, end = match[1], match.end()
                if name.strip():
                    known = self.context.links.get(label(name))
                    return (*known, end) if known else None
        if not shortcut or at - start > 999:
            return None
        known = self.context.links.get(label(text[start:at]))
        return (*known, end) if known else None

    def _footnote(self, at: int, start: int, place: int) -> bool:
        """Make a reference of `[^label]`."""
        if not self.text.startswith("^", start) or at - start > 999:
            return False
        name = label(self.text[start + 1 : at])
        if name not in self.context.footnotes:
            return False
        used = self.context.used
        if name not in used:
            used.append(name)
        self.runs.drop(place)
        number = str(used.index(name) + 1)
        element = Element("sup", {"class": "footnote-ref"})
        element.text = number
        self.nodes[place:] = [element]
        return True
