"""All tags of a card, each with where it came from, in one stated order.

The order: front matter, folders and file name, headings, tags written at the question, rules of
the configuration, topics, `--tag`. A tag that more than one of them gives has the first as its
origin. Then aliases are merged and the prefix is put before all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from ankigen.model import Heading
from ankigen.patterns import pattern
from ankigen.settings import Tags
from ankigen.tagging import names
from ankigen.tagging.vocabulary import vocabulary
from ankigen.tagging.words import words

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from ankigen.tagging.match import Given

Origin = Literal["front matter", "folder", "file", "heading", "question", "rule", "topic", "option"]

_README = pattern(r"readme(?:[._ -].*)?$", re.IGNORECASE)
_FILES = """
readme index qa q-a faq note notes doc docs main question questions answer answers interview
interviews source sources src content contents markdown md post posts page pages text topic topics
en zh cn zh-cn zh-hans chinese english 笔记 文档 面试 面试题 问题 题目 题库 目录
"""
_QUESTIONS = """
question questions answer answers q-a qa faq faqs interview interviews contents quiz quizzes notes
exercise exercises flashcard flashcards
面试题 问题 题目 目录 问答 常见问题 答案 练习题 习题 考题 试题 試題 面试题目 问题与答案 面试问题
問題 質問 質問と回答 問題集 よくある質問 解答 練習問題
문제 질문 답변 질문과 면접질문 연습문제 퀴즈
вопрос вопросы ответ ответы задачи
pregunta preguntas respuestas ejercicios pergunta perguntas respostas exercícios
réponses exercices frage fragen antworten aufgaben karteikarten domanda domande risposte esercizi
pytanie pytania odpowiedzi soru sorular cevaplar câu hỏi pertanyaan jawaban soal kérdés kérdések
otázky odpovědi سؤال أسئلة الأسئلة שאלות प्रश्न คำถาม
"""
_BESIDE = """
and of the table list common frequently asked practice control 1 2 3 и на контрольные частые y e et
und häufige gestellte frecuentes frequentes fréquentes frequenti i ve và trả lời thường gặp dan a
자주 묻는 면접 الشائعة
"""
_NAMELESS = frozenset(_FILES.split())
"""Names that files and folders have whatever is in them."""
_SAYS_QUESTIONS = frozenset(_QUESTIONS.split())
"""Words of headings that only say that questions follow; and those that may stand beside them."""
_FILLS = frozenset(_BESIDE.split())
_FOLDS = pattern(r"[\x00-\x7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]*")
_SENTENCE = pattern(r"[?？]\s*$")


class Tagged(Struct, frozen=True):
    """A tag of a card: as it goes to Anki, where it came from, and what was written there."""

    tag: str
    origin: Origin
    written: str


class Place(Struct, frozen=True):
    """What a card's place says of it.

    `path` is its file's, relative to the project's root, with `/`. `front` are the tags of the
    file's front matter, `written` those at the question itself; both as the notes write them.
    `lone_title` says that the file has exactly one heading of level 1: its title, which is no tag.
    """

    path: str
    headings: tuple[Heading, ...] = ()
    lone_title: bool = True
    front: tuple[str, ...] = ()
    written: tuple[str, ...] = ()


def tags_of(
    place: Place,
    settings: Tags,
    *,
    question: str = "",
    topics: "Sequence[Given | str]" = (),
    options: Sequence[str] = (),
) -> tuple[Tagged, ...]:
    """A card's tags. `question` is its visible text, for rules; `options` are those of `--tag`.

    `topics` are what was found now, or tags that were recorded when they were found.
    """
    raw: list[Tagged] = []
    if settings.front_matter:
        raw += (Tagged(names.path(text), "front matter", text) for text in place.front)
    placed = [*_of_path(place.path, settings.folders, settings.file)]
    if settings.headings:
        placed += _of_headings(place)
    raw += (_as_topic(item, settings.language) for item in placed) if settings.topics else placed
    if settings.inline:
        raw += (Tagged(names.path(text), "question", text) for text in place.written)
    raw += _of_rules(place.path, question, settings)
    if settings.topics:
        raw += (_of_topic(topic, settings) for topic in topics)
    raw += (Tagged(names.path(text), "option", text) for text in options)
    prefix = names.path(settings.prefix) if settings.prefix else ""
    aliases = _aliases(tuple(settings.aliases.items())) if settings.aliases else ()
    found: dict[str, Tagged] = {}
    for item in raw:
        if item.tag:
            tag = names.joined(prefix, _merged(item.tag, aliases))
            found.setdefault(tag, Tagged(tag, item.origin, item.written))
    return tuple(_without_outer(found))


@lru_cache(maxsize=1024)
def _of_path(path: str, with_folders: bool, with_file: bool) -> tuple[Tagged, ...]:
    """One tag: the folders as levels, the file as the last."""
    *folders, file = path.split("/")
    parts: list[str] = []
    if with_folders:
        parts += (part for part in map(names.file_part, folders) if _says(part))
    stem = file.rpartition(".")[0] or file
    own = "" if not with_file or _README.match(stem) else names.file_part(stem)
    if own and _says(own) and own not in parts[-1:]:
        return (Tagged(names.joined(*parts, own), "file", path),)
    return (Tagged(names.joined(*parts), "folder", path),) if parts else ()


def _as_topic(item: Tagged, language: str) -> Tagged:
    """A place's tag in the spelling of the topic that it is, so that they are one tag in Anki."""
    return replace(item, tag=_spellings(language).get(folded(item.tag), item.tag))


@cache
def _spellings(language: str) -> Mapping[str, str]:
    """From a topic's tag in either language, folded, to the tag that is given."""
    found: dict[str, str] = {}
    for topic in vocabulary().topics.values():
        tag = topic.tag if language == "en" else names.path(topic.tag_zh)
        found.setdefault(folded(topic.tag), tag)
    return found


@lru_cache(maxsize=4096)
def folded(tag: str) -> str:
    """A tag without what tells its spellings apart: plural, hyphens, British endings, language."""
    return "::".join(_folded_part(part) for part in tag.split("::"))


@lru_cache(maxsize=4096)
def _folded_part(part: str) -> str:
    if not _FOLDS.fullmatch(part):
        return part.casefold().replace("-", "")  # a script whose words are not folded
    joined = "".join(words(part.replace("-", " ")))
    return joined if part.isascii() else _chinese().get(joined, joined)


@cache
def _chinese() -> Mapping[str, str]:
    """A topic's Chinese label to its English tag, both folded."""
    return {
        "".join(words(topic.label_zh)): "".join(
            words(topic.tag.rpartition("::")[2].replace("-", " "))
        )
        for topic in reversed(list(vocabulary().topics.values()))
    }


def _says(part: str) -> bool:
    return bool(part) and part not in _NAMELESS and not part.isdigit()


def _of_headings(place: Place) -> Iterator[Tagged]:
    levels = [h for h in place.headings if not (place.lone_title and h.level == 1)]
    parts: list[str] = []
    for heading in levels:
        part = "" if _SENTENCE.search(heading.text) else names.tag(heading.text)
        names_nothing = part.isdigit() or _only_asks(part)
        if part and not names_nothing and part not in parts[-1:]:
            parts.append(part)
    if parts:
        yield Tagged("::".join(parts), "heading", levels[-1].text)


def _only_asks(part: str) -> bool:
    rest = set(part.split("-")) - _FILLS
    return part in _SAYS_QUESTIONS or (bool(rest) and rest <= _SAYS_QUESTIONS)


def _of_rules(path: str, question: str, settings: Tags) -> Iterator[Tagged]:
    if not settings.rules:
        return
    text = f" {' '.join(words(question))} "
    for tag, forms in settings.rules.items():
        for form in forms:
            if _is_path(form):
                hit = _path_matches(form, path)
            else:
                wanted = " ".join(words(form))
                hit = bool(wanted) and f" {wanted} " in text
            if hit:
                yield Tagged(names.path(tag), "rule", form)
                break


def _is_path(form: str) -> bool:
    return "/" in form or form.endswith((".md", ".markdown"))


def _path_matches(form: str, path: str) -> bool:
    return bool(_globs(form).match_file(path))


@lru_cache(maxsize=256)
def _globs(form: str) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines([form])


def tag_of(topic: "Given | str") -> str:
    """The English tag of a topic, as it is recorded."""
    return topic if isinstance(topic, str) else topic.topic.tag


def _of_topic(topic: "Given | str", settings: Tags) -> Tagged:
    """A topic's tag in the language that is set; a recorded one that is no more stays as it is."""
    if isinstance(topic, str):
        known = vocabulary().topics.get(topic) if settings.language == "zh" else None
        return Tagged(names.path(known.tag_zh) if known else topic, "topic", "on record")
    tag = topic.topic.tag if settings.language == "en" else names.path(topic.topic.tag_zh)
    where = f"the {topic.where}"
    return Tagged(
        tag, "topic", f"{topic.term!r} in {where}" if topic.term else f"{where}'s subject"
    )


@lru_cache(maxsize=16)
def _aliases(items: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    pairs = ((names.path(old), names.path(new)) for old, new in items)
    return tuple((old, new) for old, new in pairs if old and new)


def _merged(tag: str, aliases: Iterable[tuple[str, str]]) -> str:
    """A tag with each alias replaced once, where it is whole levels of the tag."""
    framed = f"::{tag}::"
    for old, new in aliases:
        framed = framed.replace(f"::{old}::", f"::{new}::")
    return framed[2:-2]


def _without_outer(found: dict[str, Tagged]) -> Iterator[Tagged]:
    """Without tags of places that a finer tag of the card contains; written ones stay."""
    for tag, item in found.items():
        placed = item.origin in ("folder", "file", "heading")
        if not (placed and any(other.startswith(f"{tag}::") for other in found)):
            yield item
