"""What the code below a question that says little is about, as its answer explains it.

A topic has two witnesses: a piece of it in the code, and words of it in the answer. Both together
settle it; of one alone there must be more, so that nothing that is said by the way counts.
"""

from collections.abc import Mapping

from ankigen.tagging import snippets
from ankigen.tagging.match import Given, Span, counted, ruled_out, size, terms_in
from ankigen.tagging.vocabulary import vocabulary
from ankigen.tagging.words import words

MOST = 2
"""Topics that a listing gives."""
EARLY = 240
"""Characters in which an answer names its matter."""
TERSE = 20
"""Words of an answer up to which it does not say what it is about."""
OFTEN = 3
"""Mentions in an answer that settle a topic of which no piece stands in the code."""


def topics(code: str, said: str, prose: str, subject: str) -> tuple[list[Given], list[Given]]:
    """The topics of code in a subject's language, and a guess: each at most two.

    `said` is all that the answer has, `prose` what it has beside its listings. For sure are those
    that it explains: those of which both speak; those that its prose names again and again; those
    of which it speaks in everyday words. A guess is the only topic that one of them has.
    """
    pieces = snippets.found(code, subject)
    barred = ruled_out(terms_in(said))
    loose, named, often, early = (
        {tag: n for tag, n in counts.items() if tag not in barred}
        for counts in (
            _counts(terms_in(said), subject, brief=True),
            _counts(terms_in(said), subject),
            _counts(terms_in(prose), subject),
            _counts(terms_in(prose[:EARLY]), subject),
        )
    )
    shown = {**_sure(code, subject), **pieces}
    sure = (
        [tag for tag in named if tag in shown],
        [tag for tag in often if often[tag] >= (2 if tag in early else OFTEN)],
        [tag for tag in loose if tag in pieces and loose[tag] > 1],
    )
    picked = list(dict.fromkeys(tag for group in sure for tag in group))
    if size(words(said)) <= TERSE:
        lone = [list(pieces)]
    else:
        lone = [list(named), list(early), [] if named else list(pieces)]
    guess = next((tags for tags in lone if len(tags) == 1), [])
    known = vocabulary().topics
    sides = [[Given(known[t], shown.get(t, ""), "code") for t in s] for s in (picked, guess)]
    return sides[0][:MOST], sides[1]


def _sure(code: str, subject: str) -> dict[str, str]:
    """The topics of a subject and those near to it of which a sure term stands in code."""
    near = (subject, *vocabulary().also.get(subject, ()))
    return {
        item.topic.tag: item.term
        for _, item in counted(terms_in(code[: snippets.CODE_SIZE]), ())
        if item.topic.subject in near and item.topic.tag not in near
    }


def _counts(terms: list[Span], subject: str, *, brief: bool = False) -> Mapping[str, int]:
    """How often a text speaks of each topic of a subject, and for sure of those of near ones."""
    own = {
        item.topic.tag: count
        for count, item in counted(terms, ((subject,),), bare=True, brief=brief)
        if item.topic.subject == subject != item.topic.tag
    }
    near = vocabulary().also.get(subject, ())
    sure = {
        item.topic.tag: count
        for count, item in counted(terms, ())
        if item.topic.subject in near and item.topic.tag not in near
    }
    return dict(sorted((own | sure).items(), key=lambda pair: -pair[1]))
