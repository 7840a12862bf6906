"""What belongs to a page and not to a card: ways back to the top, badges, rules at the ends."""

import re
from collections.abc import Callable, Sequence

from ankigen.blocks import Block
from ankigen.passes.tags import TAG
from ankigen.patterns import pattern

_LIMIT = 400
_INSIDE = pattern(
    r"!?\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,20}\]){0,200})\]\(([^()\s]{0,300})[^()]{0,100}\)"
)
_HREF = pattern(r"href\s*=\s*[\"']?#", re.IGNORECASE)
_BADGE = pattern(
    r"img\.shields\.io|badge|travis-ci|codecov|circleci|githubusercontent\.com/.{0,100}\.svg", re.I
)
_PICTURES = pattern(
    r"\[?!\[[^\[\]]{0,200}\]\(([^()\s]{1,500})[^()]{0,100}\)(?:\]\([^()]{0,500}\))?\s*"
)
_ARROWS = "⬆⬇⬅➡↥↑↟⇧⇑▲△∆🔼🔝⏫⏪◀←^\ufe0f"
_WAY_BACK = pattern(
    r"(?:(?:go\s+|jump\s+|return\s+)?(?:back\s+)?(?:to\s+)?(?:the\s+)?(?:page\s+)?"
    r"(?:top|toc|index|(?:table\s+of\s+)?contents?|questions?|menu|home|start)"
    r"|back|返回.{0,6}|回到.{0,6}|回.{0,4}[顶頂]部?|[顶頂]部)?",
    re.IGNORECASE,
)
_COMMENTS = pattern(r"(?:\s*<!--(?>.*?(?:-->|\Z)))*\s*\Z", re.DOTALL)
_NOISE = pattern(r"[\s*_~|·•.:\-—\[\]()<>`]+")


def trim(blocks: Sequence[Block], content: Callable[[Block], str]) -> Sequence[Block]:
    """The blocks without furniture at their ends. `content` gives a leaf's text."""
    first, last = 0, len(blocks)
    while last > first and _is_furniture(blocks[last - 1], content, end=True):
        last -= 1
    while first < last and _is_furniture(blocks[first], content, end=False):
        first += 1
    return blocks[first:last]


def _is_furniture(block: Block, content: Callable[[Block], str], end: bool) -> bool:
    if block.kind == "break":
        return True
    if block.kind == "definition" or block.kind == "footnote":
        return end
    if block.kind not in ("paragraph", "heading", "html") or block.end - block.start > _LIMIT:
        return False
    text = content(block)
    if block.kind == "html":
        if block.level == 2:
            return end and _COMMENTS.match(text) is not None
        return end and (_only_breaks(text) or ("#" in text and _leads_back(text)))
    return ("#" in text and _leads_back(text)) or ("![" in text and _is_badges(text))


def _only_breaks(html: str) -> bool:
    """Nothing but line ends: `<br>`, `<br/>`."""
    tags = TAG.findall(html)
    return all(tag[1:3].lower() == "br" for tag in tags) and not TAG.sub("", html).strip()


def _leads_back(text: str) -> bool:
    """A link within the page, named as a way back (`[⬆ Back to top](#contents)`) or by an arrow."""
    inside = [(match[1], match[2]) for match in _INSIDE.finditer(text)]
    if not (_HREF.search(text) or any(url.startswith("#") for _, url in inside)):
        return False
    if any(url and not url.startswith("#") for _, url in inside):
        return False
    plain = TAG.sub("", _INSIDE.sub(lambda match: match[1], text))
    words = _NOISE.sub(" ", plain.translate(_NO_ARROWS)).strip()
    arrow = words != _NOISE.sub(" ", plain).strip()
    return _WAY_BACK.fullmatch(words) is not None and (bool(words) or arrow)


_NO_ARROWS = {ord(char): " " for char in _ARROWS}


def _is_badges(text: str) -> bool:
    urls = [match[1] for match in _PICTURES.finditer(text)]
    return bool(urls) and not _PICTURES.sub("", text).strip() and all(map(_BADGE.search, urls))
