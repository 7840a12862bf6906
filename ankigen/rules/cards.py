"""Rules of what becomes of an answer: AK3 pictures and links, AK4 rendering, AK5 tags."""

from ankigen.model import Rule

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
    help="copy it into the project's folder",
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
    help="save the part of it that matters, at the size of a screen",
)
UNSUPPORTED_PICTURE = Rule(
    "AK305",
    "unsupported-picture",
    "warning",
    "a picture is of a kind that Anki cannot show",
    "The card shows its alternative text in its place.",
    "![scan](img/scan.tiff)",
    "![scan](img/scan.png)",
    help="save it as PNG, JPEG, WebP, GIF or SVG",
)
EMPTY_PICTURE = Rule(
    "AK306",
    "empty-picture",
    "warning",
    "a picture is an empty file",
    "Mostly a download that failed. The card shows its alternative text in its place.",
    "![loss curve](img/loss.png) with 0 bytes in it",
    "the picture itself",
    help="save or download it again",
)
DEAD_LINK = Rule(
    "AK307",
    "dead-link",
    "info",
    "a relative link leads nowhere",
    "The card shows its text without a link.",
    "[the proof](prof.md)",
    "[the proof](proof.md)",
    help="correct the path",
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
    help="look at its card in a preview; nothing else is needed where it looks right",
)
NOT_FETCHED = Rule(
    "AK309",
    "not-fetched",
    "warning",
    "a remote picture could not be fetched",
    "It stays a link: the card shows it only while there is a network and the address lives.",
    "![loss curve](https://example.com/gone.png)",
    "the picture kept beside the notes",
    help="keep a copy of it beside the notes",
)
CODE_LEFT_OUT = Rule(
    "AK310",
    "code-left-out",
    "info",
    "a linked code file is not shown on the card",
    "It is too long to read on a card, or no text. A good card shows the lines that matter.",
    "[the solution](all_solutions.py) with 5,000 lines",
    "[the solution](binary_search.py)",
    help="link a file with the lines that matter, or put them between ``` fences",
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
    help="write it in Markdown, or link to it",
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
    help="write it in one way",
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
