"""SVG drawings without what could run, load or lead elsewhere (SVG 2, CSS 2.1 `url()`).

A drawing with nothing of the kind is left as it is, byte for byte; else it is written anew with
the elements and attributes of a list.
"""

import re
from html import escape
from xml.parsers import expat

from ankigen.patterns import pattern

MAX_SVG = 8 << 20
"""Bytes; a greater drawing is refused."""
_MAX_DEPTH = 200

_SHAPES = (
    "svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text"
    " tspan textPath tref marker pattern mask clipPath linearGradient radialGradient stop filter"
    " image switch style view animate animateMotion animateTransform animateColor set mpath"
    " feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting"
    " feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR"
    " feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting"
    " feSpotLight feTile feTurbulence font font-face glyph missing-glyph hkern vkern"
)
_LABELS = (  # what diagram editors put into their text boxes
    "foreignObject div span p br b i u s em strong font sup sub small code pre center hr"
    " table thead tbody tr td th ul ol li h1 h2 h3 h4 h5 h6 body"
)
_ELEMENTS = frozenset(f"{_SHAPES} {_LABELS}".split())
_UNWRAPPED = frozenset(["a", "body"])
_NAMESPACES = frozenset(
    ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml"]
)
_PICTURE = pattern(r"\s*data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
_CSS_URL = pattern(r"url\(\s*([\"']?)", re.IGNORECASE)
_CSS_INSIDE = pattern(
    r"#|data:(?:font/|application/(?:x-)?font|image/(?:png|jpe?g|gif|webp)[;,])", re.IGNORECASE
)
_CSS_BAD = pattern(
    r"\\|@import|expression|javascript:|-moz-binding|behavior\s*:|\b(?:image-set|image|src)\s*\(",
    re.IGNORECASE,
)
_SCRIPT_URL = pattern(r"\s*(?:java|vb)script\s*:", re.IGNORECASE)


class Refused(ValueError):
    """The drawing is not well formed, or past a bound; the message says which."""


def clean(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The drawing, and what was left out of it by name; the very bytes when that is nothing."""
    if len(data) > MAX_SVG:
        raise Refused(f"an SVG drawing may have {MAX_SVG >> 20} MB")
    writer = _Writer()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.EntityDeclHandler = writer.entity
    parser.ProcessingInstructionHandler = writer.instruction
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, RecursionError) as error:
        raise Refused(f"not well-formed XML: {error}") from error
    except (LookupError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"not text: {error}") from error
    if not writer.dropped and not writer.changed:
        return data, ()
    return "".join(writer.out).encode(), tuple(dict.fromkeys(writer.dropped))


class _Writer:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.dropped: list[str] = []
        self.changed = False
        self._size = 0
        self._stack: list[str] = []
        """Open elements: the name that was written, or "" for one that was not."""
        self._hidden = 0
        """How many elements deep in one that is left out with all it holds."""
        self._style: list[str] | None = None

    def start(self, name: str, pairs: list[str]) -> None:
        if len(self._stack) + self._hidden > _MAX_DEPTH:
            raise Refused(f"nested more than {_MAX_DEPTH} deep")
        local = name.removeprefix("svg:")
        if not self._stack and not self._hidden and local != "svg":
            raise Refused(f"its first element is <{name}>, not <svg>")
        inside_style = self._style is not None
        if self._hidden or inside_style or local not in _ELEMENTS | _UNWRAPPED:
            if not self._hidden and ":" not in local:
                self.dropped.append(f"<{local}>")
            self.changed = True  # what an editor keeps for itself goes unsaid
            self._hidden += 1
            return
        if local in _UNWRAPPED:
            self.changed = True
            self._stack.append("")
            return
        attributes = dict(zip(pairs[::2], pairs[1::2], strict=True))
        kept = {key: value for key, value in attributes.items() if self._keeps(local, key, value)}
        if self._animates_a_link(attributes):
            self.dropped.append(f"<{local}>")
            self._hidden += 1
            return
        if not self._stack and "xmlns" not in kept and name == "svg":
            kept["xmlns"] = "http://www.w3.org/2000/svg"
        shown = "".join(f' {key}="{escape(value)}"' for key, value in kept.items())
        self._write(f"<{name}{shown}>")
        self._stack.append(name)
        if local == "style":
            self._style = []

    def end(self, _: str) -> None:
        if self._hidden:
            self._hidden -= 1
            return
        if self._style is not None:
            sheet = "".join(self._style)
            self._style = None
            if _css_is_safe(sheet):
                self._write(escape(sheet, quote=False))
            else:
                self.dropped.append("a style sheet that loads something")
        written = self._stack.pop()
        if written:
            self._write(f"</{written}>")

    def text(self, text: str) -> None:
        if self._hidden:
            return
        if self._style is not None:
            self._style.append(text)
        else:
            self._write(escape(text, quote=False))

    def entity(self, name: str, is_parameter: bool, value: str | None, *_: object) -> None:
        self.changed = True
        if value is None or is_parameter or "&" in value or len(value) > 1000:
            raise Refused(f"it declares the entity {name}")

    def instruction(self, target: str, _: str) -> None:
        self.dropped.append(f"<?{target}?>")

    def _write(self, text: str) -> None:
        self._size += len(text)
        if self._size > 2 * MAX_SVG:
            raise Refused("its entities unfold to too much")
        self.out.append(text)

    def _keeps(self, element: str, key: str, value: str) -> bool:
        local = key.rpartition(":")[2].lower()
        if key.startswith("xmlns"):
            kept = value in _NAMESPACES or key != "xmlns"
        elif local.startswith("on"):
            kept = False
        elif local in ("href", "src", "data", "action", "formaction", "srcset", "base"):
            kept = value.strip().startswith("#") or (
                element == "image" and bool(_PICTURE.match(value))
            )
        elif _SCRIPT_URL.match(value):
            kept = False
        else:
            kept = _css_is_safe(value) if "(" in value or local == "style" else True
        if not kept:
            self.dropped.append(key)
        return kept

    @staticmethod
    def _animates_a_link(attributes: dict[str, str]) -> bool:
        animated = attributes.get("attributeName", "").rpartition(":")[2].strip().lower()
        return animated == "href" or animated.startswith("on")


def _css_is_safe(text: str) -> bool:
    """Whether style text loads nothing: every `url()` is a part of the drawing or inline data."""
    if _CSS_BAD.search(text):
        return False
    return all(_CSS_INSIDE.match(text, found.end()) for found in _CSS_URL.finditer(text))
