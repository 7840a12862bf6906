"""What a card may hold, said once more and apart from the sanitiser: elements, attributes, text.

The fields are what an HTML5 serialiser wrote, so that a simple parser sees what a browser sees.
"""

import re
from html.parser import HTMLParser

ELEMENTS = frozenset(
    "a abbr b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl"
    " dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p pre"
    " q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th"
    " thead tr tt u ul var wbr".split()
)
ATTRIBUTES = frozenset(
    "align alt checked class color colspan data-label dir disabled height hidden href lang open"
    " reversed rowspan src start title type valign value width".split()
)
VOID = frozenset("br col hr img input wbr".split())
SCHEMES = frozenset("http https mailto ftp tel".split())
ACTIVE = re.compile(
    r"\[(?:sound:|anki:|/?latex\]|/?\$\$?\]|\[?type:)|\{\{(?!c\d+::)|\[\[type:", re.IGNORECASE
)
FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)
COMMANDS = re.compile(
    r"\\(?:href|style|class|cssId|data|require|html[A-Za-z]*|bbox|mmlToken"
    r"|unicode|fcolorbox)(?![A-Za-z])"
)
CONTROL = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
"""A command of TeX; what follows a line end, two backslashes, is none."""
_SOURCE = r"[a-z0-9-]+\.[a-z0-9]{2,5}|https?://.*"
_OWN_SOUND = re.compile(r"\[sound:[a-z0-9-]+\.[a-z0-9]{2,4}\]")


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.text: list[str] = []
        self.bare: list[str] = []
        """The text outside code, in which formulas are drawn."""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "wbr":  # over which formulas may be read
            self.bare.append("\0")
        if tag not in ELEMENTS:
            self.wrong.append(f"<{tag}>")
        if tag not in VOID:
            self.open.append(tag)
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.wrong.append(f"<{tag}> has an attribute twice")
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        if tag == "input" and dict(attrs).get("type") != "checkbox":
            self.wrong.append("an input that is no tick")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name not in ATTRIBUTES:
            self.wrong.append(f"{tag} {name}={value[:40]}")
        if name == "href" and value.partition(":")[0].lower() not in SCHEMES:
            self.wrong.append(f"a link to {value[:40]}")
        if name == "src" and not re.fullmatch(_SOURCE, value, re.I):
            self.wrong.append(f"a picture from {value[:40]}")
        if "\\(" in value or "\\[" in value:
            self.wrong.append(f"a formula in {name}={value[:40]}")

    def handle_endtag(self, tag: str) -> None:
        self.bare.append("\0")
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        inside = "code" in self.open or "pre" in self.open
        self.bare.append("\0" if inside else data)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data[:40]}-->")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(f"<!{decl[:40]}>")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"<?{data[:40]}>")

    def unknown_decl(self, data: str) -> None:
        self.wrong.append(f"<![{data[:40]}>")


def parsed(field: str) -> _Parser:
    parser = _Parser()
    parser.feed(field)
    parser.close()
    return parser


def wrong(field: str, cloze: bool = False) -> list[str]:
    """What must not be in a field's HTML; nothing, when all is well."""
    parser = parsed(field)
    out = parser.wrong + [f"<{tag}> is never closed" for tag in parser.open]
    raw = _OWN_SOUND.sub("", field)
    if cloze:
        raw = re.sub(r"\{\{c\d+::", "", raw)
    out += [f"Anki's syntax {found[0]}" for found in ACTIVE.finditer(raw)]
    if not cloze and "{{" in raw:
        out.append("a field of a template")
    for formula in FORMULA.finditer("".join(parser.bare)):
        body = formula[1] or formula[2] or ""
        commands = CONTROL.findall(body)
        out += [f"a formula's {found}" for found in commands if COMMANDS.fullmatch(found)]
    return out


def text_of(field: str) -> str:
    """What a reader sees of a field, blanks made one."""
    return " ".join("".join(parsed(field).text).split())
