"""Lines of an answer that only lead about the page, or back to another one."""

import re

from ankigen.patterns import pattern
from ankigen.text import plain

_IN_PAGE = pattern(
    r"\[(?:[^\[\]]|\[[^\[\]]{0,40}\]){0,120}\]\(\s*<?#[^()\n]{0,300}\)\]?"
    r"|<a\s[^<>]{0,200}href=[\"']?#[^<>]{0,200}>(?:[^<]|<(?!/a))*</a>"
    r"|\[\[?[↑⬆⇧▲🔝][^\[\]]{0,60}\]\]?",
    re.IGNORECASE,
)
_LEADS_BACK = pattern(
    r"\W{0,8}(?:\[|<a\s[^<>]{0,300}>)\W{0,8}(?:(?:go |return |jump )?back to|return to|вернуться к"
    r"|назад к|volver a|retour (?:à|aux?)|zurück z|voltar a)\b"
    r"[^\[\]<>]{0,40}(?:\]\([^()\s]{0,300}\)|</a>)\W{0,8}\Z",
    re.IGNORECASE,
)
"""A link whose own words say that it leads back, to this page or another one."""
_SHORTCODE = pattern(r"\s*\{\{[<%]\s*/?\s*[\w-]{1,40}(?:\s[^{}]{0,200})?[%>]\}\}\s*\Z")
"""A line with a site builder's tag alone: `{{< /quiz >}}`."""
_OTHER_LINK = pattern(r"\[[^\[\]]{0,80}\]\([^()#\s]{1,300}\)")
_ARROW = pattern(
    r"[↑⬆⇧⇑↥⤴▲△🔝🔼☝👆]|\btop\b|\bcontents?\b|\bindex\b|\bmenu\b|\btoc\b|顶|頂|目录|目錄|トップ"
    r"|目次"
    r"|맨\s*위|위로|목차|оглавлени|наверх|начал|содержани|للأعلى|أعلى|الفهرس|القائمة|arriba|índice"
    r"|inicio"
    r"|haut|sommaire|topo|oben|inhalt|başa|üst|đầu",
    re.IGNORECASE,
)


def is_way_back(line: str, anywhere: bool) -> bool:
    """A line that only leads back into the page (`[⬆ Back to top](#contents)`)."""
    if "#" not in line and (line.isascii() or ("↑" not in line and "⬆" not in line)):
        return False
    whole = line
    if not _IN_PAGE.search(line):
        return False
    if _ARROW.search(line) and "![" not in line:
        line = _OTHER_LINK.sub(" ", line)
    rest = plain(_IN_PAGE.sub(" ", line))
    rest = _ARROW.sub("", rest)
    if any(char.isalnum() for char in rest) and len(rest) > 3:
        return False
    return not anywhere or _ARROW.search(whole) is not None


def leads_back(line: str) -> bool:
    """A line that is a link back, wherever it leads, or a site builder's tag alone."""
    if "](" in line or "</a>" in line:
        return _LEADS_BACK.match(line) is not None
    return "{{" in line and _SHORTCODE.match(line) is not None
