"""What the code below a question that says little is about, as its answer explains it.

A topic has two witnesses: a piece of it in the code, and words of it in the answer. Both together
settle it; of one alone there must be more, so that nothing that is said by the way counts.
"""

from collections.abc import Container

from ankigen.tagging import snippets
from ankigen.tagging.match import Given, counted, ruled_out, size, terms_in
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
    shown = {**_sure(code, subject), **pieces}
    barred = ruled_out(terms_in(said))
    named = _counts(said, subject, barred)
    picked = [tag for tag in named if tag in shown]
    early = _counts(prose[:EARLY], subject, barred)
    if len(picked) < MOST:
        often = _counts(prose, subject, barred)
        picked += [tag for tag, n in often.items() if n >= (2 if tag in early else OFTEN)]
        picked = list(dict.fromkeys(picked))
    if len(picked) < MOST:
        loose = _counts(said, subject, barred, brief=True)
        picked += [tag for tag, n in loose.items() if tag in pieces and n > 2]
    picked = list(dict.fromkeys(picked))
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


def _counts(
    text: str, subject: str, barred: Container[str], *, brief: bool = False
) -> dict[str, int]:
    """How often a text speaks of each topic of a subject, and for sure of those of near ones."""
    terms = terms_in(text)
    near = vocabulary().also.get(subject, ())
    own = [
        (item.topic.tag, count)
        for count, item in counted(terms, ((subject,),), bare=True, brief=brief)
        if item.topic.subject == subject != item.topic.tag
    ]
    sure = [
        (item.topic.tag, count)
        for count, item in counted(terms, ())
        if item.topic.subject in near and item.topic.tag not in near
    ]
    pairs = sorted((*own, *sure), key=lambda pair: -pair[1])
    return {tag: count for tag, count in pairs if tag not in barred}
