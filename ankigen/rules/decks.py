"""Rules of the deck as a whole: AK6 which card is which, AK7 limits, AK8 its style."""

from ankigen.model import Rule

NEAR_CALL = Rule(
    "AK601",
    "near-call",
    "warning",
    "it is nearly undecided which card this is",
    "A question that changed much keeps its card's history in Anki only if it is taken for the "
    "same card; one on another matter must not inherit it. The words of question and answer "
    "decide, and here they hardly do. `ankigen lock --same` and `--new` settle it.",
    "> What is Z, and how does it differ from Y?    (was: What is Y?)",
    "ankigen lock --same k3v9x0qmtz notes.md:12",
)
DOUBLE_ID = Rule(
    "AK602",
    "double-id",
    "warning",
    "two cards have one explicit id",
    "An id says which card a question is, whatever its words; two cards cannot both be it. The "
    "later one is known by its words, as cards without an id are.",
    "<!-- id: relu --> at two questions",
    "<!-- id: relu --> and <!-- id: relu-dead -->",
)
KIND_CHANGED = Rule(
    "AK603",
    "kind-changed",
    "warning",
    "a card changed between question and cloze",
    "Anki refuses to change a note's type on import, so the changed card is a new one, and the old "
    "one stays in the collection until it is deleted there.",
    "The capital of France is {{c1::Paris}}.    (was: > What is the capital of France?)",
    "a new question beside the old one",
)
DECK_CHANGED = Rule(
    "AK604",
    "deck-changed",
    "warning",
    "cards that Anki knows are now meant for another deck",
    "An import never moves cards that the collection has already: only new ones go to the new "
    "deck. Move the others in Anki's browser.",
    'decks = "file" after a first import with decks = "one"',
    'decks = "file" from the start, or moved once by hand in Anki',
)
MANY_REMOVED = Rule(
    "AK605",
    "many-removed",
    "warning",
    "more than one card in ten is gone from the notes",
    "Mostly a folder that was moved or excluded by mistake. Removed cards stay in Anki, and come "
    "back with their history when their questions do.",
    'exclude = ["*"]',
    "the notes complete again, or --yes",
)
ALL_RESTYLED = Rule(
    "AK606",
    "all-restyled",
    "warning",
    "most cards change though the notes did not",
    "This version of ankigen writes other HTML than the one that built last, so the next import "
    "updates most cards; tags that were added in Anki by hand are lost on those.",
    "a new version of ankigen",
    "built once with it, imported once",
)
LOCK_MERGED = Rule(
    "AK607",
    "lock-merged",
    "info",
    "ankigen.lock holds two sides of a merge",
    "Both sides count: what the notes say now decides, and cards that differed are dated later "
    "than either side, so that everybody's next import gets them.",
    "<<<<<<< in ankigen.lock",
    "ankigen.lock as the next build writes it",
)
NAMESAKE = Rule(
    "AK608",
    "namesake",
    "warning",
    "another project of yours goes by the same name",
    "Anki knows a card by its note's guid and type, and both follow from the project's name and "
    "its lock. Notes of strangers that take the name of your own project would change its cards.",
    'deck = "Interview" in a cloned repository, where your own deck is Interview',
    'deck = "Interview of somebody", and no ankigen.lock of another project',
)
FILE_TOO_LARGE = Rule(
    "AK701",
    "file-too-large",
    "error",
    "a file of notes is too large",
    "Notes are written by hand; a file of this size is mostly something else. Its cards are "
    "missing from the deck. `limits.file-megabytes` raises the bound.",
    "export.md with 80 MB",
    "the same notes in several files",
)
CARD_TOO_LARGE = Rule(
    "AK702",
    "card-too-large",
    "error",
    "a card is too large",
    "Nobody learns a card of this size, and programs on phones fail on it. It is missing from the "
    "deck. `limits.card-kilobytes` raises the bound.",
    "an answer with a data table of 2 MB in it",
    "the table as a file, and a card on what it says",
)
TOO_MANY_CARDS = Rule(
    "AK703",
    "too-many-cards",
    "error",
    "a file of notes has too many cards",
    "A file of this many cards was made by a program, or is no file of notes. Its cards are "
    "missing from the deck. `limits.file-cards` raises the bound.",
    "words.md with a million terms",
    "the same terms in several files",
)
CARD_TOO_DEEP = Rule(
    "AK704",
    "card-too-deep",
    "error",
    "a card nests too deep",
    "Lists in quotes in lists beyond any reading are a program's work, or a trap for one: the time "
    "that browsers take grows with the depth. The card is missing from the deck. `limits.nesting` "
    "sets the bound.",
    "an answer in a list of sixty levels",
    "the same answer in a list of three",
)
UNTRUSTED_STYLE = Rule(
    "AK801",
    "untrusted-style",
    "warning",
    "the project's own style is not used",
    "Styles and templates are what Anki runs on every card, and those of a cloned repository are a "
    "stranger's. They are used when the command line says `--trust-style`, or when your own "
    "settings name the folder; till then the cards have ankigen's own look.",
    '`style = "look"` in ankigen.toml, and a plain `ankigen build`',
    "ankigen build --trust-style",
)
UNSAFE_STYLE = Rule(
    "AK802",
    "unsafe-style",
    "error",
    "a style holds what no card may",
    "Also a trusted style gets no scripts, no event handlers, nothing from a network, and nothing "
    "that covers Anki's window; and since no browser is asked, what is not plainly harmless counts "
    "as well. The whole style is left out until it is mended.",
    "<script>show()</script> in basic.back.html, url(https://example.com/a.png) in user.css",
    "a `<details>` to fold and unfold; a colour",
)
BROKEN_TEMPLATE = Rule(
    "AK803",
    "broken-template",
    "error",
    "a template cannot work",
    "Anki would show an error in the place of each card, or make too many cards or none. The whole "
    "style is left out until it is mended.",
    "{{#Hint}}{{Hnt}} in basic.front.html",
    "{{Question}}{{#Hint}}{{Hint}}{{/Hint}}",
)
UNKNOWN_STYLE_FILE = Rule(
    "AK804",
    "unknown-style-file",
    "warning",
    "a file in the style's folder is no part of a style",
    "Nothing is made of it: mostly a slip in its name.",
    "styles.css",
    "style.css instead of ankigen's own styling, user.css after it",
)
