"""The rules: a stable code, why it matters, a bad and a good example, each in one place.

A rule is emitted by the stage that sees the fault (`Diagnostic(UNCLOSED_DETAILS, ...)`); `ankigen
rule CODE` and the table in the docs print what stands here. Codes are never used again:
AK0 files, AK1 structure, AK2 questions and answers, AK3 pictures and links, AK4 rendering,
AK5 tags, AK6 identity, AK7 limits.
"""

from ankigen.model import Rule

UNREADABLE_FILE = Rule(
    "AK001",
    "unreadable-file",
    "error",
    "a file of notes cannot be read",
    "Its cards are missing from the deck until it can be read.",
    "notes.md without permission to read",
    "chmod u+r notes.md",
)
NOT_TEXT = Rule(
    "AK002",
    "not-text",
    "error",
    "a file of notes is not text",
    "Its bytes are not text in any encoding that notes are written in, so no card comes of it.",
    "a picture saved as notes.md",
    "a Markdown file in UTF-8",
)
NO_QUESTION = Rule(
    "AK003",
    "no-question",
    "info",
    "a file has no question in it",
    "Perhaps it was never meant to have one; perhaps its questions are written in a way that was "
    "not recognised. `ankigen list --why` shows what was looked for.",
    "A page of prose.",
    "> What is a closure?\n<details><summary>Answer</summary>A function and its scope.</details>",
)
OUTSIDE_FILE = Rule(
    "AK004",
    "outside-file",
    "warning",
    "a file of notes leads out of the project",
    "Nothing outside the project's root is read, so that strangers' notes cannot take your files "
    "along. A link to a file elsewhere is skipped.",
    "notes.md, a symbolic link to a diary elsewhere",
    "notes.md, a file of its own",
)
UNCLOSED_DETAILS = Rule(
    "AK101",
    "unclosed-details",
    "warning",
    "<details> is never closed",
    "A page folds all that follows; the answer was taken to end before the next question.",
    "<details><summary>Answer</summary>\nForty-two.",
    "<details><summary>Answer</summary>\nForty-two.\n</details>",
)
STRAY_DETAILS_END = Rule(
    "AK102",
    "stray-details-end",
    "warning",
    "</details> closes nothing",
    "Mostly a sign that an answer ends earlier than its author thinks.",
    "Forty-two.\n</details>\n</details>",
    "Forty-two.\n</details>",
)
UNCLOSED_FENCE = Rule(
    "AK103",
    "unclosed-fence",
    "warning",
    "a code fence is never closed",
    "Everything to the end of the answer is shown as code.",
    "```python\nprint(1)",
    "```python\nprint(1)\n```",
)
FULL_WIDTH_NUMBER = Rule(
    "AK104",
    "full-width-number",
    "info",
    "a question's number has full-width digits",
    "Editors and searches take `１` and `1` for two letters; the number is left off the card.",
    "> １２、什么是闭包？",
    "> 12、什么是闭包？",
)
BAD_FRONT_MATTER = Rule(
    "AK110",
    "bad-front-matter",
    "warning",
    "the head of a file cannot be read",
    "Its tags and its deck are lost; the questions below it are not.",
    "---\ntags: [loss, training\n---",
    "---\ntags: [loss, training]\n---",
)
UNKNOWN_DIRECTIVE = Rule(
    "AK111",
    "unknown-directive",
    "warning",
    "a comment speaks to ankigen and is not understood",
    "What it was meant to change is not changed.",
    "<!-- ankigen: dialekt=heading -->",
    "<!-- ankigen: dialect=heading -->",
)
EMPTY_ANSWER = Rule(
    "AK201",
    "empty-answer",
    "warning",
    "a question has an empty answer",
    "A card with an empty back teaches nothing, so none is made.",
    "> What is a closure?\n<details><summary>Answer</summary></details>",
    "> What is a closure?\n<details><summary>Answer</summary>A function with its scope.</details>",
)
UNANSWERED_QUESTION = Rule(
    "AK202",
    "unanswered-question",
    "info",
    "a question has no answer",
    "Among answered questions one without is mostly forgotten. No card is made of it.",
    "> What is a closure?\n\n> What is a thunk?\n<details><summary>Answer</summary>…</details>",
    "each question followed by its answer",
)
DUPLICATE_QUESTION = Rule(
    "AK203",
    "duplicate-question",
    "warning",
    "a question is asked twice",
    "Two cards with one front cannot both be answered: whichever answer is given, the other card "
    "calls it wrong. Where the answers are the same, one card is reviewed twice as often.",
    "> What is the output?\n…\n\n> What is the output?\n…",
    "> What does `print(1, 2)` print?\n…\n\n> What does `print([1])` print?\n…",
)
USELESS_QUESTION = Rule(
    "AK204",
    "useless-question",
    "warning",
    "a front asks nothing",
    "In a review the front is all there is to see; a number or `Interviewer:` asks nothing.",
    "> Question 12\n<details><summary>Answer</summary>A function and its scope.</details>",
    "> 12. What is a closure?\n"
    "<details><summary>Answer</summary>A function and its scope.</details>",
)
LONG_ANSWER = Rule(
    "AK205",
    "long-answer",
    "info",
    "an answer is too long to study",
    "A good card asks one thing, and its answer can be said aloud in half a minute. An article on "
    "the back is read, not recalled: no one can tell whether it was known.",
    "> Tell me about Python.\n…three screens…",
    "> How does CPython free memory?\n…three sentences…\n\n> What does the GIL protect?\n…",
)
PLACEHOLDER_ANSWER = Rule(
    "AK210",
    "placeholder-answer",
    "info",
    "an answer is still to be written",
    "`To be completed`, `Answer here` and the like say that there will be an answer. No card is "
    "made until there is one.",
    "> What is a closure?\n<details><summary>Answer</summary>TODO</details>",
    "> What is a closure?\n<details><summary>Answer</summary>A function with its scope.</details>",
)
LINK_ONLY_ANSWER = Rule(
    "AK211",
    "link-only-answer",
    "info",
    "an answer is nothing but a link",
    "A card whose back only leads elsewhere can be opened, but not studied.",
    "### What is a closure?\n\n[read this](https://example.com/closures)",
    "### What is a closure?\n\nA function with its scope. [More](https://example.com/closures)",
)
HEADING_WITHOUT_CARD = Rule(
    "AK206",
    "heading-without-card",
    "info",
    "a heading asks, and gives no card",
    "Among questions that became cards one that did not is mostly written in another way than the "
    "rest, or has no answer yet.",
    "## What is a closure?\n\n## What is a thunk?\nA delayed value.",
    "## What is a closure?\nA function and its scope.\n\n## What is a thunk?\nA delayed value.",
)
MISSING_PICTURE = Rule(
    "AK301",
    "missing-picture",
    "warning",
    "a picture does not exist",
    "The card shows its alternative text in its place.",
    "![loss curve](img/los.png)",
    "![loss curve](img/loss.png)",
)
PICTURE_OUTSIDE = Rule(
    "AK302",
    "picture-outside",
    "warning",
    "a picture lies outside the project",
    "Nothing outside the project's root is ever read, so that strangers' notes cannot take your "
    "files along.",
    "![key](../../.ssh/key.png)",
    "![key](img/key.png)",
)
PICTURE_CASE = Rule(
    "AK303",
    "picture-case",
    "warning",
    "a picture's name is written in another case",
    "It is found here, but not on GitHub or on a phone, where case counts.",
    "![loss curve](img/Loss.PNG)",
    "![loss curve](img/loss.png)",
)
HUGE_PICTURE = Rule(
    "AK304",
    "huge-picture",
    "warning",
    "a picture is too large",
    "It would slow down every sync and may crash a phone. The card shows its alternative text "
    "in its place. `limits.picture-megabytes` and `limits.picture-megapixels` set the bounds.",
    "a photograph of 60 MB",
    "the part of it that matters, at the size of a screen",
)
UNSUPPORTED_PICTURE = Rule(
    "AK305",
    "unsupported-picture",
    "warning",
    "a picture is of a kind that Anki cannot show",
    "The card shows its alternative text in its place.",
    "![scan](img/scan.tiff)",
    "![scan](img/scan.png)",
)
EMPTY_PICTURE = Rule(
    "AK306",
    "empty-picture",
    "warning",
    "a picture is an empty file",
    "Mostly a download that failed. The card shows its alternative text in its place.",
    "![loss curve](img/loss.png) with 0 bytes in it",
    "the picture itself",
)
DEAD_LINK = Rule(
    "AK307",
    "dead-link",
    "info",
    "a relative link leads nowhere",
    "The card shows its text without a link.",
    "[the proof](prof.md)",
    "[the proof](proof.md)",
)
CLEANED_DRAWING = Rule(
    "AK308",
    "cleaned-drawing",
    "info",
    "an SVG drawing held what could run or load",
    "Drawings come from strangers, too. It is shown without scripts, and without what it would "
    "fetch from elsewhere.",
    '<svg onload="track()">',
    "<svg>",
)
NOT_FETCHED = Rule(
    "AK309",
    "not-fetched",
    "warning",
    "a remote picture could not be fetched",
    "It stays a link: the card shows it only while there is a network and the address lives.",
    "![loss curve](https://example.com/gone.png)",
    "the picture kept beside the notes",
)
CODE_LEFT_OUT = Rule(
    "AK310",
    "code-left-out",
    "info",
    "a linked code file is not shown on the card",
    "It is too long to read on a card, or no text. A good card shows the lines that matter.",
    "[the solution](all_solutions.py) with 5,000 lines",
    "[the solution](binary_search.py)",
)
UNKNOWN_LANGUAGE = Rule(
    "AK401",
    "unknown-language",
    "info",
    "a code fence names a language that is not known",
    "The code is shown without colours.",
    "```pyhton\nprint(1)\n```",
    "```python\nprint(1)\n```",
)
UNBALANCED_MATHS = Rule(
    "AK402",
    "unbalanced-maths",
    "warning",
    "a formula is opened and never closed",
    "It is shown as it is typed, dollars and all.",
    "$$ x^2",
    "$$ x^2 $$",
)
DROPPED_HTML = Rule(
    "AK403",
    "dropped-html",
    "warning",
    "an HTML element is left out of the card",
    "Scripts, frames, forms and the like are never put into a collection; nor are they shown on "
    "GitHub.",
    '<iframe src="https://example.com/demo"></iframe>',
    "[the demo](https://example.com/demo)",
)
TAG_NOT_ALLOWED = Rule(
    "AK501",
    "tag-not-allowed",
    "warning",
    "a tag is not in the list of allowed tags",
    "Often a slip of the pen that would make a tag of its own in Anki, with a card or two in it.",
    '`allowed = ["python"]` and a card tagged `pyhton`',
    "`python`, or the new tag added to `tags.allowed`",
)
NEAR_DUPLICATE_TAG = Rule(
    "AK502",
    "near-duplicate-tag",
    "warning",
    "two tags are one word in two spellings or languages",
    "A search for one misses the cards of the other.",
    "`regularisation` in one file and `regularization` in another",
    "one of them everywhere, or `tags.aliases`",
)
TAG_CASE = Rule(
    "AK503",
    "tag-case",
    "info",
    "one tag is written in two cases",
    "Anki knows no case in tags; ankigen writes them in lower case, so nothing is lost.",
    "`#NLP` in one file and `#nlp` in another",
    "`#nlp` in both",
)
EMPTY_TAG = Rule(
    "AK504",
    "empty-tag",
    "warning",
    "a tag has no letter and no digit",
    "Nothing is left of it in Anki, so the card goes without.",
    "<!-- tags: ???, loss -->",
    "<!-- tags: loss -->",
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
    "> The capital of France is ==Paris==.    (was: > What is the capital of France?)",
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

RULES: dict[str, Rule] = {
    rule.code: rule for rule in list(globals().values()) if isinstance(rule, Rule)
}
"""All rules by code, in the order above."""
