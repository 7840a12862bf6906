"""Rules of files of notes: AK0 the files, AK1 their structure, AK2 questions and answers."""

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
    "no card comes of a file",
    "Perhaps it was never meant to give one; perhaps its questions have no answers yet, or are "
    "written in a way that was not recognised. `ankigen list --why` shows what was looked for. "
    "Licences and the like, and pages that only lead to notes, are not told of.",
    "* What is a closure?\n* What is a thunk?\n* What is a monad?",
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
    help="close it with </details> where the answer ends",
)
STRAY_DETAILS_END = Rule(
    "AK102",
    "stray-details-end",
    "warning",
    "</details> closes nothing",
    "Mostly a sign that an answer ends earlier than its author thinks.",
    "Forty-two.\n</details>\n</details>",
    "Forty-two.\n</details>",
    help="leave it out, or open the element that it should close",
)
UNCLOSED_FENCE = Rule(
    "AK103",
    "unclosed-fence",
    "warning",
    "a code fence is never closed",
    "Everything to the end of the answer is shown as code.",
    "```python\nprint(1)",
    "```python\nprint(1)\n```",
    help="close it with the sign that opened it, alone on its line",
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
    help="write it as YAML between two lines of ---",
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
    help="write the answer, or leave the question out",
)
UNANSWERED_QUESTION = Rule(
    "AK202",
    "unanswered-question",
    "info",
    "a question has no answer",
    "Among answered questions one without is mostly forgotten. No card is made of it. "
    "A table of contents may repeat the questions of its file.",
    "> What is a closure?\n\n> What is a thunk?\n<details><summary>Answer</summary>…</details>",
    "each question followed by its answer",
    help="write the answer below it, or leave the question out",
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
HEADING_WITHOUT_CARD = Rule(
    "AK206",
    "heading-without-card",
    "info",
    "a heading asks, and gives no card",
    "Among questions that became cards one that did not is mostly written in another way than the "
    "rest, or has no answer yet.",
    "## What is a closure?\n\n## What is a thunk?\nA delayed value.",
    "## What is a closure?\nA function and its scope.\n\n## What is a thunk?\nA delayed value.",
    help="write an answer below it, in the way of the others",
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
    help="write the answer when you know it",
)
LINK_ONLY_ANSWER = Rule(
    "AK211",
    "link-only-answer",
    "info",
    "an answer is nothing but a link",
    "A card whose back only leads elsewhere can be opened, but not studied.",
    "### What is a closure?\n\n[read this](https://example.com/closures)",
    "### What is a closure?\n\nA function with its scope. [More](https://example.com/closures)",
    help="say in a sentence or two what the link leads to",
)
