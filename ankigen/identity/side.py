"""Sides of a comparison: the words of a question and of an answer, with what they weigh."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from ankigen.identity.question import read
from ankigen.identity.words import folded
from ankigen.patterns import pattern

_CLOZE = pattern(r"\{\{c\d{1,3}::(.*?)(?:::[^{}]*)?(?:\}\}|$)")
_CUT_WORD = pattern(r"[^\W\u2e80-\uffff]{0,40}…$")


class Face(Struct, frozen=True):
    """What is compared of a card: words of its question, hashed words of its answer.

    `limit` is the value up to which `answer` holds all words (a sketch is a sample).
    """

    question: str
    answer: frozenset[int]
    limit: int = 1 << 18


class Rarity:
    """How much a word says in this project: 1 for a rare one, little for one that stands in many
    questions or answers (inverse document frequency).
    """

    def __init__(self, faces: Iterable[Face] = ()) -> None:
        self._questions: Counter[str] = Counter()
        self._answers: Counter[int] = Counter()
        limits = []
        for face in faces:
            self._questions.update({word.key for word in read(face.question) if word.weight})
            self._answers.update(face.answer)
            limits.append(face.limit)
        self._limits = sorted(limits)
        self._known: dict[int, float] = {}

    def of_word(self, key: str) -> float:
        """The weight of a question's word."""
        found = self._questions.get(key, 0)
        if found < 2:
            return 1.0
        return max(0.1, 1 - math.log(found) / math.log(len(self._limits) + 20))

    def misspelt(self, old: str, new: str) -> bool:
        """Whether one is a word of this project, and the other hardly seen before."""
        rare, common = sorted((self._questions.get(old, 0), self._questions.get(new, 0)))
        return rare < 2 and common > 2

    def of_answer(self, word: int) -> float:
        """The weight of an answer's hashed word. Sketches too full to show it do not count."""
        known = self._known.get(word)
        if known is not None:
            return known
        found = self._answers.get(word, 0)
        weight = 1.0
        if found > 1:
            able = len(self._limits) - bisect_left(self._limits, word)
            weight = max(0.05, 1 - math.log(found) / math.log(able + 20))
        self._known[word] = weight
        return weight


class Side(Struct, frozen=True):
    """A face made ready to be compared: its question's text folded; keys of the question's words
    in order, and by key their weight and their written form; the answer's words with their weights,
    and the sum of these.
    """

    text: str
    keys: list[str]
    weights: dict[str, float]
    written: dict[str, str]
    answer: frozenset[int]
    said: dict[int, float]
    whole: float
    limit: int

    def up_to(self, limit: int) -> float:
        """The weight of the answer's words up to a limit."""
        if limit >= self.limit:
            return self.whole
        return sum([weight for word, weight in self.said.items() if word <= limit])


def unclozed(text: str) -> str:
    """The text without the marks of its clozes."""
    return _CLOZE.sub(r"\1", text) if "{{c" in text else text


def side(face: Face, rarity: Rarity) -> Side:
    """Make a face ready."""
    question = unclozed(face.question)
    words = read(_CUT_WORD.sub("", question))
    weights: dict[str, float] = {}
    for word in words:
        weight = word.weight and word.weight * rarity.of_word(word.key)
        weights[word.key] = max(weight, weights.get(word.key, 0.0))
    written = {word.key: word.written for word in words}
    keys = [word.key for word in words]
    said = {word: rarity.of_answer(word) for word in face.answer}
    return Side(
        text=folded(question),
        keys=keys,
        weights=weights,
        written=written,
        answer=face.answer,
        said=said,
        whole=sum(said.values()),
        limit=face.limit,
    )
