"""A card's text, and what its file is about."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import unescape

from msgspec import Struct

from ankigen.patterns import pattern
from ankigen.tagging import snippets, stems
from ankigen.tagging.match import Span, named, spans, spoken, subjects_in, terms_in
from ankigen.tagging.shown import Shown
from ankigen.tagging.vocabulary import vocabulary
from ankigen.tagging.words import words
from ankigen.text import visible

LONGEST = 400
"""Characters of a question that are looked at."""
FIRST_SIZE = 600
"""Characters of an answer that say what subject it is on."""
SAID = 1500
"""Characters of an answer that are looked at: its matter is named early."""
READ = 12_000
"""Characters of an answer's HTML that are looked at: enough for what is read of its text."""
LISTED = 8000
"""Characters of an answer's HTML in which its listings are looked for."""
SHARE = 0.12
"""The part of a file's cards that must be about a subject for its bare words to count."""
_NAMING = ("terms", "question", "within")
_PRE = pattern(r"<pre\b[^>]*>([^<]*(?:<(?!/pre>)[^<]*)*)</pre>")
_TAG = pattern(r"<[^>]*>")
_NOT = pattern(
    r"\b(?:is|are|was|were) (?:not|NOT)\b|\bNOT\b|\b(?:except|EXCEPT)\b|不是|不属于|不正确|错误的"
)
_LAST = pattern(r"[.!。！]\s+")
"""What asks for the option that is not of the matter."""
_URL = pattern(r"\b(?:https?|ftp|ssh|git)://[^\s，。、）]{1,300}|\bwww\.[^\s，。、）]{1,300}")
_FILE = pattern(
    r"(?<![\w/.])[\w/-]{1,80}\.(?:jsx?|tsx?|py|rb|go|java|cs|cpp|php|sh|kt|rs|swift|html?|css|scss|json"
    r"|ya?ml|toml|xml|sql|csv|txt|md|log|conf|cfg|ini|zip|gz|tar|png|jpe?g|svg|pdf|exe)\b(?![\w.(])"
)


class CardText:
    """A card: its question in parts, its answer as plain visible text. Headings from the outermost.

    `language` is that of the question's listing, as the notes write it; `back` the answer's HTML.
    The answer's text and its subjects are read from there when they are asked for, most often not.
    """

    __slots__ = ("_about", "_answer", "_prose", "back", "headings", "language", "question")

    def __init__(
        self,
        question: Shown,
        answer: str | None = None,
        headings: tuple[str, ...] = (),
        language: str = "",
        back: str = "",
        about: tuple[str, ...] | None = None,
    ) -> None:
        self.question, self.headings, self.language, self.back = question, headings, language, back
        self._answer, self._about = answer, about
        self._prose: str | None = None

    @property
    def answer(self) -> str:
        """What a reader sees of the answer."""
        if self._answer is None:
            self._answer = visible(self.back[:READ])
        return self._answer

    @property
    def prose(self) -> str:
        """What a reader sees of the answer beside its listings: names in code say little."""
        if self._prose is None:
            if "<pre" in self.back[:READ]:
                self._prose = visible(_PRE.sub(" ", self.back[:READ]))
            else:
                self._prose = self.answer if self.back else ""
        return self._prose

    @property
    def said(self) -> str:
        """What an answer says, and the right options."""
        return "\n".join((*self.right, self.answer))[:SAID]

    @property
    def besides(self) -> str:
        """What it says, and the question below what it asks."""
        return f"{self.question.rest}\n{self.question.code}\n{self.said}"[:SAID]

    def begins(self, most: int) -> str:
        """The beginning of the prose, two thirds as long in other scripts; often up to a listing.

        Without reading all of it, where what stands before the first listing is enough.
        """
        text = "" if self._prose is None else self._prose
        if not text:
            before, listing, _ = self.back[: 4 * most].partition("<pre")
            text = visible(before)
            if listing and len(text) < most // 2:
                text = self.prose
        return text[: most if text[:most].isascii() else 2 * most // 3]

    @property
    def about(self) -> tuple[str, ...]:
        """The subjects of which the answer speaks."""
        if self._about is None:
            self._about = answer_subjects(self.answer)
        return self._about

    @property
    def right(self) -> tuple[str, ...]:
        """The texts of the right options; of those that are not what is asked for, none."""
        question = self.question
        if not question.options or _NOT.search(_LAST.split(question.asked)[-1]):
            return ()
        return question.right(self.answer)


def listings(back: str) -> str:
    """The code of an answer."""
    found = _PRE.findall(back[:LISTED])
    return "\n".join(unescape(_TAG.sub("", code)) for code in found)


class Context(Struct, frozen=True):
    """What a file is about: subjects that its name or title say, and those of its cards."""

    declared: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    """The most frequent first."""
    ruling: str = ""
    """The subject of most of the cards."""
    topic: str = ""
    """The topic that the file's name or its title is a term of."""


def subjects_of(question: Shown) -> tuple[str, ...]:
    """The subjects of which a question speaks for sure."""
    return spoken(stem_of(question.asked).terms)


def context_of(
    path: str,
    title: str,
    cards: Sequence[tuple[str, ...]],
    answers: Sequence[tuple[str, ...]] = (),
    project: str = "",
) -> Context:
    """What a file is about, from its path (with `/`), its title and all its cards' subjects.

    Where path and title do not say it, a card whose question has no subject counts by those of its
    answer, `answers`, and the name of the notes' `project` says what they do not.
    """
    parts = [part.rpartition(".")[0] or part for part in path.split("/")]
    texts = (title, *reversed(parts))
    declared = tuple(dict.fromkeys(s for text in texts for s in subjects_in(text)))
    counts: Counter[str] = Counter()
    for subjects in cards:
        counts.update(subjects)
    ruling = _ruling(counts, max(3, 0.6 * counts.total()))
    if not declared:
        for subjects, said in zip(cards, answers, strict=False):
            counts.update(() if subjects else said)
        ruling = ruling or _ruling(counts, max(4, 0.6 * len(cards)))
    least = max(2.0, SHARE * counts.total())
    also = vocabulary().also
    near = {s: n + sum(counts[o] for o in also.get(s, ())) for s, n in counts.items()}
    shared = tuple(subject for subject, _ in counts.most_common() if near[subject] >= least)
    if not declared:
        sure, likely = _home(project)
        shared += tuple(subject for subject in (*sure, *likely) if subject not in shared)
        ruling = ruling or ("" if likely else _ruling(Counter(sure), len(sure)))
    return Context(declared, shared, ruling, _named_topic((title, parts[-1]), (*declared, *shared)))


@lru_cache(maxsize=16)
def _home(project: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Subjects that a project's name says for sure; and others that a word of it calls."""
    terms = spans(words(project.replace("_", " ")))
    known = vocabulary()
    sure = tuple(subject for subject in named(terms) if subject not in known.broad)
    said = [entry for _, here in terms for _, end in here for entry in end.entries]
    likely = dict.fromkeys(e.subject for e in said if e.kind in ("title", "names"))
    return sure, tuple(subject for subject in likely if subject not in sure)


def _named_topic(titles: Iterable[str], subjects: tuple[str, ...]) -> str:
    """The topic of which a title is a term, and nothing else, in notes on these subjects."""
    for title in titles:
        bare = stems.without_noise(words(title.replace("_", " ")))
        found = spans(bare)
        if found and found[0][0] == 0 and found[0][1][0][0] == len(bare):
            entries = [e for e in found[0][1][0][1].entries if e.kind in _NAMING]
            near = [e for e in entries if e.subject in subjects]
            if len({e.topic for e in near or entries}) == 1 and (
                near or entries[0].kind == "terms"
            ):
                return (near or entries)[0].topic
    return ""


def language_of(card: CardText, *, known: bool, lonely: bool) -> tuple[str, ...]:
    """That of the question's listing; where no subject is known also by what code shows.

    In a `lonely` file, whose other cards say nothing either, by that of the answer, too.
    """
    shown, said = card.question.code, card.language
    if shown and said and (named := subjects_in(said)):
        return named
    if known:
        return ()
    found = snippets.language(shown or card.question.asked)
    if found or shown or not lonely:
        return found
    return snippets.language(listings(card.back))


def _ruling(counts: Counter[str], least: float) -> str:
    return next((subject for subject, n in counts.most_common(1) if n >= least), "")


class Stem(Struct, frozen=True):
    """A question's own words, and the terms in them."""

    words: list[str]
    terms: list[Span]


@lru_cache(maxsize=1 << 11)
def stem_of(asked: str) -> Stem:
    """Asked for twice of each card: for its file's subject, and for its own topics."""
    text = words(_without_names(asked[:LONGEST]))
    return Stem(text, spans(text))


def _without_names(text: str) -> str:
    """Without addresses, and without names of files but for those that are terms (`node.js`)."""
    if "." not in text:
        return text
    return _FILE.sub(lambda found: found[0] if _is_term(found[0]) else " ", _URL.sub(" ", text))


def _is_term(name: str) -> bool:
    text = words(name)
    return any(start == 0 and here[0][0] == len(text) for start, here in spans(text)[:1])


def answer_subjects(answer: str) -> tuple[str, ...]:
    """The subject that an answer speaks of: named once, or sure terms twice."""
    counts: Counter[str] = Counter()
    for _, here in terms_in(answer[:FIRST_SIZE]):
        said = here[0][1]
        for subject in said.spoken:
            counts[subject] += 2 if subject in said.names else 1
    return tuple(subject for subject, n in counts.most_common(1) if n >= 2)
