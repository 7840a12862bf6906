"""Code: what an info string names, and its highlighting with Pygments' classes.

Nothing is guessed: code without a language, or in one that Pygments does not know, stays as it is.
Lexers are kept, since making one costs more than most blocks do; Pygments is imported when the
first fence with a language comes.
"""

from functools import cache
from html import escape
from typing import TYPE_CHECKING

from ankigen.passes.lexing import quick, tokens_of
from ankigen.patterns import pattern

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LIMIT = 50_000
"""Longer code, in characters, is not highlighted: some lexers are slow on what they cannot read."""

_NAME = pattern(r"[{.\s]*([A-Za-z0-9_+#.*/-]+)")
_SAME = {
    "c/c++": "cpp",
    "c++11": "cpp",
    "c++17": "cpp",
    "c++20": "cpp",
    "cjs": "js",
    "cmd": "bat",
    "conf": "ini",
    "console": "console",
    "cts": "ts",
    "cxx": "cpp",
    "env": "ini",
    "es6": "js",
    "gradle": "groovy",
    "gitignore": "text",
    "h": "c",
    "javascript=": "js",
    "jsonc": "json",
    "jsp": "jsp",
    "k8s": "yaml",
    "mjs": "js",
    "mongo": "js",
    "mongodb": "js",
    "mts": "ts",
    "node": "js",
    "nodejs": "js",
    "objectivec": "objective-c",
    "oc": "objective-c",
    "python2": "python2",
    "reactjs": "jsx",
    "redis": "console",
    "shell-session": "console",
    "sparql": "sparql",
    "svelte": "html",
    "vue": "html",
    "wxml": "html",
    "wxss": "css",
}
_PROSE = frozenset(
    "text txt plain plaintext none nohighlight markdown-text prose csv tsv log logs pseudo"
    " pseudocode pseudo-code ascii diagram tree result results stdout stderr math".split()
)


def language(info: str) -> str:
    """The language that an info string names, in lower case; empty when it names none.

    Takes what people write: `js`, `golang`, `{.python .numberLines}`, `bash {.line-numbers}`,
    `python=`, `js{1,3}`, `ts title="a.ts"`.
    """
    match = _NAME.match(info)
    if not match:
        return ""
    name = match[1].lower().rstrip(".-/*")
    return _SAME.get(name, name)


@cache
def known(info: str) -> bool:
    """Whether code with this info string can be highlighted, or needs not to be."""
    name = language(info)
    return not name or name in _PROSE or _lexer(name) is not None


@cache
def _lexer(name: str) -> "Lexer | None":
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    for known in (name, name.rstrip("0123456789.")):
        try:
            return quick(find_lexer_class_by_name(known))(stripnl=False) if known else None
        except ClassNotFound:
            continue
    return None


class _Classes(dict[object, str]):
    """Pygments' short class of each token type; empty for what no style colours."""

    def __missing__(self, token: object) -> str:
        from pygments.token import STANDARD_TYPES

        kind = token
        while kind not in STANDARD_TYPES:
            kind = kind.parent  # type: ignore[attr-defined]
        return self.setdefault(token, STANDARD_TYPES[kind])  # type: ignore[index]


_classes = _Classes()


def spans(code: str, name: str) -> str | None:
    """The code as HTML with Pygments' spans; None when the language is not known.

    Also None when the lexer does not give every character back: nothing may be lost.
    """
    lexer = _lexer(name) if len(code) <= LIMIT else None
    if lexer is None:
        return None
    runs: list[tuple[str, str]] = []
    last, held = "", ""
    for _, kind, value in tokens_of(lexer, code):
        short = _classes[kind]
        if short == last or value.isspace():
            held += value
            continue
        runs.append((last, held))
        last, held = short, value
    runs.append((last, held))
    if sum([len(text) for _, text in runs]) != len(code.rstrip("\n")) + 1:
        return None
    runs[-1] = last, held.rstrip("\n")
    if "&" in code or "<" in code or ">" in code:
        runs = [(short, escape(text, quote=False)) for short, text in runs]
    return "".join(
        [f'<span class="{short}">{text}</span>' if short and text else text for short, text in runs]
    )


def block(code: str, info: str) -> str:
    """The finished HTML of a fence."""
    name = language(info)
    if not name or name in _PROSE:
        return f'<pre class="plain"><code>{escape(code, quote=False)}</code></pre>'
    html = spans(code.rstrip("\n"), name)
    if html is None:
        return f"<pre><code>{escape(code, quote=False)}</code></pre>"
    return f'<div class="highlight"><pre><code>{html}</code></pre></div>'


def language_of(path: str) -> str:
    """What Pygments calls the language of a file, by its name; empty when none is known."""
    from pygments.lexers import find_lexer_class_for_filename

    found = find_lexer_class_for_filename(path.rsplit("/", 1)[-1])
    return found.aliases[0] if found and found.aliases else ""
