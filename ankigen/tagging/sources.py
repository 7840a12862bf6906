"""All tags of a card, each with where it came from, in one stated order.

The order: front matter, folders and file name, headings, tags written at the question, rules of
the configuration, topics, `--tag`. A tag that more than one of them gives has the first as its
origin. Then aliases are merged and the prefix is put before all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from ankigen.model import Heading
from ankigen.settings import Tags
from ankigen.tagging import names
from ankigen.tagging.match import Given
from ankigen.tagging.vocabulary import vocabulary
from ankigen.tagging.words import words

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

Origin = Literal["front matter", "folder", "file", "heading", "question", "rule", "topic", "option"]

_README = re.compile(r"readme(?:[._ -].*)?$", re.IGNORECASE)
_FILES = """
readme index qa q-a faq note notes doc docs main question questions answer answers interview
interviews source sources src content contents markdown md post posts page pages text topic topics
en zh cn zh-cn zh-hans chinese english 笔记 文档 面试 面试题 问题 题目 题库 目录
"""
_HEADINGS = """
question questions answer answers q-a qa faq interview interview-questions questions-and-answers
contents table-of-contents notes 面试题 问题 题目 目录 问答 常见问题
"""
_NAMELESS = frozenset(_FILES.split())
"""Names that files and folders have whatever is in them."""
_NAMELESS_HEADING = frozenset(_HEADINGS.split())
_SENTENCE = re.compile(r"[?？]\s*$")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag of a card: as it goes to Anki, where it came from, and what was written there."""

    tag: str
    origin: Origin
    written: str


@dataclass(frozen=True, slots=True)
class Place:
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
    topics: Sequence[Given | str] = (),
    options: Sequence[str] = (),
) -> tuple[Tagged, ...]:
    """A card's tags. `question` is its visible text, for rules; `options` are those of `--tag`.

    `topics` are what was found now, or tags that were recorded when they were found.
    """
    raw: list[Tagged] = []
    if settings.front_matter:
        raw += (Tagged(names.path(text), "front matter", text) for text in place.front)
    raw += _of_path(place.path, settings.folders, settings.file)
    if settings.headings:
        raw += _of_headings(place)
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


def _says(part: str) -> bool:
    return bool(part) and part not in _NAMELESS and not part.isdigit()


def _of_headings(place: Place) -> Iterator[Tagged]:
    levels = [h for h in place.headings if not (place.lone_title and h.level == 1)]
    parts: list[str] = []
    for heading in levels:
        part = "" if _SENTENCE.search(heading.text) else names.tag(heading.text)
        names_nothing = not part or part.isdigit() or part in _NAMELESS_HEADING
        if not names_nothing and part not in parts[-1:]:
            parts.append(part)
    if parts:
        yield Tagged("::".join(parts), "heading", levels[-1].text)


def _of_rules(path: str, question: str, settings: Tags) -> Iterator[Tagged]:
    if not settings.rules:
        return
    text = f" {' '.join(words(question))} "
    for tag, patterns in settings.rules.items():
        for pattern in patterns:
            if _is_path(pattern):
                hit = _path_matches(pattern, path)
            else:
                wanted = " ".join(words(pattern))
                hit = bool(wanted) and f" {wanted} " in text
            if hit:
                yield Tagged(names.path(tag), "rule", pattern)
                break


def _is_path(pattern: str) -> bool:
    return "/" in pattern or pattern.endswith((".md", ".markdown"))


def _path_matches(pattern: str, path: str) -> bool:
    return bool(_globs(pattern).match_file(path))


@lru_cache(maxsize=256)
def _globs(pattern: str) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines([pattern])


def tag_of(topic: Given | str) -> str:
    """The English tag of a topic, as it is recorded."""
    return topic if isinstance(topic, str) else topic.topic.tag


def _of_topic(topic: Given | str, settings: Tags) -> Tagged:
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
