"""Whether a file is the front page of a tool: its questions are about the tool, and no notes.

Most collections of questions are a `README.md` as well, with badges and a licence of their own. A
tool's says how to install or use it, and its questions are the smaller part of it.
"""

import re
from collections.abc import Sequence

from ankigen.patterns import pattern
from ankigen.readers.asks import asks, is_titled
from ankigen.readers.cards import Found
from ankigen.readers.page import Page

_NAME = pattern(r"(?:.*/)?readme(?:[-_.][a-z]{2}(?:[-_][a-z]{2,4})?)?\.\w+\Z")
_SAYS = (
    r"(?:pre-?)?requisites?|requirements|(?:system )?dependencies"
    r"|(?:how to )?install(?:ation|ing)?\b.*"
    r"|set-?up|getting started|quick ?start|安装.*|安裝.*|环境要求|快速(?:开始|上手)"
    r"|インストール|설치.*"
    r"|установка.*|требования|instalaci[oó]n.*|instala[cç][aã]o.*|requisitos|pré-?requis"
    r"|voraussetzungen|kurulum|cài đặt.*",
    r"(?:basic |how to )?us(?:age|e|ing)\b.*|examples?|quick tour|running(?: .*)?|用法"
    r"|使用(?:方法|说明)?"
    r"|使い方|사용(?:법| ?방법)|использование|uso|utilisation|verwendung|benutzung|kullanım"
    r"|sử dụng",
    r"features?|key features|why .{1,40}\?|功能(?:特性)?|特性|機能|기능|возможности|características"
    r"|fonctionnalités|funktionen|özellikler|tính năng",
    r"config(?:uration|uring)?|options|settings|api(?: reference)?|commands?|cli|配置|設定"
    r"|설정|настройка"
    r"|configuraci[oó]n|konfiguration",
    r"build(?:ing)?(?: .*)?|compil(?:e|ing|ation)(?: .*)?|development|tests?|testing"
    r"|deploy(?:ment|ing)?"
    r"|docker|构建|编译|部署|开发|ビルド|개발|сборка|разработка|desarrollo|entwicklung",
    r"change-?log|releases?|release notes|road-?map|status|compatibility|limitations|known issues"
    r"|supported .*|troubleshooting|更新日志|変更履歴",
    r"licen[cs]e|licen[cs]ing|许可证?|ライセンス|라이선스|лицензия|licencia|licença|lizenz|lisans",
    r"contribut.*|贡献.*|credits|acknowledg.*|support|community|contact|sponsors?|donat.*"
    r"|citation|citing.*",
)
_HEADS = [pattern(rf"\W*(?:{words})\W*", re.IGNORECASE) for words in _SAYS]
_FAQ = pattern(
    r"\W*(?:faqs?|frequently asked questions"
    r"|常见问题(?:解答)?|常見問題|よくある質問|자주 묻는 질문|часто задаваемые вопросы"
    r"|preguntas frecuentes|perguntas frequentes|questions fréquentes|häufige fragen"
    r"|foire aux questions|sss)\W*",
    re.IGNORECASE,
)
_FEW = 20
_MUST = 2
"""The first of these sorts say what a tool is for: a heading of one of them there must be."""


def is_front_page(page: Page, found: Sequence[Found]) -> bool:
    """Whether the file is a tool's front page, and these questions of it its smaller part."""
    if not _NAME.match(page.source.path.casefold()) or is_titled(page.name.split("\n")[0]):
        return False
    held = 0
    for one in found:
        held += one.end - one.start
    sorts = _sorts(page, found)
    share = held / max(1, len(page.text))
    if min(sorts, default=9) < _MUST and len(sorts) >= 4 and share < 0.5:
        return True
    return bool(sorts) and share < 0.35 and len(found) <= _FEW and _under_faq(page, found)


def _under_faq(page: Page, found: Sequence[Found]) -> bool:
    """Whether all questions stand in one section that is called FAQ, and it is not the first."""
    heads = [atom for atom in page.atoms if atom.kind == "heading"]
    for number, atom in enumerate(heads):
        if number and atom.start < found[0].start and _FAQ.fullmatch(page.says(atom.words)):
            after = (later.start for later in heads[number + 1 :] if later.level <= atom.level)
            return found[-1].start < next(after, len(page.text))
    return False


def _sorts(page: Page, found: Sequence[Found]) -> set[int]:
    """The sorts of headings of a tool's page, outside questions."""
    starts = {one.start for one in found}
    sorts: set[int] = set()
    end = 0
    spans = iter(found)
    span = next(spans, None)
    for atom in page.atoms:
        while span and span.start <= atom.start:
            end, span = span.end, next(spans, None)
        if atom.kind != "heading" or atom.start < end or atom.words[0] in starts:
            continue
        says = page.says(atom.words)
        if len(says) <= 60 and asks(says) < 2:
            sorts |= {number for number, form in enumerate(_HEADS) if form.fullmatch(says)}
    return sorts
