"""Raw HTML tags as authors write them: what is a tag, what is shown as text, how deep they nest."""

from msgspec import Struct, field

from ankigen.blocks.leaves import ATTRIBUTE
from ankigen.patterns import pattern

TAG = pattern(
    rf"<(?:[A-Za-z][A-Za-z0-9-]*{ATTRIBUTE}*[ \t\r\n\f\v]*/?>"
    r"|/[A-Za-z][A-Za-z0-9-]*[ \t\r\n\f\v]*>)"
)
"""An opening or closing tag by the grammar of raw HTML in Markdown (GFM 6.10)."""

BLOCKS = frozenset(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl"
    " dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr"
    " html iframe legend li main menu nav ol optgroup option p param pre section source summary"
    " table tbody td tfoot th thead title tr ul".split()
)
VOID = frozenset(
    "area base br col embed frame hr img input link meta param source track wbr".split()
)
_KNOWN = (
    BLOCKS
    | VOID
    | frozenset(
        "a abbr acronym applet audio b basefont bdi bdo bgsound big blink button canvas cite code"
        " data datalist del dfn em font i ins kbd label map mark marquee math menuitem meter nobr"
        " math noframes noscript object output picture progress q rb rp rt rtc ruby s samp script"
        " select slot small span strike strong style sub sup svg template textarea time tt u var"
        " video xmp".split()
    )
)
_SHOWN = frozenset("title textarea style xmp iframe noembed noframes script plaintext".split())
"""What GitHub shows as text (GFM 6.11)."""
_AUTOCLOSED = frozenset("p li dd dt td th tr option rp rt".split())
"""Authors leave these open; the next of the kind closes them."""
_NAME = pattern(r"</?([A-Za-z][A-Za-z0-9-]*)")

DEPTH = 100
"""How many raw elements may be open at a time: parsers take long over deep trees."""


def name_of(tag: str) -> str:
    """The name in a tag, in lower case."""
    match = _NAME.match(tag)
    return match[1].lower() if match else ""


def filtered(html: str) -> str:
    """Raw HTML as GitHub's tag filter leaves it: some tags are text, all else as it stands."""
    at, out = 0, []
    while True:
        start = html.find("<", at)
        if start < 0:
            break
        if name_of(html[start : start + 12]) in _SHOWN:
            out.append(html[at:start] + "&lt;")
        else:
            out.append(html[at : start + 1])
        at = start + 1
    return "".join(out) + html[at:]


class OpenTags(Struct):
    """The raw elements that are open, over a whole text."""

    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def admit(self, tag: str) -> bool | None:
        """Whether a tag stays; None when it is to be shown as text.

        A name that HTML does not know goes, as on GitHub (what it encloses stays).
        """
        name = name_of(tag)
        if name in _SHOWN:
            return None
        if name not in _KNOWN:
            return False
        if name in VOID or name in _AUTOCLOSED:
            return True
        count = self.counts.get(name, 0)
        if tag.startswith("</"):
            if count:
                self.counts[name] = count - 1
                self.total -= 1
            return True
        if self.total >= DEPTH:
            return False
        self.counts[name] = count + 1
        self.total += 1
        return True
