r"""Formulas drawn without a script: `\(…\)` and `\[…\]` in a card's HTML become MathML.

They stand in the elements that MathJax makes in Anki, so that the note type's styling finds them.
The library's output is not trusted: its tree is written anew with known elements and attributes
only, and what it gets wrong for a browser is mended on the way.
"""

import html
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from xml.etree.ElementTree import Element

from ankigen.patterns import pattern

LONGEST = 4000
"""Characters of a formula that is drawn; a longer one is shown as it is written."""
DEEPEST = 60
"""Braces in each other: the library calls itself for each."""

_START = pattern(r"<(pre|code|textarea|math)\b|<|\\\(|\\\[", re.IGNORECASE)
_TAG = pattern(r"<[^>]*>")
_ENVIRONMENT = pattern(r"\\(begin|end)\s*\{(aligned|gathered|split|eqnarray\*?|equation\*?)\}")
_ARG = pattern(r"\\arg(?![a-zA-Z])")
_PLAIN = {"aligned": "align*", "gathered": "align*", "split": "align*", "eqnarray": "align*"}
_ELEMENTS = (
    "math mrow mi mn mo ms mtext mspace msub msup msubsup munder mover munderover mfrac msqrt "
    "mroot mtable mtr mtd mstyle mpadded mphantom menclose mmultiscripts mprescripts none"
)
_KNOWN = frozenset(_ELEMENTS.split())
_ATTRIBUTES = (
    "display displaystyle scriptlevel mathvariant mathcolor mathbackground stretchy fence form "
    "accent accentunder movablelimits largeop symmetric minsize maxsize lspace rspace width "
    "height depth voffset linethickness columnalign rowspacing columnspacing columnlines "
    "rowlines frame notation separator"
)
_ALLOWED = frozenset(_ATTRIBUTES.split())
_VALUE = pattern(r"[-+#.%a-zA-Z0-9 ]{0,80}")
_SPACES = {
    "negativethinmathspace": "-0.167em",
    "negativemediummathspace": "-0.222em",
    "negativethickmathspace": "-0.278em",
}
_LIMITS = frozenset("∏∐⋃⋂⨁⨂⨆⋁⋀∑") | {"lim", "max", "min", "sup", "inf", "arg\u2009max"}
_LIMITS |= {"arg\u2009min", "argmax", "argmin", "limsup", "liminf", "det", "Pr", "gcd"}
_UNDER = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_RELATIONS = "∼≃≈≅∝"
_LETTERS = {"~": "∼", "^": "ˆ"}
_OPENING = "([{|‖⟨⌈⌊,;)]}/="


def draw(text: str) -> str:
    """HTML with its formulas drawn; one that cannot be is shown as written, marked as such."""
    if "\\(" not in text and "\\[" not in text:
        return text
    out: list[str] = []
    missing: set[str] = set()
    at = 0
    while start := _START.search(text, at):
        sign = start[0]
        close = {"\\(": "\\)", "\\[": "\\]", "<": ">"}.get(sign, f"</{start[1]}")
        end = -1 if close in missing else text.find(close, start.end())
        if end < 0:
            missing.add(close)
            out.append(text[at : start.end()])
            at = start.end()
        elif sign in ("\\(", "\\["):
            out += text[at : start.start()], _drawn(text[start.end() : end], sign == "\\[")
            at = end + 2
        else:
            out.append(text[at : end + 1])
            at = end + 1
    out.append(text[at:])
    return "".join(out)


def _drawn(formula: str, block: bool) -> str:
    latex = html.unescape(_TAG.sub(" ", formula)).strip()
    math = convert(latex, block)
    if math is None:
        source = html.escape(f"\\[{latex}\\]" if block else f"\\({latex}\\)")
        return f'<span class="undrawn" title="this preview cannot draw it">{source}</span>'
    display = ' display="true"' if block else ""
    return f'<mjx-container jax="MathML"{display}>{math}</mjx-container>'


class _Unknown(Exception):
    """Something that is no formula, or a command that the library left as it is."""


@lru_cache(maxsize=8192)
def convert(latex: str, block: bool) -> str | None:
    """The MathML of a formula; None when it is not understood."""
    if not latex or len(latex) > LONGEST or _depth(latex) > DEEPEST:
        return None
    from latex2mathml.converter import convert_to_element

    latex = _ARG.sub(r"\\operatorname{arg}", _ENVIRONMENT.sub(_known_environment, latex))
    try:
        tree = convert_to_element(latex, display="block" if block else "inline")
    except Exception:  # the library has many; one formula must not cost the page
        return None
    try:
        return _written(tree, block)
    except _Unknown:
        return None


def _known_environment(match: re.Match[str]) -> str:
    name = match[2].rstrip("*")
    return "" if name == "equation" else f"\\{match[1]}{{{_PLAIN[name]}}}"


def _depth(latex: str) -> int:
    depth = deepest = 0
    for sign in latex:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return max(deepest, latex.count("\\left"))


def _written(node: Element, block: bool) -> str:
    """An element as HTML. A command that was left as a name is an error."""
    tag, text = node.tag, html.unescape(node.text or "")
    if tag not in _KNOWN or text.startswith("\\") or (tag == "mi" and text == "&"):
        raise _Unknown(f"{tag} {text}")
    text = _LETTERS.get(text, text)
    variant = node.attrib.pop("mathvariant", "")
    if tag == "mi" and unicodedata.category(text[:1] or "x") == "Sm" and text in _RELATIONS:
        tag = "mo"
    elif tag == "mo" and len(text) > 1 and text.isascii() and text.isalpha():
        tag = "mi"  # softmax: an operator's space around it would be too wide
    if tag == "mi" and not variant and _is_upright(text, node.text or ""):
        variant = "normal"
    if variant:
        text = "".join(_lettered(sign, variant) for sign in text)
    if block and tag in _UNDER and _base(node) in _LIMITS:
        tag = _UNDER[tag]
    attributes = dict(_attributes(node))
    if variant == "normal" and len(text) == 1:
        attributes["mathvariant"] = "normal"
    children = [_written(child, block) for child in node]
    for i, (child, after) in enumerate(pairwise(node)):
        if tag in ("mrow", "math", "mtd") and _is_function(child, after):
            children[i] += '<mspace width="0.167em"></mspace>'
    listed = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<{tag}{listed}>{html.escape(text, quote=False)}{''.join(children)}</{tag}>"


def _is_upright(letter: str, given: str) -> bool:
    r"""Whether a lone letter is not slanted: a capital Greek one, and what `\mathrm{d}` gives."""
    return "Α" <= letter <= "Ω" or (len(letter) == 1 and letter.isascii() and given != letter)


def _attributes(node: Element) -> list[tuple[str, str]]:
    values = [(key, _SPACES.get(value, value)) for key, value in node.attrib.items()]
    return [(k, v) for k, v in values if k in _ALLOWED and _VALUE.fullmatch(v)]


def _base(node: Element) -> str:
    first = node[0] if len(node) else node
    while not first.text and len(first) == 1:
        first = first[0]
    return html.unescape(first.text or "")


def _is_function(node: Element, after: Element) -> bool:
    """Whether a named operator (log, softmax) needs a space before what follows."""
    name = _base(node) if node.tag in (*_UNDER, *_UNDER.values()) else (node.text or "")
    following = html.unescape(after.text or "")
    closed = after.tag == "mo" and (following in _OPENING or not following.isalnum())
    return (
        name.isalpha()
        and name.isascii()
        and len(name) > 1
        and not closed
        and (after.tag != "mspace")
    )


_BOLD = {"bold": (0x1D400, 0x1D41A, 0x1D7CE), "bold-italic": (0x1D468, 0x1D482, 0x1D7CE)}
_BOLD_GREEK = {"bold": (0x1D6A8, 0x1D6C2), "bold-italic": (0x1D71C, 0x1D736)}


def _lettered(sign: str, variant: str) -> str:
    """A letter in the face of a variant, which browsers draw only as a letter of its own."""
    if variant not in _BOLD:
        return sign
    upper, lower, digit = _BOLD[variant]
    greek_upper, greek_lower = _BOLD_GREEK[variant]
    for first, last, base in (
        ("A", "Z", upper),
        ("a", "z", lower),
        ("0", "9", digit),
        ("Α", "Ω", greek_upper),
        ("α", "ω", greek_lower),
    ):
        if first <= sign <= last:
            return chr(base + ord(sign) - ord(first))
    return sign
