"""Diagnostics as text: full with the source beneath, one line each, for GitHub, as JSON."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from ankigen.model import Diagnostic, Span, line_starts
from ankigen.report.terminal import Terminal, cells, plain

Format = Literal["full", "concise", "github", "json"]
Place = Callable[[str], str]
"""From a source's path to the one shown."""

_TAB = 4
_GITHUB = {"error": "error", "warning": "warning", "info": "notice"}


def render(
    diagnostics: Sequence[Diagnostic], form: Format, terminal: Terminal, place: Place = str
) -> str:
    """All of them, in their order, in one of the formats, with a last line end where not empty."""
    if form == "json":
        return as_json(diagnostics, place) + "\n"
    if form == "github":
        return "".join(github(item, place) + "\n" for item in diagnostics)
    if form == "concise":
        return "".join(terminal.spelled(concise(i, terminal, place)) + "\n" for i in diagnostics)
    return "".join(terminal.spelled(full(item, terminal, place)) + "\n" for item in diagnostics)


def concise(item: Diagnostic, terminal: Terminal, place: Place = str) -> str:
    """`notes.md:3:1: warning[AK301] the message`."""
    rule = item.rule
    said = terminal.paint(f"{rule.severity}[{rule.code}]", rule.severity)
    where = f"{_where(item.span, place)}: " if item.span else ""
    return f"{terminal.paint(where, 'bold')}{said} {plain(told(item, place))}"


def full(item: Diagnostic, terminal: Terminal, place: Place = str) -> str:
    """The message, the place, the source line with the span underlined, and what to do."""
    rule = item.rule
    head = terminal.paint(f"{rule.severity}[{rule.code}]", rule.severity)
    lines = [f"{head}: {terminal.paint(plain(item.message), 'bold')}"]
    spans = [(item.span, "", rule.severity)] if item.span else []
    spans += [(span, note, "info") for span, note in item.related]
    margin = max((len(str(span.line)) for span, _, _ in spans), default=1)
    for index, (span, note, style) in enumerate(spans):
        arrow = terminal.paint("-->" if index == 0 else ":::", "gutter")
        lines.append(f"{' ' * margin}{arrow} {_where(span, place)}")
        lines += _excerpt(span, plain(note), style, margin, terminal)
    if item.advice:
        lines.append(f"{' ' * margin} {terminal.paint('=', 'gutter')} help: {plain(item.advice)}")
    return "\n".join(lines) + "\n"


def github(item: Diagnostic, place: Place = str) -> str:
    """A workflow command: https://docs.github.com/actions/reference/workflow-commands."""
    options = []
    if item.span:
        end_line, end_column = _end(item.span)
        options = [
            ("file", place(item.span.source.path)),
            ("line", str(item.span.line)),
            ("endLine", str(end_line)),
        ]
        if end_line == item.span.line:
            options += [("col", str(item.span.column)), ("endColumn", str(end_column))]
    options.append(("title", f"{item.rule.code} {item.rule.slug}"))
    listed = ",".join(f"{key}={_escaped(value, ',:')}" for key, value in options)
    text = told(item, place) + (f" ({item.advice})" if item.advice else "")
    return f"::{_GITHUB[item.rule.severity]} {listed}::{_escaped(text)}"


def as_json(diagnostics: Iterable[Diagnostic], place: Place = str) -> str:
    """One array; lines and columns count from 1, an end column is past the last character."""
    import json

    return json.dumps([record(item, place) for item in diagnostics], ensure_ascii=False, indent=2)


def record(item: Diagnostic, place: Place = str) -> dict[str, object]:
    """A diagnostic as plain data; without a place `file` and the numbers are null."""
    span = item.span
    end_line, end_column = _end(span) if span else (None, None)
    return {
        "rule": item.rule.code,
        "slug": item.rule.slug,
        "severity": item.rule.severity,
        "message": told(item, place),
        "file": place(span.source.path) if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_line": end_line,
        "end_column": end_column,
        "help": item.advice or None,
    }


def told(item: Diagnostic, place: Place = str) -> str:
    """The message with the other places that it speaks of, for formats that show no source."""
    others = [f" ({_where(span, place)}: {note})" for span, note in item.related]
    return "".join([item.message, *others])


def _where(span: Span, place: Place) -> str:
    return f"{plain(place(span.source.path))}:{span.line}:{span.column}"


def _end(span: Span) -> tuple[int, int]:
    return span.source.place(max(span.start, span.end))


def _escaped(text: str, also: str = "") -> str:
    text = "".join(char for char in text if char in "\t\r\n" or plain(char))
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def _excerpt(span: Span, note: str, style: str, margin: int, terminal: Terminal) -> list[str]:
    """The first line of a span between two empty gutters, underlined as far as it goes."""
    text = span.source.text
    if not text:
        return []
    starts = line_starts(text)
    start = starts[span.line - 1]
    stop = starts[span.line] if span.line < len(starts) else len(text)
    line = text[start:stop].rstrip("\r\n")
    first = min(span.start - start, len(line))
    last = min(max(span.end - start, first), len(line))
    before, marked, after = (_shown(part) for part in (line[:first], line[first:last], line[last:]))
    before, marked, after = _cropped(before, marked, after, terminal.width - margin - 4)
    bar = terminal.paint("|", "gutter")
    number = terminal.paint(str(span.line).rjust(margin), "gutter")
    under = terminal.paint("^" * max(1, cells(marked)) + (f" {note}" if note else ""), style)
    blank = f"{' ' * margin} {bar}"
    return [
        blank,
        f"{number} {bar} {before}{marked}{after}".rstrip(),
        f"{blank} {' ' * cells(before)}{under}",
    ]


def _shown(text: str) -> str:
    return plain(text.replace("\t", " " * _TAB))


def _cropped(before: str, marked: str, after: str, width: int) -> tuple[str, str, str]:
    """The three parts of a line with as much of their surroundings as `width` columns hold."""
    width = max(width, 16)
    if cells(before + marked + after) <= width:
        return before, marked, after
    room = max(width - min(cells(marked), width // 2), 0)
    if cells(before) > room // 2:
        before = "…" + _last(before, room // 2)
    if cells(before + marked) > width:
        return before, _first(marked, width - cells(before)), ""
    return before, marked, _first(after, width - cells(before + marked))


def _last(text: str, width: int) -> str:
    while text and cells(text) > width - 1:
        text = text[max(1, len(text) - width) :]
    return text


def _first(text: str, width: int) -> str:
    from ankigen.report.terminal import fit

    return fit(text[: width + 1], width) if width > 1 else ""
