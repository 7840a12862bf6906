"""Links in a line of text: what may follow `]`, autolinks in angles, and bare addresses."""

import re
from urllib.parse import quote

from ankigen.blocks.leaves import decode
from ankigen.passes.emphasis import is_punctuation, is_space
from ankigen.patterns import pattern

_INLINE = pattern(r"[ \t\n]*(?:<((?:[^<>\n\\]|\\.)*)>)?")
_TITLE = pattern(
    r"[ \t\n]+(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|\(((?:[^()\\]|\\.)*)\))", re.DOTALL
)
_END = pattern(r"[ \t\n]*\)")
_STOP = pattern(r"[\\() \x00-\x1f\x7f]")
LABEL = pattern(r"\[((?:[^\\\[\]]|\\.){0,999})\]", re.DOTALL)

ANGLE = pattern(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x1f]*)>")
ANGLE_MAIL = pattern(
    r"<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>"
)
ADDRESS = "|".join(
    ["h[tT]{2}[pP][sS]?://", "H[tT]{2}[pP][sS]?://", "f[tT][pP]://", "F[tT][pP]://", r"www\."]
)
"""How a bare address begins. Each branch begins with a literal, which a search is fast for."""
_NAME = pattern(r"[A-Za-z0-9._-]*")
_LONGEST = 300
"""Characters of a domain; the names that exist have up to 253."""
_WIDE = (
    r"\u3000-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20"
    r"\uff3b-\uff3d\uff5b-\uff5d“”‘’…—"
)
_BARE = pattern(r"[^\s<]*")
_NARROW = pattern(rf"[^\s<{_WIDE}]*")
_AROUND = pattern(rf"[()\s<`{_WIDE}]|\*\*|\]\(")
_ENTITY_END = pattern(r"&[A-Za-z]+;$")
_MAIL = pattern(r"(?:mailto:|xmpp:)?[A-Za-z0-9.+_-]{1,64}@((?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9]))+)")
_URL_SAFE = "-_.+!*'(),%#@?=;:/,+$~&"


def destination(text: str, at: int) -> tuple[str, str, int] | None:
    """The destination, title and end of an inline link whose `(` stands at `at`."""
    match = _INLINE.match(text, at + 1)
    assert match is not None
    end = match.end()
    if match[1] is not None:
        url = match[1]
    elif text.startswith("<", end):
        return None
    else:
        start, depth = end, 0
        while True:
            stop = _STOP.search(text, end)
            if not stop:
                return None
            char, end = stop[0], stop.start()
            if char == "\\":
                end += 2 if text[end + 1 : end + 2].strip() else 1
            elif char == "(":
                depth, end = depth + 1, end + 1
                if depth > 32:
                    return None
            elif char == ")" and depth:
                depth, end = depth - 1, end + 1
            else:
                break
        url = text[start:end]
    title = ""
    named = _TITLE.match(text, end)
    if named:
        title = next(group for group in named.groups() if group is not None)
        end = named.end()
    closing = _END.match(text, end)
    return (decode(url), decode(title), closing.end()) if closing else None


def href(url: str) -> str:
    """An address as an attribute holds it: what no address may hold is percent-encoded."""
    return url if url.isascii() and not set(url) & set(' "<>\\^`{|}[]') else _quote(url)


def _quote(url: str) -> str:
    return quote(url, safe=_URL_SAFE)


def bare(text: str, at: int, better: bool, raw: bool = False) -> tuple[str, str, int] | None:
    """The shown text, address and end of a bare address at `at` (GFM 6.9).

    `better` also ends it before the punctuation of Chinese, where authors leave no blank, and
    takes `www.` right after a character that is not ASCII. `raw` ends it before Markdown that
    stays text beside it.
    """
    before = text[at - 1] if at else " "
    if text[at] == "w":
        alone = before in " \t\n\f\v*_~(" or (better and not before.isascii())
    else:
        alone = not (before.isascii() and before.isalpha())
    if not alone:
        return None
    web = text.startswith("www.", at)
    scheme = 0 if web else text.index("://", at) + 3 - at
    first = text[at + scheme : at + scheme + 1] or " "
    if is_space(first) or is_punctuation(first) or not _domain(text, at + scheme, web):
        return None  # before more of the text is looked at, which may begin many addresses
    end = _raw_end(text, at) if raw else _bare_end(text, at, better)
    end = _trim(text, at, end)
    if end <= at + scheme:
        return None
    shown = text[at:end]
    return shown, ("http://" if web else "") + shown, end


def _bare_end(text: str, at: int, better: bool) -> int:
    match = (_NARROW if better else _BARE).match(text, at)
    assert match is not None
    return match.end()


def _raw_end(text: str, at: int) -> int:
    """The end before `**`, a backtick, `](` or a bracket that nothing in the address opened."""
    depth = 0
    for mark in _AROUND.finditer(text, at):
        depth += (mark[0] == "(") - (mark[0] == ")")
        if depth < 0 or mark[0] not in "()":
            return mark.start()
    return len(text)


def _domain(text: str, at: int, web: bool) -> bool:
    """A valid domain: a dot is needed after `www`, and no underscore in the last two labels.

    cmark-gfm passes over the first character, and the last one of the text; so does this.
    """
    end = min(at + _LONGEST, len(text) - 1)
    first = _NAME.match(text, at + 1, max(at + 1, end))
    stop = first.end() if first else end
    while stop < end and not (is_space(text[stop]) or is_punctuation(text[stop])):
        more = _NAME.match(text, stop + 1, end)
        stop = more.end() if more else end
    if stop == at + _LONGEST:
        return False
    labels = text[at + 1 : stop].split(".")
    if "_" in "".join(labels[-2:]) and len(labels) <= 11:
        return False
    return len(labels) > 1 or not web


def _trim(text: str, start: int, end: int) -> int:
    """Leave off trailing punctuation, an entity, and brackets that nothing opened."""
    opened = text.count("(", start, end)
    closed = text.count(")", start, end)
    while end > start:
        char = text[end - 1]
        if char in "?!.,:*_~'\"":
            end -= 1
        elif char == ";":
            entity = _ENTITY_END.search(text, max(start, end - 40), end)
            end = entity.start() if entity else end - 1
        elif char == ")" and closed > opened:
            end, closed = end - 1, closed - 1
        else:
            break
    return end


def mails(text: str) -> list[tuple[int, int]]:
    """Where e-mail addresses stand in a text without markup."""
    found = []
    match = _MAIL.search(text)
    while match:
        domain, end = match[1], match.end()
        if text.startswith("@", end):
            end = match.start(1)  # the domain is the next address's name
        elif "." in domain and domain[-1].isascii() and domain[-1].isalpha():
            found.append((match.start(), end))
        match = _MAIL.search(text, end)
    return found
