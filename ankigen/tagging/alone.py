"""Questions of which a single term is all (`What is hoisting?`), or the name of a subject."""

from ankigen.tagging import stems
from ankigen.tagging.cards import FIRST_SIZE, CardText, Stem
from ankigen.tagging.match import Given, Levels, Weighed, ranks, spans, spoken, terms_in
from ankigen.tagging.vocabulary import End, vocabulary

SIZE = 8
"""Words that a term has at most."""
_KINDS = ("terms", "question", "within", "title")
_NEAR_KINDS = ("terms", "question", "within", "brief")


def settled_by(stem: Stem, card: CardText) -> Weighed:
    """The topic of a question of which a single term is all.

    Only where no other topic has that term, and the answer speaks of its subject.
    """
    said = _only_term(stem)
    if said is None:
        return {}
    entries = {e.topic: e for e in said.entries if e.kind in _KINDS}
    if len(entries) != 1:
        return {}
    (entry,) = entries.values()
    about = spoken(terms_in(card.answer[:FIRST_SIZE]))
    near = vocabulary().also.get(entry.subject, ())
    if entry.subject not in ranks((about,)) and not set(about) & set(near):
        return {}
    return {entry.topic: (Given(vocabulary().topics[entry.topic], said.term, "question"), 1)}


def at_large(stem: Stem) -> bool:
    """Whether a question is about what it names as a whole (`What are the benefits of Redis?`)."""
    bare = stems.without_mute(stem.words)
    until = 0
    for start, here in spans(bare):
        if start == until:
            until += next((length for length, said in here if said.names), 0)
    return 0 < until == len(bare)


def in_notes_near(card: CardText, stem: Stem, levels: Levels) -> Weighed:
    """The topic of a question that is just a term, if only an everyday one, in notes near to it."""
    said = None if card.question.code or card.question.rest else _only_term(stem)
    if said is None:
        return {}
    home = ranks(levels)
    entries = [e for e in said.entries if e.kind in _NEAR_KINDS and e.subject in home]
    nearest = min((home[entry.subject] for entry in entries), default=0)
    topics = dict.fromkeys(e.topic for e in entries if home[e.subject] == nearest)
    given = [Given(vocabulary().topics[tag], said.term, "question") for tag in topics]
    return {given[0].topic.tag: (given[0], 1)} if len(given) == 1 else {}


def _only_term(stem: Stem) -> End | None:
    """The term that is all of a question but for words that say nothing."""
    text = stem.words
    bare = stems.without_mute(text)
    found = spans(bare[:SIZE])
    if found and found[0][0] == 0 and found[0][1][0][0] == len(bare):
        return None if found[0][1][0][1].skip else found[0][1][0][1]
    for start, here in stem.terms[:1]:
        length, said = here[0]
        if not said.skip and stems.mute(text[:start]) and stems.mute(text[start + length :]):
            return said
    return None
