"""What is fuzzed: three functions of bytes that raise where something is wrong.

They hold with any input: nothing raises, nothing live is in a card, and no word is lost that
GitHub's own parser shows. `run.py` feeds them; `test_targets.py` feeds them what was found.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import cmarkgfm
from cmarkgfm.cmark import Options as Flags

from ankigen import pipeline
from ankigen.apkg.verify import verify
from ankigen.assets import markup, svg
from ankigen.blocks import parse
from ankigen.diagnostics import Stop
from ankigen.model import Fragment, Source
from ankigen.preview import deck_of
from ankigen.preview.data import Deck, of
from ankigen.preview.page import BLOCK, page
from ankigen.project.decode import clean, decode
from ankigen.project.mend import mends
from ankigen.project.root import find
from ankigen.render import RenderOptions, render
from ankigen.split import DIALECTS, split
from tests.attacks import oracle
from tests.fixture import FIXTURES, read

_WORD = re.compile(r"[^\W_]{2,}")
_MARKUP = re.compile(
    r"[<&:=\\$]|\[\^|\]:|(?:^|\n)(?:---|\+\+\+)|@|!\[|www\.|//|\{\{|\]\(|\[!|\x00|\ufffd"
)
"""Where what is seen differs between the two by design, or where HTML may hide text."""
_CONFIGURATION = b"\0toml\n"
_LOCK = b"\0lock\n"
_DRAWING = b"\0svg\n"


def text_of(data: bytes) -> str:
    """Bytes as a file of notes is read; whatever is no text is made some."""
    found = decode(data)
    text = found[0] if found else data.decode("utf-8", "replace")
    return clean(text)


def readers(data: bytes) -> None:
    """Every question's excerpts lie in its span, and questions lie one after the other."""
    source = Source("notes.md", text_of(data))
    made = split(source, parse(source.text), None)
    end = 0
    for question in made.questions:
        assert end <= question.span.start <= question.span.end <= len(source.text)
        end = question.span.end
        for excerpt in (question.front, question.back, *filter(None, [question.hint])):
            for start, stop, pad in excerpt.pieces:
                assert 0 <= start <= stop <= len(source.text)
                assert pad >= -1
            assert isinstance(excerpt.text, str)
    for said in made.diagnostics:
        assert said.span is None or 0 <= said.span.start <= said.span.end <= len(source.text)


def renderer(data: bytes) -> None:
    """The first byte says how; the rest is the text."""
    how = data[0] if data else 0
    text = text_of(data[1:])
    clozes = ("", "", "braces", "marks")[how & 3]
    options = RenderOptions(
        clozes=clozes,  # type: ignore[arg-type]
        brackets=bool(how & 4),
        choice=bool(how & 8),
        labels=bool(how & 16),
        markdown_in_html=bool(how & 32),
    )
    raw = bool(how & 64)
    fragment = render(text, raw=raw, options=options)
    html = filled(fragment)
    assert oracle.wrong(html, bool(clozes)) == [], (text, html)
    joined = filled(fragment, dead=True)
    assert oracle.wrong(joined, bool(clozes)) == [], (text, joined)
    if not raw and not clozes and not options.labels and not options.choice:
        assert lost(text, html) == [], (text, html)


def compiled(data: bytes) -> None:
    """A project of one file of notes; a configuration, a lock and `a.svg` behind their marks."""
    data, _, drawing = data.partition(_DRAWING)
    notes, _, lock = data.partition(_LOCK)
    notes, _, toml = notes.partition(_CONFIGURATION)
    with tempfile.TemporaryDirectory(prefix="ankigen-fuzz-") as name:
        folder = Path(name)
        (folder / "qa.md").write_bytes(notes)
        (folder / "ankigen.toml").write_bytes(toml)
        if lock:
            (folder / "ankigen.lock").write_bytes(lock)
        if drawing:
            (folder / "a.svg").write_bytes(drawing)
        try:
            with patch.dict(os.environ, ANKIGEN_CACHE_DIR=str(folder / ".cache")):
                _built(folder)
        except Stop:
            return


def _built(folder: Path) -> None:
    made = pipeline.compile(find([folder]), pipeline.Options(cache=False))
    _shown(made)
    for mend in mends(made.project, made.diagnostics):
        readers(mend.after.encode("utf-8", "replace"))
    for asset in made.assets:
        if asset.name.endswith(".svg"):
            left = asset.data or (asset.path or folder / "none").read_bytes()
            assert svg.clean(left) == (left, ())
    for note in made.notes:
        for field, spec in zip(note.fields, note.note_type.fields, strict=True):
            cloze = note.note_type.cloze and spec.name == "Question"
            assert oracle.wrong(field, cloze) == [], (field, note.span.text)
    for note in made.notes:
        question = made.questions[note.due - 1]
        if not note.note_type.cloze and question.kind == "basic" and question.reader != "table":
            sides = [(question.front, 0), (question.back, 1)]
            for excerpt, at in sides:
                if not excerpt.raw:
                    assert lost(excerpt.text, note.fields[at]) == [], note.fields[at]
    file = folder / "deck.apkg"
    if made.decks:
        pipeline.write(made, file)
        assert verify(file) == ()
        again = pipeline.compile(find([folder]), pipeline.Options(cache=False))
        assert [n.fields for n in again.notes] == [n.fields for n in made.notes]
        assert [n.guid for n in again.notes] == [n.guid for n in made.notes]
        assert [n.modified for n in again.notes] == [n.modified for n in made.notes]


def _shown(made: pipeline.Compilation) -> None:
    """The preview's page: nothing of the notes ends one of its scripts."""
    whole = "".join(page(of(deck_of(made))))
    blocks = -(-len(of(deck_of(made)).bodies) // BLOCK) + len(made.assets)
    assert whole.lower().count("</script") == _EMPTY + blocks, whole


def filled(fragment: Fragment, dead: bool = False) -> str:
    """A fragment with the plainest tags in its holes, or with what dead links leave there."""
    if dead:
        return markup.filled(fragment, [("", "")] * len(fragment.targets))
    tags = [
        ('<a href="https://example.org">', "</a>") if target.kind == "link" else ("<br>", "")
        for target in fragment.targets
    ]
    return fragment.fill(tags)


def lost(text: str, html: str) -> list[str]:
    """The words that GitHub's parser shows of a text and the HTML does not."""
    if _MARKUP.search(text):
        return []
    there = cmarkgfm.github_flavored_markdown_to_html(text, options=Flags.CMARK_OPT_UNSAFE)
    shown = _WORD.findall(oracle.text_of(html))
    have = set(shown) | set(_WORD.findall("".join(shown)))
    whole = "".join(shown)
    return [
        word
        for word in _WORD.findall(oracle.text_of(there))
        if word not in have and word not in whole
    ]


_EMPTY = "".join(page(of(Deck("x", ())))).lower().count("</script")
"""How many scripts end on a page without cards."""

TARGETS = {"readers": readers, "renderer": renderer, "compile": compiled}
FOUND = FIXTURES / "fuzz"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>'
_DRAWINGS = (
    _SVG % b'<path d="M0 0h9v9z" fill="#00f"/><text x="1" y="8">a &lt; b</text>',
    _SVG % b'<style>path{fill:url(#g)}</style><script>x</script><image href="data:image/png,x"/>',
    _SVG % b'<use href="http://a.example/b#c" onload="x"/><foreignObject><p>a</p></foreignObject>',
    b'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE svg [<!ENTITY a "b">]>'
    + _SVG % b"<g>&a;</g>",
)


def seeds() -> Iterator[bytes]:
    """Every input of every fixture, and what fuzzing has found so far."""
    for file in sorted(FIXTURES.rglob("*.txt")):
        if file.parent.name != "cli":
            for case in read(file)[1]:
                yield case.input.encode("utf-8", "replace")
    asked = b"> 1. What is it?\n<details><summary>A</summary>\n\n![a](a.svg) b\n\n</details>\n"
    for drawing in _DRAWINGS:
        yield asked + _CONFIGURATION + b"cloze-marks = true\n" + _DRAWING + drawing
    for reader in DIALECTS:
        yield asked + _CONFIGURATION + f"dialect = '{reader}'\n[limits]\nnesting = 9\n".encode()
    for file in sorted(FOUND.glob("*.bin")):
        yield file.read_bytes()
