"""The words of labels: what names a question, an answer, or another part of a card.

One line a language or script, and none in two, as regular expressions (`_` stands for blanks). A
family is used only where such a word stands alone at the head of a line, or before a colon.
"""

import re
from typing import Literal

from ankigen.patterns import pattern

_ADJECTIVES = r"""
the correct right model sample suggested possible short long full detailed expected best official
example reference my ideal brief strong senior senior-level
la|le|les|los|las|el|o|a|die|der|das bonne richtige korrekte beste kurze juiste korte poprawna
prawidłowa przykładowa właściwa doğru örnek correcta correcto correcte
верный правильный краткий полный развёрнутый развернутый примерный эталонный правильна вірна
коротка
"""

_ANSWER = r"""
answers?(?:_(?:guide|key|outline|sketch|explained|and_explanations?))?(?:_\(s\))?|ans
solutions?(?:_(?:guide|outline|sketch))?(?:_\(s\))?|sol|reply|response
(?:参考|參考|标准|標準|正确|正確|示例|模範|詳細)?(?:答案|解答|回答|答え|正解|答)(?:例|要点|要點|示例)?
(?:答案|解答)(?:和|与|與|及|及び)(?:解析|解释|解釋|詳解|解説)|正答|(?:面试|面試)(?:题|題)(?:剖析|分析|解析)|(?:面试|面試)官(?:心理)?(?:分析|剖析)|答案解析|解析|题解|題解|解法|解题思路|解題思路|解题方法|解
候选人|應試者|应聘者|求职者|応募者|지원자|кандидат
candidate|interviewee
(?:모범_|예시_|올바른_)?(?:답변|정답|해답|답안|풀이|대답|답)(?:_예시)?
ответы?|решение|разгадка|відповід(?:ь|і)|розв['ʼ’]?язок|розв['ʼ’]?язання|рішення|адказ|отговор
(?:ال)?(?:إجابة|اجابة|جواب|حل)(?:_(?:الصحيحة|الصحيح|النموذجية|النموذجي|المقترحة|المختصرة))?
پاسخ(?:_(?:صحیح|درست|تشریحی|نمونه|پیشنهادی))?|جواب_(?:صحیح|درست)|حل_تمرین
(?:ה)?תשובה(?:_(?:נכונה|הנכונה|לדוגמה|מלאה))?|(?:ה)?פתרון|תשובות
respuestas?(?:_(?:correctas?|modelo|sugerida|esperada|corta|completa))?|soluci[oó]n(?:es)?
r[ée]ponses?(?:_(?:correctes?|attendues?|types?|modèle|courte|possible))?|corrigés?
respostas?(?:_(?:corretas?|certa|modelo|esperada|sugerida|curta))?|solução|resolução|gabarito
(?:muster|beispiel)?(?:antwort(?:en)?|lösung(?:en)?|loesung)(?:svorschlag)?
rispost[ae](?:_(?:corrett[ae]|esatt[ae]|modello|attesa|breve))?|soluzion[ei]
(?:antwoord(?:en)?|oplossing(?:en)?|uitwerking)
odpowied(?:[źz]|zi)|rozwiązani[ea]|odpověď|řešení|riešenie
cevap(?:lar)?|cevabı|yanıt(?:lar)?|yanıtı|çözüm(?:ü|ler)?
svar|løsning|lösning|vastaus|ratkaisu|răspuns|raspuns|válasz|megoldás
απάντηση|απαντήσεις
(?:câu_)?trả_lời(?:_(?:mẫu|đúng|ngắn|chi_tiết|tham_khảo|gợi_ý))?|lời_giải|giải
(?:câu_)?đáp_án(?:_(?:đúng|mẫu|chi_tiết|gợi_ý|tham_khảo))?
jawab(?:an)?(?:_(?:yang_)?(?:benar|singkat|contoh|ideal))?|jawapan|penyelesaian|solusi
(?:सही_|आदर्श_|संक्षिप्त_)?(?:उत्तर|जवाब)|हल|समाधान|คำตอบ|เฉลย
"""

FURTHER = r"""
(?:an?_|the_|more_|detailed_|quick_|brief_)?explanations?|explained|rationale|reasoning|justifications?
why(?:_this_works)?|(?:key|main)_(?:points?|takeaways?|ideas?|concepts?)|takeaways?|example(?:s|_code)?
(?:code|sample)(?:_(?:example|solution|snippet))?|code|output|notes?|details?|in_depth|deep_dive|summary
analysis|an[áa]lis(?:e|is)|analyse|complexity(?:_analysis)?|time_complexity|common_mistakes|pitfalls?|tl;?dr|discussion|approach
references?|sources?|further_reading|see_also|feedback|points?|score|tips?_and_tricks
(?:答案|详细|詳細|试题|試題|题目|題目|代码|代碼|本题)?(?:解析|解释|解釋|解説|解說|说明|說明|讲解|講解|分析|详解|詳解|剖析)
(?:示例|范例|範例|参考|參考|核心|源|完整|测试|サンプル)?(?:代码|代碼|程式碼|コード)(?:示例|範例|实现|實作|例)?
示例|范例|範例|举例|舉例|例子|实例|例|知识点|知識點|考点|考點|要点|要點|关键点|關鍵點|总结|總結|小结|扩展|擴展|拓展|补充|補充
注意(?:事项|事項)?|复杂度(?:分析)?|複雜度|参考资料|參考資料|延伸阅读|来源|出处|易错点|理由|ポイント|補足|説明|参考|解題
해설|설명|예시(?:_코드)?|예제(?:_코드)?|코드|참고(?:_자료)?|요약|핵심(?:_정리)?|포인트|이유|출처|보충
пояснени[ея]|объяснени[ея]|разбор|обоснование|пример(?:ы|_кода)?|код|ключевые_(?:моменты|идеи|пункты)
комментари[йи]|примечани[ея]|итог[и]?|источник[и]?|сложность|пояснення|приклад(?:и|_коду)?|обґрунтування
(?:ال)?(?:شرح|تفسير|توضيح|تعليل|مثال|ملاحظة|ملاحظات|خلاصة|شيفرة|مصدر|مراجع)(?:_الكود)?
(?:ה)?הסבר|דוגמה|דוגמא|נימוק|הערה|סיכום|קוד
توضیح(?:ات)?|نمونه(?:_کد)?|نکته|خلاصه|منبع|دلیل|مثال
explicaci[oó]n|justificaci[oó]n|razonamiento|ejemplos?(?:_de_código)?|código|notas?|fuentes?|puntos_clave
resumen|motivo|retroalimentación|comentarios?|bloom|tema
explications?|justifications?|exemples?(?:_de_code)?|remarques?|sources?|points_clés|résumé|commentaires?
explicaç(?:ão|ões)|justificativa|exemplos?(?:_de_código)?|fontes?|pontos_(?:chave|principais)|resumo|observaç(?:ão|ões)
erklärung(?:en)?|begründung|erläuterung(?:en)?|beispiele?|beispielcode|hinweise|quellen?|anmerkung(?:en)?
zusammenfassung|kernpunkte
spiegazion[ei]|motivazione|esempi(?:o)?|note|font[ei]|punti_chiave|riassunto|giustificazione
uitleg|toelichting|verklaring|voorbeeld(?:en)?|bron(?:nen)?|samenvatting|opmerking
wyjaśnieni[ea]|uzasadnieni[ea]|przykłady?|uwag[ai]|źródł[oa]|podsumowanie
açıklama(?:sı|lar)?|gerekçe|örnek(?:ler|_kod)?|kod|notlar|kaynak(?:lar)?|özet
giải_thích|ví_dụ(?:_minh_h[oọ]a)?|mã_(?:nguồn|ví_dụ)|ghi_chú|lưu_ý|tóm_tắt|nguồn|phân_tích
penjelasan|pembahasan|contoh(?:_kode)?|alasan|catatan|sumber|ringkasan
व्याख्या|स्पष्टीकरण|उदाहरण|टिप्पणी|सारांश|कारण|स्रोत
"""
"""What follows an answer and belongs to it: explanations, examples, notes, sources."""

OPTIONS = r"""
(?:answer_)?(?:options?|choices?|alternatives?)|possible_answers|multiple_choice
选项|選項|备选答案|备选项|選択肢|선택지|보기|선지
варианты?(?:_ответ(?:а|ов))?|варіанти?(?:_відповід(?:і|ей))?
(?:ال)?(?:خيارات|اختيارات|بدائل)|گزینه(?:_?ها)?|אפשרויות|תשובות_אפשריות
opciones(?:_de_respuesta)?|alternativas|choix(?:_possibles)?|propositions|opções|antwortmöglichkeiten|optionen
opzioni|alternative|opties|antwoordopties|opcje|warianty(?:_odpowiedzi)?|seçenekler|şıklar|(?:các_)?lựa_chọn
phương_án|pilihan(?:_jawaban)?|opsi
विकल्प
"""

ABOUT = r"""
type|question_type|difficulty|level|tags?|topics?|category|categories|points?|score|bloom(?:'s_level)?|domain|objective
(?:题目|題目|试题|題)?(?:类型|類型|题型|題型|难度|難度|标签|標籤|分值|分類|分类|知识点|知識點|章节|考点|公司|频率)
難易度|カテゴリ|タグ|分野|유형|난이도|태그|분류|тип|сложность|тема|теги|уровень|категория|складність
النوع|المستوى|الصعوبة|الموضوع|التصنيف|نوع|سطح
tipo|dificultad|nivel|etiquetas|niveau|difficulté|thème|catégorie
dificuldade|nível|schwierigkeit(?:sgrad)?|kategorie|thema|difficoltà|livello|moeilijkheid|poziom|kategoria
zorluk|seviye|konu|độ_khó|chủ_đề|cấp_độ|loại|tingkat(?:_kesulitan)?|topik|kategori
कठिनाई|विषय
"""
"""What is said about a question before it: its type, difficulty, tags."""

QUESTION = r"""
questions?|ques|problem(?:_statement)?|exercise|task|prompt|interviewers?|question_text
问题|問題|题目|題目|提问|提問|试题|試題|面试题|面試題|问|問|题|題|质问|質問|設問|設問文|例題|面试官|面試官|面接官|追问|追問
질문|문제|문항|물음|면접관|вопрос|задача|задание|упражнение|интервьюер|питання|запитання|завдання
(?:ال)?سؤال|سوال|پرسش|(?:ال)?تمرين|تمرین|المحاور|(?:ה)?שאלה|תרגיל
preguntas?|enunciado|ejercicio|problema|entrevistador|perguntas?|questão|exercício|énoncé|exercice|problème|intervieweur
frage|aufgabe|aufgabenstellung|fragestellung|domanda|quesito|esercizio|vraag|opgave|pytanie|zadanie
soru|otázka|spørgsmål|fråga|kérdés|întrebare|pertanyaan|soal(?:an)?
ερώτηση|प्रश्न|सवाल|คำถาม
câu_hỏi|câu|đề_bài|bài_tập|bài_toán
"""

HINT = r"""
提示|线索|線索|ヒント|힌트|подсказк[аи]|підказк[аи]|تلميح(?:ات)?|راهنمایی|רמז
hints?|clues?|tips?|pistas?|indices?|dicas?
hinweis|tipp|suggeriment[oi]|wskazówk[ai]|ipucu|gợi_ý|petunjuk
संकेत
"""


_LATIN = r"[a-z\u00aa-\u024f\u1e00-\u1eff]"
_IS_LATIN = pattern(rf"[(?:]*{_LATIN}")


def _joined(family: str) -> str:
    """All words of a family as alternatives; of them only those in the script of the text are
    tried, since a label may open any line. So a line of a family is in Latin letters or in none.
    """
    lines = ["|".join(line.split()).replace("_", r"[ \t]+") for line in family.splitlines()]
    latin = "|".join(line for line in lines if _IS_LATIN.match(line))
    other = "|".join(line for line in lines if line and not _IS_LATIN.match(line))
    return rf"(?={_LATIN})(?:{latin})|(?!{_LATIN})(?:{other})"


_LEAD = _joined(_ADJECTIVES)
ANSWER_LABEL = rf"(?:(?:{_LEAD})[ \t]+){{0,2}}(?:{_joined(_ANSWER)})"
QUESTION_LABEL = _joined(QUESTION)

Part = Literal["question", "answer", "options", "further", "about", "hint", ""]

_FAMILIES: tuple[tuple[Part, str], ...] = (
    ("options", _joined(OPTIONS)),
    ("hint", _joined(HINT)),
    ("further", _joined(FURTHER)),
    ("about", _joined(ABOUT)),
    ("question", QUESTION_LABEL),
    ("answer", ANSWER_LABEL),
)
_WORDS = [(part, pattern(rf"(?:{words})\Z", re.IGNORECASE)) for part, words in _FAMILIES]
_HEAD = pattern(
    r"[^\w\n]{0,12}(?P<word>[^\W\d_](?:[^\n:：\]】*<]{0,40}?[^\W\d_])?)[ \t]*(?:#?\d{1,3}\b[ \t]*)?"
    r"(?:[(（][^()（）\n]{0,30}[)）])?(?:[ \t]*[*_\]】]{1,4})?[ \t]*"
    r"(?:(?:[:：]|[】\]](?!\())[ \t]*(?:\*{1,4}|_{1,3})?[ \t]*(?P<rest>[^\n]?)|[*_ \t]*\Z)"
)


def part_at(line: str) -> tuple[Part, bool]:
    """The part of a card that a line names at its head, and whether nothing follows there.

    A word with a colon, or alone on its line, in emphasis or with the marks of a heading.
    """
    return _part(line[:160].rstrip(" \t\u200b\ufeff"))


def _part(line: str) -> tuple[Part, bool]:
    match = _HEAD.match(line)
    if not match:
        return "", False
    word = " ".join(match["word"].split())
    for part, words in _WORDS:
        if words.match(word):
            return part, not match["rest"]
    return "", False


_STATED = pattern(
    r"\W*(?:(?:problem )?(?:description|statement)|constraints?|input|output|given|context|scenario"
    r"|setup|data|描述|题目描述|问题描述|問題描述|題目描述|说明|输入|输出|条件|문제 ?설명|입력|출력"
    r"|제한 ?사항|условие|ввод|вывод"
    r"|descripción|entrada|salida|descrição|saída|énoncé|beschreibung|descrizione)\W*\Z",
    re.IGNORECASE,
)


def states(line: str) -> bool:
    """Whether a line of its own says that what a problem is comes below it."""
    return _STATED.match(line) is not None
