"""How much a line reads like a question, and which headings never are one."""

import re

from ankigen.patterns import pattern
from ankigen.readers.words import fold_text

_STARTS = """
what what's whats why how how's when where which who whom whose is are was were do does did can
could
should would will have has had may might must explain describe define differentiate compare list
name
give write implement create find given tell discuss state mention show suppose consider convert
calculate compute design build print true enumerate outline identify in-which difference differences
distinguish illustrate demonstrate summarize elaborate imagine assume determine prove derive solve
if you your walk let in-what for-which at-what to-what on-what under-what make use generate
get
check reverse sort extract replace add remove set compare normalize multiply how-to please
что какой какая какое какие какую каким каких какова каковы как почему зачем когда где чем кто кому
сколько чему куда откуда объясните объясни опишите опиши расскажите расскажи назовите перечислите
перечисли приведите сравните дайте можно ли в-чем в-чём для-чего для-каких из-чего из-каких на-что
что-такое разница отличие отличия напишите напиши есть-ли правда-ли
що який яка яке які як чому навіщо коли де чим поясніть опишіть розкажіть
ما ماذا كيف لماذا متى أين اين من هل اشرح عرف عرّف عدد اذكر الفرق وضح قارن لم ماهو ماهي كم أي صف
qué que cuál cuáles cómo como por-qué cuándo dónde quién quiénes cuánto explica explique describe
define diferencia diferencias menciona enumera existe o-que qual quais por-que quando onde quem
quanto
explique descreva defina diferença cite fale conte comente
cuéntame cuéntenos cuente háblame háblanos hable
qu'est-ce qu'est quel quelle quels quelles comment pourquoi quand où qui expliquez décrivez
définissez
différence quelle-est à-quoi en-quoi citez donnez est-ce
was wie warum wieso weshalb wann wo wer welche welcher welches wozu woran wodurch erkläre erklären
beschreibe beschreiben nenne nennen definiere unterschied worin
cosa che-cosa come perché quando dove chi quale quali spiega descrivi qual-è cos'è
ne nedir nasıl neden niçin ne-zaman hangi kim açıklayın açıkla
co czym jak dlaczego kiedy gdzie kto jaki jaka jakie czy wyjaśnij opisz wymień różnica
wat hoe waarom wanneer waar wie welke leg beschrijf
apa apakah bagaimana mengapa kapan dimana siapa jelaskan sebutkan
vad hur varför när vilka hvad hvordan hvorfor mikä miten miksi co-je jak-se proč
क्या कैसे क्यों
"""
_WIDE = pattern(
    r"什么|什麼|甚么|如何|怎么|怎麼|怎样|怎樣|为什么|為什麼|为何|為何|哪些|哪种|哪種|哪个|哪個|哪里"
    r"|哪几|几种|多少"
    r"|是否|能否|可否|区别|區別|差异|差異|异同|異同|不同|吗[?？。]?$|呢[?？。]?$|有何|何为|简述"
    r"|簡述|概述|介绍|介紹"
    r"|说说|說說|谈谈|談談|讲讲|講講|聊聊|解释|解釋|描述|列举|列舉|比较|比較|阐述|闡述|说明|說明"
    r"|说一|說一|讲一|谈一"
    r"|优缺点|優缺點|作用|原理|过程|流程|实现|手写|(?<![要需请請追寻尋渴恳央诉訴])求(?![职職])|判断|对比|定义|概念|场景|特点|方式|方法|理解"
    r"|给定|给出|输出"
    r"|とは|なぜ|どう|どの|何(?:です|が|を|の|で)|違い|説明|ですか|ますか|のか$|教えて|述べ|答えよ"
    r"|しなさい|せよ"
    r"|무엇|왜|어떻게|어떤|설명|차이|인가|나요|까[?]?$|대해|뭔가|무슨|언제|어디|란[?]?$|이란|하시오"
    r"|하라"
    r"|อะไร|ทำไม|อย่างไร|là gì|như thế nào|tại sao|khi nào|nedir|farkı|nasıl|क्या|कैसे|क्यों"
)
_EXPLICIT = pattern(r"[?？؟⁇]|(?:吗|呢|ですか|ますか|나요|인가요|까요)\s*$")
_FALSE_MARK = pattern(r"https?://\S*|`[^`]*`|[?][.:?]|[A-Za-z0-9_)\]}>\"']\?[A-Za-z0-9_=]")
_SENTENCES = pattern(r"[.!。！,:]\s+")
_FIRST = pattern(r"[^\w'’]*([\w'’]+)(?:[\s-]+([\w'’]+))?")


def _start_words() -> tuple[frozenset[str], frozenset[str]]:
    words = _STARTS.split()
    return (
        frozenset(word for word in words if "-" not in word),
        frozenset(word for word in words if "-" in word),
    )


_ONE, _TWO = _start_words()


def asks(line: str) -> int:
    """2: it asks outright. 1: it begins like a question or a task. 0: it does neither.

    `line` is visible text, without number and label.
    """
    text = fold_text(line)
    if not text or len(text) > 1000:
        return 0
    if _EXPLICIT.search(_FALSE_MARK.sub(" ", text)) and len(text) > 3:
        return 2
    if " " in text and any(_begins(sentence) for sentence in _SENTENCES.split(text)[:6]):
        return 1
    return 1 if _WIDE.search(text) or compares(text) else 0


_COMPARES = pattern(
    r"区别|區別|差异|差異|异同|異同|\bdifferences? between\b|\bvs\.?(?!\w)|차이|違い"
    r"|разниц|отличи|diferencias? entre|différences? entre|unterschiede? zwischen",
    re.IGNORECASE,
)


def compares(line: str) -> bool:
    """Whether a line asks for a difference, which without a question's words is one too."""
    return len(line) <= 200 and _COMPARES.search(line) is not None


def _begins(sentence: str) -> bool:
    match = _FIRST.match(sentence)
    if not match:
        return False
    first = match[1].replace("’", "'")
    return first in _ONE or bool(match[2] and f"{first}-{match[2]}" in _TWO)


_FURNITURE = pattern(
    r"(?:table of )?contents?|toc|index|license|licence|licen[sc]ing|copyright|contribut(?:ing|ors?"
    r"|ions?)"
    r"(?: guidelines?| guide)?|how (?:can i |to )contribute|how to use(?: (?:this|it).*)?"
    r"|acknowledge?ments?"
    r"|credits?|references?|sources?|resources?|useful (?:links|resources)|further reading"
    r"|(?:additional |external |useful |related |ref |other |more )?"
    r"(?:links?|resources|reading|references?)|(?:other|more) (?:answers?|questions?)"
    r"|see also|read more|about(?: me| us| this.*)?"
    r"|introduction|intro|preface|foreword|overview"
    r"|installation|install|setup|getting started|prerequisites|requirements|usage|features"
    r"|quick ?start|roadmap|changelog"
    r"|support|sponsors?|donate|contact|authors?|maintainers?|disclaimer|code of conduct|faq"
    r"|summary|conclusion|notes?|todo"
    r"|star history|community|feedback|translations?|questions?(?: (?:and|&) answers?)?|q ?& ?a"
    r"|answers?|examples?|exercises?"
    r"|目录|目錄|目次|索引|参考(?:资料|文献|链接|文章)?|參考(?:資料|文獻)?|引用|致谢|致謝|鸣谢"
    r"|许可证?|协议|版权(?:声明)?|贡献(?:者|指南)?|如何贡献"
    r"|关于(?:我|作者|本.*)?|前言|简介|序言?|介绍|总结|小结|结语|后记|更新日志|联系(?:我|方式)?"
    r"|赞助|捐赠|交流群?|公众号|巨人的肩膀|相关链接"
    r"|ライセンス|参考文献|はじめに|おわりに|まとめ|貢献|목차|참고(?:\s*자료|\s*문헌)?|출처"
    r"|라이선스|기여|소개|마치며|요약"
    r"|оглавление|содержание|источники|ссылки|лицензия|литература|введение|заключение|авторы"
    r"|полезные ссылки"
    r"|المحتويات|المراجع|المصادر|مصادر|الترخيص|مقدمة|خاتمة|الفهرس|índice|referencias|licencia"
    r"|introducción|conclusión"
    r"|sommaire|références|licence|inhalt(?:sverzeichnis)?|quellen|lizenz|einleitung|referências"
    r"|licença|içindekiler|kaynaklar|bibliography",
    re.IGNORECASE,
)
_EDGES = pattern(r"^[\W_]+|[\W_]+$")


def is_furniture(heading: str) -> bool:
    """Whether a heading names a part of the page and not its matter (`Contents`, `License`)."""
    text = _EDGES.sub("", fold_text(heading))
    return not text or _FURNITURE.fullmatch(text) is not None


_CONTENTS = pattern(
    r"(?:table of )?contents|toc|目录|目錄|目次|목차|оглавление|содержание|зміст|índice|indice"
    r"|sommaire|table des matières|sumário|inhalt(?:sverzeichnis)?|içindekiler|mục lục|daftar isi"
    r"|spis treści|obsah|المحتويات|الفهرس",
    re.IGNORECASE,
)


def is_contents(heading: str) -> bool:
    """Whether a heading is that of a table of contents."""
    return _CONTENTS.fullmatch(_EDGES.sub("", fold_text(heading))) is not None


_RELATED = pattern(
    r"\W*(?:(?:related|relacionad[ao]s?|verwandte|связанные|похожие)\b|see also\b"
    r"|相关|相關|関連|관련).{0,40}\Z",
    re.IGNORECASE,
)


def is_related(heading: str) -> bool:
    """Whether a heading names other notes (`Related questions`), which answer nothing."""
    return _RELATED.match(heading) is not None


_ABOUT_PROJECT = pattern(
    r"(?:contributing|contributors|code[-_ ]of[-_ ]conduct|licen[cs]e|copying|change-?log"
    r"|governance"
    r"|(?:pull[-_]request|issue)[-_]template|release[-_ ]?notes|贡献指南|行为准则|许可证|更新日志)"
    r"(?:[-_.][a-z]{2}(?:[-_][a-z]{2,4})?)?\Z",
    re.IGNORECASE,
)


def is_about_project(path: str) -> bool:
    """Whether a file's name says that it is about its project and not about a matter."""
    name = path.rsplit("/", 1)[-1]
    return _ABOUT_PROJECT.match(name.rsplit(".", 1)[0]) is not None


_TITLED = pattern(
    r"interview|question|exercise|quiz|q ?& ?a|\bq_?a\b|\bfaq|flash ?cards?|cheat ?sheet|trivia"
    r"|kata|exam|practice|mcq|puzzle"
    r"|面试|面試|面经|八股|题|題|问答|問答|练习|刷题|問題|質問|面接|면접|질문|문제|기술\s*면접"
    r"|собеседован|вопрос|интервью|задач"
    r"|مقابلة|أسئلة|اسئلة|سؤال|entrevista|pregunta|pergunta|entretien|frage|domand|mülakat|soru"
    r"|phỏng vấn|câu hỏi|wawancara|rozmow|pytani",
    re.IGNORECASE,
)


def is_titled(name: str) -> bool:
    """Whether a file's title or name says that it holds questions."""
    return _TITLED.search(name) is not None


_FAQ = pattern(
    r"\bfaqs?\b|frequently asked|常见问题|常見問題|よくある(?:質問|ご質問)|자주 (?:묻는|하는)"
    r"|preguntas frecuentes|perguntas frequentes|foire aux questions"
    r"|häufig(?:e| gestellte) fragen|часто задаваемые|domande frequenti"
    r"|câu hỏi thường gặp|sıkça sorulan",
    re.IGNORECASE,
)


def is_faq(name: str) -> bool:
    """Whether a file's title or name says that all its headings are what people ask."""
    return _FAQ.search(name) is not None
