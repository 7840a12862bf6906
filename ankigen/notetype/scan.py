"""A style looked at before it is used: what no card may hold, and what cannot work.

A scan of a style's files gives diagnostics with their places; a style with an error among them is
not to be used. That it is to be trusted at all is the command line's to say.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from ankigen.model import Diagnostic, Source, Span
from ankigen.notetype import markup, sheet
from ankigen.notetype.files import APPENDED, FIELDS, FILES
from ankigen.notetype.sheet import Fault
from ankigen.notetype.template import Ref, TemplateError, Token, parse, resolved, tokens
from ankigen.rules import BROKEN_TEMPLATE, UNKNOWN_STYLE_FILE, UNSAFE_STYLE

NAMES = (*FILES, APPENDED)
MOST = 20
"""Faults told of one file."""

_ALWAYS = {"basic": "Question", "reverse": "Answer", "cloze": "Question"}
"""What a front must show of every note that has a card of this template."""
_BACK = {"basic": "Answer", "reverse": "Question", "cloze": "Question"}


def scan(files: Mapping[str, Source]) -> list[Diagnostic]:
    """What there is to say of the files of a style, by name."""
    found: list[Diagnostic] = []
    for name, source in files.items():
        if name not in NAMES:
            near = get_close_matches(name, NAMES, 1)
            help = f"did you mean {near[0]}?" if near else f"a style has {', '.join(NAMES)}"
            place = Span(source, 0, 0)
            found.append(
                Diagnostic(UNKNOWN_STYLE_FILE, f"{name} is no part of a style", place, help)
            )
        elif name.endswith(".css"):
            found += _unsafe(source, sheet.faults(source.text))
        else:
            unsafe = _unsafe(source, markup.faults(source.text))
            found += unsafe or _broken(name, source)
    return found


def _unsafe(source: Source, faults: Iterator[Fault]) -> list[Diagnostic]:
    found = []
    for fault in faults:
        span = Span(source, fault.start, fault.end)
        found.append(Diagnostic(UNSAFE_STYLE, fault.message, span, fault.help))
        if len(found) == MOST:
            break
    return found


def _broken(name: str, source: Source) -> list[Diagnostic]:
    """What keeps a template from working, in Anki and on paper."""
    kind, side, _ = name.split(".")
    try:
        parse(source.text)
        found = [
            fault
            for token in tokens(source.text)
            if token.sign != "/" and (fault := _token(token, kind, side)) is not None
        ]
        if not found and (said := _missing(source.text, kind, side)):
            found = [Fault(0, 0, *said)]
    except TemplateError as error:
        found = [Fault(error.at, error.at + 2, str(error), "close each section, innermost first")]
    return [
        Diagnostic(BROKEN_TEMPLATE, fault.message, Span(source, fault.start, fault.end), fault.help)
        for fault in found[:MOST]
    ]


def _token(token: Token, kind: str, side: str) -> Fault | None:
    """What is wrong with a field or a section where it stands."""
    known = (*FIELDS, *markup.SPECIALS)
    if token.name not in known:
        near = get_close_matches(token.name, known, 1)
        help = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        return Fault(token.start, token.end, f"there is no field {token.name}", help)
    if token.name == "FrontSide" and (side == "front" or token.sign):
        said = "FrontSide is something on a back only"
        return Fault(token.start, token.end, said, "name the fields themselves")
    if "cloze" in token.filters and (kind != "cloze" or token.name != "Question"):
        said = "the filter cloze is for Question in the cloze type"
        return Fault(token.start, token.end, said, f"write {{{{{token.name}}}}}")
    return None


def _missing(text: str, kind: str, side: str) -> tuple[str, str] | None:
    """What a side must show and does not, and what to do."""
    field = (_ALWAYS if side == "front" else _BACK)[kind]
    filters = ("cloze",) if kind == "cloze" else ()
    least = dict.fromkeys((*FIELDS, *markup.SPECIALS), "")
    least |= {"Question": "x", "Answer": "" if kind == "cloze" else "x"}
    if kind == "reverse" and side == "front":
        if any(isinstance(node, Ref) for node in resolved(parse(text), least)):
            return (
                "this front makes a second card of every note, also where nobody asked for one",
                "put all of it between {{#Reverse}} and {{/Reverse}}",
            )
        least["Reverse"] = "x"
    shown = [node for node in resolved(parse(text), least) if isinstance(node, Ref)]
    fits = [
        node
        for node in shown
        if node.field == field and (node.filters == filters or (side == "back" and not filters))
    ]
    if fits:
        return None
    wanted = "{{" + ":".join((*filters, field)) + "}}"
    return f"{wanted} is missing: it must be shown of every note", "put it outside other sections"
