"""The words that people put beside questions and answers, in the languages they write notes in.

Only what stands at a fixed place is judged by them (a summary, a label before a colon, a heading);
structure and repetition decide where they can.
"""

import re
import unicodedata
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ankigen.patterns import pattern
from ankigen.readers.labels import ANSWER_LABEL, QUESTION_LABEL

Label = Literal["answer", "hint", "contents", ""]

_ANSWER = """
answers answer ans solutions solution sol explanation explanations reply response result key
答案 解答 回答 参考答案 參考答案 标准答案 參考解答 参考回答 参考解答 解析 题解 題解 答 解 解释
說明 解說 答え 正解 解答例 模範解答
답변 정답 해설 풀이 해답 답안 답 대답 모범답안
ответ ответы решение решения разгадка пояснение відповідь відповіді рішення адказ отговор odgovor
الإجابة الاجابة إجابة اجابة الجواب جواب الحل حل پاسخ جواب پاسخنامه תשובה תשובות פתרון
respuesta respuestas solución solucion réponse reponse réponses corrigé correction resposta
respostas
solução resolução antwort antworten lösung loesung risposta risposte soluzione cevap cevabı yanıt
çözüm
odpowiedź odpowiedz rozwiązanie odpověď řešení antwoord oplossing svar løsning lösning vastaus
ratkaisu
răspuns raspuns válasz megoldás jawaban jawapan απάντηση απαντήσεις उत्तर जवाब हल คำตอบ เฉลย đáp án
trả lời câu trả lời lời giải
"""
_REVEAL = """
show view see click here to the expand toggle reveal display open me for a an full details detail
more
check hide read unfold collapse collapsed spoiler press tap and my your sample possible suggested
model
correct right detailed short long complete example of this question it on get look at code
查看 点击 點擊 展开 展開 收起 显示 顯示 详细 詳細 详情 詳情 参考 參考 点我 點我 点开 看 这里 此处
的 折叠 摺疊 揭晓 开 我的 点 隐藏
クリック 表示 見る 開く を する して ここ の 詳細 もっと 확인 보기 펼치기 접기 클릭 열기 자세히 더
예시 하기 을 를
показать посмотреть раскрыть открыть нажмите нажми смотреть скрыть подробнее подробный развернуть
развернутый правильный полный показати відкрити اعرض عرض إظهار اظهر انقر هنا لعرض اضغط مشاهدة رؤية
على
الصحيحة الصحيح النموذجية ver mostrar clic haz aquí para la el las los desplegar voir afficher
cliquez ici
pour montrer clique aqui exibir abrir a o anzeigen zeigen ansehen klicken hier einblenden vedi
mostra
clicca qui göster görmek için tıklayın lihat tampilkan klik pokaż zobacz xem hiện toon bekijk visa
"""
_HINT = """
hint hints clue clues tip tips 提示 ヒント 힌트 подсказка подсказки підказка تلميح تلميحات pista
pistas
indice indices dica dicas hinweis tipp suggerimento ipucu wskazówka nápověda petunjuk gợi ý संकेत
คำใบ้ 线索
"""
_CONTENTS = """
contents content table of index toc list questions topics topic translations translation languages
language available all other navigation menu summary overview
目录 目錄 目次 索引 内容 翻译 翻譯 语言 語言 其他 题目 列表 목차 목록 번역 언어 оглавление
содержание
список вопросов переводы языки зміст المحتويات المحتوى الفهرس فهرس índice contenido contenidos
tabla de
idiomas sommaire matières traductions sumário conteúdo inhalt inhaltsverzeichnis übersetzungen
indice
içindekiler daftar isi spis treści obsah mục lục
"""
PAIRS = {
    "q": "a", "p": "r", "f": "a", "d": "r", "s": "c", "в": "о", "س": "ج", "v": "o", "п": "в",
    "т": "ж", "ש": "ת",
}  # fmt: skip
"""Single letters that stand for question and answer, and only together."""

_WIDE = (("\u3000", "\u9fff"), ("\uac00", "\ud7a3"), ("\uff00", "\uffef"), ("\u0e00", "\u0e7f"))
"""Letters of scripts that part no words by spaces."""


def _is_wide(word: str) -> bool:
    return any(
        first <= letter <= last for letter in word if letter > "\u0dff" for first, last in _WIDE
    )


def _alternatives(words: str) -> str:
    found = sorted({word for word in words.split() if word}, key=len, reverse=True)
    tight = [re.escape(word) for word in found if not _is_wide(word)]
    wide = [re.escape(word) for word in found if _is_wide(word)]
    return rf"(?<![^\W\d_])(?:{'|'.join(tight)})(?![^\W\d_])|{'|'.join(wide)}"


_ANSWER_WORD = pattern(_alternatives(_ANSWER))
_REVEAL_WORD = pattern(_alternatives(_REVEAL))
_HINT_WORD = pattern(_alternatives(_HINT))
_CONTENTS_WORD = pattern(_alternatives(_CONTENTS))
_LETTER = pattern(r"[^\W\d_]")


def fold_text(text: str) -> str:
    """Compatibility forms and case folded, white space collapsed."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def label_kind(label: str) -> Label:
    """What a summary says of its body when it is made of such words alone."""
    text = fold_text(label)
    rest = _REVEAL_WORD.sub(" ", text)
    if not _LETTER.search(_HINT_WORD.sub(" ", rest)) and _HINT_WORD.search(rest):
        return "hint"
    bare = _REVEAL_WORD.sub(" ", _ANSWER_WORD.sub(" ", text))
    if not _LETTER.search(bare):
        return "answer"
    if not _LETTER.search(_REVEAL_WORD.sub(" ", _CONTENTS_WORD.sub(" ", text))):
        return "contents"
    return ""


def names_answer(label: str) -> bool:
    """Whether an answer's word stands in it among others (`C++ 解答`, `Answer: B`)."""
    return _ANSWER_WORD.search(fold_text(label)) is not None


_OPENERS = (
    r"(?:(?:\*{1,4}|_{1,3}|<(?:b|strong|i|em|u|font|span|big|h[1-6])(?:\s[^<>]{0,200})?>"
    r"|[\U0001F000-\U0001FAFF\u2190-\u21ff\u2600-\u27BF\u2B00-\u2BFF]\ufe0f?|>|\u200b)[ \t]*){0,5}"
)
_CLOSERS = r"(?:[ \t]*(?:\*{1,4}|_{1,3}|</(?:b|strong|i|em|u|font|span|big|h[1-6])>)){0,3}"
_NUMBER = (
    r"(?:[ \t]*[(（\[][ \t]*\d{1,4}[ \t]*[)）\]]|[ \t]*[#№._-]?[ \t]*\d{1,4}(?:\.\d{1,3})?"
    r"(?:[ \t]*(?:of|de|von|di|из|/)[ \t]*\d{1,4})?"
    r"|[ \t]*[一二三四五六七八九十]{1,3})?"
)
_ASIDE = r"(?:[ \t]*[(（][^()（）\n]{0,30}[)）])?"
_END = r"[ \t]*(?:[:：]|(?=\r|\n|$))"
_LABEL = pattern(
    rf"[ \t\u3000]*(?P<open>{_OPENERS})(?P<left>[\[【〖「][ \t]*)?"
    rf"(?=[^\W\d_]{{1,60}}(?![^\W\d_]))"  # no label's word is longer: soon tried
    rf"(?:(?P<answer>{ANSWER_LABEL})|(?P<question>{QUESTION_LABEL})|(?P<letter>[^\W\d_]))"
    rf"(?![^\W\d_])(?P<number>{_NUMBER}){_ASIDE}(?P<right>[ \t]*[\]】〗」])?(?P<close>{_CLOSERS})"
    r"[ \t]*(?P<mark>[:：.、)）|\-–—➡→]*)",
    re.IGNORECASE,
)
_SIGNS = "".join(map(chr, (*range(0x2190, 0x2C00), 0xFE0F, *range(0x1F000, 0x1FB00)))) + " \t"
_WEAK = pattern(r"解(?:法|题思路|題思路|题方法)")
_LATE = pattern(r"(?:\*{1,4}|_{1,3}|</(?:b|strong|i|em|u|font|span|big|h[1-6])>){0,3}")
_BLANKS = pattern(r"[ \t\u3000\u200b\ufeff]*")


class Hit(Struct, frozen=True):
    """A label at the head of a line, and where its text begins."""

    kind: Literal["question", "answer", "letter"]
    letter: str
    """Of a single letter that may stand for either, in lower case."""
    numbered: bool
    start: int
    end: int
    alone: bool
    """Nothing follows it on its line."""
    open: str
    """Emphasis that begins before the label and ends after it."""
    colon: bool = False
    """A colon ends it."""
    weak: bool = False
    """The word names an answer only as a heading: a text may have several solutions."""
    word: str = ""
    """The label's word, folded."""


def is_sentence(text: str, start: int, end: int, hit: Hit, below: str) -> bool:
    """Whether a bare word that would be a label is the answer's own: `Answer 19.`, or a line that
    goes on `below`. Only a label bears the number of its question.
    """
    line = text[start:end].strip()
    if hit.colon or not hit.alone or not line[0].isalpha():
        return False
    if below.lstrip()[:1].islower():
        return True
    number = _LAST_NUMBER.search(line)
    if number is None:
        return False
    return not re.search(rf"(?<!\d){number[1]}(?!\d)", text[max(0, start - 1500) : start])


_LAST_NUMBER = pattern(r"(\d{1,4})\W{0,3}\Z")
_RULED = pattern(
    r"[ \t]*[-=~+_#*]{2,}[ \t]*(?P<word>[^-=~+_#*\n][^\n]{0,40}?)[ \t]*[-=~+_#*]{2,}[ \t]*"
)
_LONGEST = 400


def label_at(text: str, start: int, end: int) -> Hit | None:
    """A label (`Q1:`, `**Answer:**`, `答：`, `---ANSWER---`) that opens the line [start, end)."""
    cut = min(end, start + _LONGEST)
    return _label(text[start:cut], start, cut == end)


def _label(line: str, at: int, whole: bool) -> Hit | None:
    """The label that opens a line which stands at an offset; not `whole` where it was cut."""
    match = _LABEL.match(line)
    if not match:
        ruled = _RULED.fullmatch(line)
        hit = _label(ruled["word"], at, True) if ruled else None
        return replace(hit, start=at, end=at + len(line), open="") if hit and hit.alone else None
    kind: Literal["question", "answer", "letter"] = (
        "answer" if match["answer"] else "question" if match["question"] else "letter"
    )
    after, opened = match.end(), match["open"].strip().lstrip(_SIGNS)
    opened = opened if opened and not match["close"] and opened[-1] in "*_>" else ""
    if match["close"].strip() and not match["open"].strip(" \t>"):
        opened = match["close"].strip()  # emphasis that begins after the label: Q1**: What**
    if opened:
        late = _LATE.match(line, after)
        if late and late[0]:
            after, opened = late.end(), ""
    blank = _BLANKS.match(line, after)
    after = blank.end() if blank else after
    alone = after >= len(line) and whole
    if not _marked(match, kind, alone):
        return None
    letter = match["letter"].casefold() if match["letter"] else ""
    colon = ":" in match["mark"] or "：" in match["mark"]
    word = fold_text(match["answer"] or match["question"] or "")
    weak = bool(match["answer"]) and _WEAK.fullmatch(match["answer"]) is not None
    number = bool(match["number"])
    return Hit(kind, letter, number, at, at + after, alone, opened, colon, weak, word)


def _marked(match: re.Match[str], kind: str, alone: bool) -> bool:
    """Whether what follows the label's word makes it one."""
    mark = match["mark"]
    if ":" in mark or "：" in mark:
        return True
    if match["number"] and match["open"].strip() and match["close"].strip() and not mark:
        return kind == "question" or match["letter"] in ("q", "Q")  # `**Q-1** What is …?`
    if match["left"] and match["right"]:
        return kind != "letter" and match["left"][0] in "【〖「"
    if alone:
        return kind != "letter" or bool(mark)
    if not mark or (mark[0] in ")）" and not match["number"]):
        return False
    if mark[0] in "-–—" and match.string[match.end() : match.end() + 1] not in (" ", "\t"):
        return False  # Q-learning
    if kind == "letter" and match["letter"] not in "qQ":
        following = match.string[match.end() : match.end() + 1]
        return mark[0] == "." and (following in ("", " ", "\t") or bool(match["number"]))
    if kind == "answer":
        return mark[0] in "-–—➡→" or (mark[0] == "." and len(match["answer"]) <= 3)
    if kind == "question":
        return bool(match["number"]) or mark[0] == "."
    return bool(match["number"]) or mark[0] in ".-"


def unopened(text: str, start: int, end: int, opened: str) -> tuple[int, int]:
    """The range without the end of emphasis whose beginning was left off with a label."""
    if not opened:
        return start, end
    close = f"</{opened[1:].split('>')[0].split()[0]}>" if opened.startswith("<") else opened
    inside = text[start:end].rstrip()
    if inside.endswith(close) and len(inside) > len(close):
        return start, start + len(inside) - len(close)
    at = text.find(close, start, end)
    if at == start:
        return start + len(close), end
    return start, end


_PLACEHOLDER = pattern(
    r"(?:\W*(?:to[ -]?do|tbd|tba|wip|fixme|n/?a|none|nil|coming soon|work in progress"
    r"|under construction"
    r"|(?:to be|will be|not yet|needs? to be)\s+(?:completed|added|answered|written|filled|updated"
    r"|continued|done)"
    r"(?:\s+(?:later|soon|in))?|(?:add|put|write|type|insert|enter|your|the|an|my)?\s*(?:your|an"
    r"|the)?\s*"
    r"(?:answers?|solutions?)\s+(?:goes\s+)?(?:here|needed|pending|coming soon|to be added|missing)"
    r"|no (?:answers?|solutions?)(?: yet)?|unanswered|(?:answer\s+)?(?:missing|pending|needed"
    r"|help wanted)"
    r"|待补充|待補充|待完善|待更新|待续|待續|待定|待写|待整理|待解答|未完待续|暂无(?:答案|内容)?"
    r"|暫無(?:答案)?|未完成|敬请期待"
    r"|此处填写答案|答案待补充|在此填写|略|省略|作成中|準備中|未回答|工事中|後で書く|추후\s*(?:작성"
    r"|추가)|작성\s*(?:예정|중)"
    r"|준비\s*중|답변\s*(?:예정|작성)|미작성|в разработке|в процессе|скоро|позже"
    r"|ответа? (?:пока )?нет|нет ответа"
    r"|будет (?:позже|дополнено|добавлен[оа]?)|قريبا|قريبًا|لاحقا|قيد الإنشاء|سيتم الإضافة|por hacer"
    r"|pendiente"
    r"|próximamente|a completar|à compléter|à venir|bientôt|em breve|a fazer|folgt|kommt noch"
    r"|da completare"
    r"|yakında|segera|wkrótce|sắp có))+\W*\Z",
    re.IGNORECASE,
)
_TO_DO = pattern(r"\W*(?:to[ -]?do|tbd|fixme|wip)\b[^\n]{0,60}\Z", re.IGNORECASE)


def is_placeholder(answer: str) -> bool:
    """Whether an answer only says that there will be one."""
    text = fold_text(answer)
    return len(text) < 120 and bool(
        _PLACEHOLDER.match(text) or _TO_DO.match(text) or re.fullmatch(r"[.…\s?？_]+", text)
    )
