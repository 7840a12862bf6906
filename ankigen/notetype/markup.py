"""Templates of strangers, looked at: a narrow HTML, in which every browser reads the same.

What is not a plain start tag, end tag, comment, field or text is refused, elements and attributes
are taken from lists, and fields stand between tags only, where the notes' own HTML was made safe.
"""

import re
from collections.abc import Iterator
from html import unescape

from ankigen.notetype import sheet
from ankigen.notetype.sheet import Fault
from ankigen.patterns import pattern

ELEMENTS = frozenset(
    "a abbr article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn"
    " div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i input ins kbd label li"
    " main mark nav ol p pre q rp rt ruby s samp section small span strong sub summary sup table"
    " tbody td tfoot th thead time tr u ul var wbr"
    " svg g defs path circle ellipse rect line polyline polygon lineargradient radialgradient stop"
    " clippath mask marker filter feblend fecolormatrix fecomponenttransfer fecomposite"
    " fedisplacementmap fedropshadow feflood fefunca fefuncb fefuncg fefuncr fegaussianblur femerge"
    " femergenode femorphology feoffset feturbulence".split()
)
TEXTS = frozenset("class id title lang dir role for".split())
"""Attributes whose value is text, whatever it is."""
VALUES = frozenset(
    "style hidden open checked disabled colspan rowspan scope start reversed width height tabindex"
    " viewbox d x y x1 x2 y1 y2 cx cy r rx ry fx fy points transform offset preserveaspectratio"
    " fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin"
    " stroke-dasharray stroke-dashoffset stroke-opacity stroke-miterlimit opacity stop-color"
    " stop-opacity flood-color flood-opacity clip-path clip-rule mask filter gradientunits"
    " gradienttransform spreadmethod clippathunits maskunits markerwidth markerheight refx refy"
    " orient in in2 result operator radius stddeviation type slope intercept amplitude exponent"
    " tablevalues values mode k1 k2 k3 k4 dx dy scale basefrequency numoctaves seed filterunits"
    " primitiveunits color-interpolation-filters xchannelselector ychannelselector xmlns".split()
)
"""Attributes whose value may be a style sheet's: looked at as one."""
FILTERS = frozenset(("cloze", "hint", "type", "type-nc"))
SPECIALS = frozenset(("Tags", "Card", "CardFlag", "CardID", "FrontSide"))
"""Anki fills in the names of decks and note types as they are, and those can hold HTML."""

_CONTROL = pattern(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_PART = pattern(r"<|\{\{|\[|\\|&(?:#0*+92(?![0-9])|#x0*+5c(?![0-9a-f])|bsol)", re.I)
_COMMENT = pattern(r"<!--(?!-?>)(?>(?:[^-{]|-(?!-)|\{(?!\{))*)-->")
_CLOSING = pattern(r"</([a-zA-Z][a-zA-Z0-9-]*+)\s*+>", re.A)
_ATTRIBUTE = r"""\s++([a-zA-Z][\w:.-]*+)(?>(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?)"""
_OPENED = pattern(rf"<([a-zA-Z][a-zA-Z0-9-]*+)((?>(?:{_ATTRIBUTE})*))\s*+/?>", re.A)
_ATTRIBUTES = pattern(_ATTRIBUTE, re.A)
_FIELD = pattern(r"\{\{([#^/]?)\s*+((?>(?:[\w-]++\s*+:\s*+)*))(\w++)\s*+\}\}", re.A)
_LINK = pattern(r"(?:https?://|mailto:|#)", re.I)


def faults(text: str) -> Iterator[Fault]:
    """What no template may hold. Whether its fields make sense is `ankigen.notetype.scan`'s."""
    for control in _CONTROL.finditer(text):
        yield Fault(*control.span(), "a control character", "leave it out")
    at = 0
    while part := _PART.search(text, at):
        at = part.end()
        match part[0]:
            case "{{":
                if field := _FIELD.match(text, part.start()):
                    at = field.end()
                    yield from _field(field)
                else:
                    yield Fault(*part.span(), "{{…}} is not a plain field", "write {{Field}}")
            case "[":
                said = "[ begins commands of Anki, as [sound:…] and [latex]"
                yield Fault(*part.span(), said, "write &#91;")
            case sign if sign[0] in "\\&":
                said = "a backslash may begin a formula, and those can hold links and styles"
                yield Fault(*part.span(), said, "leave it out: formulas stand in the notes")
            case _:
                at, found = _markup(text, part.start())
                yield from found


def _field(field: re.Match[str]) -> Iterator[Fault]:
    names = [name.strip() for name in field[2].split(":")[:-1]]
    if wrong := [name for name in names if name not in FILTERS]:
        yield Fault(
            *field.span(),
            f"the filter {wrong[0]} is not allowed: it may undo how the notes were made safe",
            f"{', '.join(sorted(FILTERS))} are",
        )
    if not field[1] and field[3] in ("Deck", "Subdeck", "Type"):
        yield Fault(
            *field.span(),
            f"{{{{{field[3]}}}}} puts a name into the card as it is, with HTML in it",
            f"{', '.join(sorted(SPECIALS))} and the note's own fields are safe",
        )


def _markup(text: str, start: int) -> tuple[int, list[Fault]]:
    """Where a tag or comment ends, and what is wrong with it."""
    if comment := _COMMENT.match(text, start):
        return comment.end(), []
    if text.startswith("<!--", start):
        said = "a comment is never closed, or holds -- or {{"
        return start + 4, [Fault(start, start + 4, said, "leave it out, or close it with -->")]
    if closing := _CLOSING.match(text, start):
        return closing.end(), _element(closing)
    if opened := _OPENED.match(text, start):
        found = _element(opened)
        for attribute in _ATTRIBUTES.finditer(text, opened.end(1), opened.end(2)):
            found += _attribute(opened[1].lower(), attribute)
        return opened.end(), found
    said = "< begins no plain tag"
    return start + 1, [Fault(start, start + 1, said, 'write &lt;, or <name attribute="value">')]


def _element(tag: re.Match[str]) -> list[Fault]:
    if tag[1].lower() in ELEMENTS:
        return []
    return [Fault(*tag.span(1), f"<{tag[1]}> is not allowed", "use div, span, details or svg")]


def _attribute(element: str, attribute: re.Match[str]) -> Iterator[Fault]:
    name, value = attribute[1].lower(), attribute[2] or ""
    start, end = attribute.span(1)
    if "{{" in value:
        said = "a field in a tag: what the notes say could end the attribute"
        yield Fault(*attribute.span(2), said, "put the field between tags")
        return
    quote = 1 if value[:1] in ("'", '"') and value else 0
    plain = unescape(value[quote : len(value) - quote])
    if name in TEXTS or name.startswith(("aria-", "data-")):
        return
    if name == "href" and element == "a":
        if not _LINK.match(plain):
            said = "a link that leads neither to the web nor to a part of the card"
            yield Fault(*attribute.span(2), said, "begin it with https://, mailto: or #")
        return
    if name == "type" and element == "input":
        if plain.lower() not in ("checkbox", "radio"):
            yield Fault(start, end, "an input other than a checkbox", 'write type="checkbox"')
        return
    if name not in VALUES:
        yield Fault(start, end, f"the attribute {name} is not allowed", "leave it out")
        return
    for fault in sheet.faults(plain):
        if plain == value[quote : len(value) - quote]:
            yield fault.moved(attribute.start(2) + quote)
        else:  # what was written as &#…; stands elsewhere
            yield Fault(*attribute.span(2), fault.message, fault.help)
