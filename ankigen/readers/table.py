"""Glossary tables: a row is a card where a header (or the file's title) says so."""

import re
from collections.abc import Sequence

from ankigen.blocks import cells
from ankigen.model import Piece
from ankigen.patterns import pattern
from ankigen.readers.asks import asks
from ankigen.readers.cards import Draft, Reading, finish, unanswered
from ankigen.readers.page import Atom, Page
from ankigen.readers.taken import Taken
from ankigen.readers.words import fold_text, label_kind
from ankigen.text import plain

_FRONT = pattern(
    r"terms?|acronyms?|abbreviations?|abbr\.?|words?|vocabulary|concepts?|keywords?|front"
    r"|questions?"
    r"|phrases?|expressions?|names?|symbols?|术语|術語|词|單詞|单词|名词|概念|缩写|正面|问题|問題"
    r"|用語|単語|略語|용어|단어|약어|질문"
    r"|термин|слово|понятие|сокращение|аббревиатура|вопрос|المصطلح|مصطلح|الكلمة|السؤال|término"
    r"|palabra"
    r"|concepto|pregunta|terme|mot|begriff|wort|frage|termo|palavra|pergunta|termine|parola|terim"
    r"|kelime",
    re.IGNORECASE,
)
_BACK = pattern(
    r"definitions?|meanings?|descriptions?|explanations?|answers?|back|translations?|full (?:form"
    r"|name)"
    r"|stands for|expansion|解释|解釋|定义|定義|含义|意思|说明|說明|答案|全称|释义|翻译|背面|意味"
    r"|説明|回答|訳|뜻|의미|정의|설명|답변?"
    r"|определение|значение|описание|перевод|расшифровка|ответ|التعريف|تعريف|المعنى|معنى|الإجابة"
    r"|definición|significado|respuesta|traducción|définition|signification|réponse|traduction"
    r"|bedeutung"
    r"|antwort|übersetzung|erklärung|definição|resposta|significato|definizione|risposta|anlamı?"
    r"|tanım",
    re.IGNORECASE,
)
_NUMBER = pattern(
    r"\W*(?:no|nr|num|number|#|id|s\.?no|sl\.?no|序号|编号|番号|번호|№|n)?\W*", re.IGNORECASE
)
_SHEET = pattern(
    r"cheat ?-?sheets?|glossar|flash ?-?cards?|vocab|acronym|terminolog|词汇|詞彙|术语表|单词表"
    r"|速查|用語集|単語帳|チートシート"
    r"|용어집|단어장|치트시트|словар|глоссарий|шпаргалк|مصطلحات|قاموس|lexi(?:con|kon|que)"
    r"|spickzettel",
    re.IGNORECASE,
)


def read(page: Page, taken: Taken) -> Reading:
    """A card for each row of the tables that are glossaries."""
    reading = Reading(looked="tables whose header names terms and their meanings")
    for atom in page.atoms:
        if atom.kind == "table" and not atom.path and taken.free(atom.start, atom.end):
            why = _why(page, atom)
            if why:
                _rows(page, atom, why, reading)
    return reading


def _why(page: Page, atom: Atom) -> str:
    """Why a table is a glossary; empty when it is none."""
    pieces = atom.pieces
    if len(pieces) < 2:
        return ""
    header = [_word(page, cell) for cell in cells(page.text, *pieces[0][:2])]
    if page.forced and len(header) >= 2:
        return "the configuration says so"
    columns = _columns(header)
    if columns is None and (columns := _asked(page, header, pieces)):
        return f"the table's first column, {header[columns[0]]}, asks"
    if columns:
        return f"the table's header says {header[columns[0]]} and {header[columns[1]]}"
    if len(header) >= 2 and _SHEET.search(page.name) and _is_list_of_terms(page, pieces):
        return "a table of terms in a file that calls itself a cheat sheet or glossary"
    return ""


def _columns(header: list[str]) -> tuple[int, int] | None:
    """Which column holds the questions and which the answers, where the header names both."""
    rest = [at for at, name in enumerate(header) if not _NUMBER.fullmatch(name)]
    if len(rest) != 2 or not (
        _FRONT.fullmatch(header[rest[0]]) and _BACK.fullmatch(header[rest[1]])
    ):
        return None
    return rest[0], rest[1]


_ASKED = pattern(
    r"questions?|问题|問題|题目|題目|面试题|面試題|質問|질문|вопрос|السؤال|preguntas?|perguntas?|frage"
    r"|question|domanda|câu hỏi|soru|pytanie|pertanyaan",
    re.IGNORECASE,
)


def _asked(page: Page, header: Sequence[str], pieces: tuple[Piece, ...]) -> tuple[int, int] | None:
    """The columns of a table whose first one is called questions and asks, with text beside it."""
    rest = [at for at, name in enumerate(header) if not _NUMBER.fullmatch(name)]
    if len(rest) != 2 or not _ASKED.fullmatch(header[rest[0]]):
        return None
    rows = [cells(page.text, start, end) for start, end, _ in pieces[1:]]
    rows = [row for row in rows if len(row) > rest[1]]
    asking = sum(1 for row in rows if asks(_word(page, row[rest[0]])) == 2)
    told = [plain(_LINK.sub(" ", page.text[slice(*row[rest[1]])])) for row in rows]
    full = sum(1 for words in told if len(words) >= 8 and not words.isdecimal())
    enough = len(rows) >= 2 and asking >= 0.6 * len(rows) and full >= 0.8 * len(rows)
    return (rest[0], rest[1]) if enough else None


_LINK = pattern(r"!?\[(?P<text>[^\[\]]*)\]\([^()\r\n]*\)")


def _only_leads(text: str) -> bool:
    """Whether a cell is a link alone that says nothing itself: a sign, `answer`, `here`."""
    link = _LINK.fullmatch(text.strip())
    if link is None or text.strip().startswith("!"):
        return False
    words = plain(link["text"])
    said = re.search(r"[^\W_]", words) is not None
    return not said or bool(label_kind(words)) or fold_text(words) in ("link", "answer link")


def _word(page: Page, cell: tuple[int, int]) -> str:
    return fold_text(plain(page.text[slice(*cell)]))


def _is_list_of_terms(page: Page, pieces: tuple[Piece, ...]) -> bool:
    """Short, different first cells, and something in the others; no links."""
    first: list[str] = []
    for piece in pieces[1:]:
        row = cells(page.text, piece[0], piece[1])
        if len(row) < 2 or "](" in page.text[piece[0] : piece[1]]:
            return False
        first.append(_word(page, row[0]))
    return len(set(first)) == len(first) >= 3 and all(0 < len(term) <= 40 for term in first)


def _rows(page: Page, atom: Atom, why: str, reading: Reading) -> None:
    text = page.text
    pieces = atom.pieces
    header = cells(text, pieces[0][0], pieces[0][1])
    names = [_word(page, cell) for cell in header]
    columns = _columns(names) or _asked(page, names, pieces)
    for start, end, _ in pieces[1:]:
        row = cells(text, start, end)
        one, two = columns or (0, 1)
        if len(row) <= two or not plain(text[slice(*row[one])]):
            continue
        if columns or len(header) == 2:
            front: list[Piece] = [(*row[one], 0)]
            back: list[Piece] = [(*row[two], 0)]
            if _only_leads(text[slice(*row[two])]):
                reading.said.append(unanswered(page, *row[one]))
                reading.rejected.append((start, end))
                continue
        else:
            front = [(*header[0], 0), (header[0][1], header[0][1], 0), (*row[0], 0)]
            back = _table_of(text, pieces, atom, header, row)
        overfull = len(row) > len(header)
        finish(Draft(page, "table", why, start, end, front, back, overfull=overfull), reading)


def _table_of(
    text: str,
    pieces: tuple[Piece, ...],
    atom: Atom,
    header: list[tuple[int, int]],
    row: list[tuple[int, int]],
) -> list[Piece]:
    """The other cells of a row under their header, as a table of one row."""
    dashes = _dashes(text, pieces, atom)
    if dashes is None or len(dashes) < 2 or len(header) < 2:
        return [(*cell, 0) for cell in row[1:]]
    ends = (pieces[0][1], dashes[-1][1], row[-1][1])
    lines = ((header[1][0], ends[0]), (dashes[1][0], ends[1]), (row[1][0], ends[2]))
    return [(start, max(start, end), 0) for start, end in lines]


def _dashes(text: str, pieces: tuple[Piece, ...], atom: Atom) -> list[tuple[int, int]] | None:
    """The cells of a table's row of dashes, which is between its header and its first row."""
    start, end = pieces[0][1], pieces[1][0]
    line = text[start:end].strip("\r\n")
    at = start + text[start:end].find(line)
    stop = at + len(line)
    while stop > at and text[stop - 1] in "\r\n":
        stop -= 1
    found = cells(text, at, stop)
    return found if found and atom.kind == "table" else None
