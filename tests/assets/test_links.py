"""What becomes of the sounds, links and code that notes name."""

from pathlib import Path

import pytest

from ankigen.assets.finder import Finder
from ankigen.model import Excerpt, Source, Target
from tests.assets import pictures
from tests.assets.filling import fill, image, put


def test_sounds_and_films_are_played(root: Path) -> None:
    put(root, "notes/a.mp3", pictures.MP3)
    put(root, "notes/a.mp4", pictures.MP4)
    filled = fill(Finder(root), Target("link", "a.mp3"))
    assert filled.html == f"<p>text [sound:{filled.assets[0].name}]</p>"
    filled = fill(Finder(root), image("a.mp4"))
    assert filled.html == f"<p>[sound:{filled.assets[0].name}]</p>"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.com/a", "https://example.com/a"),
        ("//example.com/a", "https://example.com/a"),
        ("mailto:a@example.com", "mailto:a@example.com"),
        ("b.md#part", "https://host/me/notes/blob/HEAD/notes/b.md#part"),
        ("../notes/b.md?plain=1", "https://host/me/notes/blob/HEAD/notes/b.md?plain=1"),
        ("img", "https://host/me/notes/blob/HEAD/notes/img"),
    ],
)
def test_links_that_lead_somewhere_are_absolute(root: Path, url: str, address: str) -> None:
    put(root, "notes/b.md", b"#")
    filled = fill(Finder(root, repository="https://host/me/notes/blob/HEAD"), Target("link", url))
    assert filled.html == f'<p><a href="{address}">text</a></p>'
    assert filled.diagnostics == ()


def test_links_that_lead_nowhere_are_text(root: Path) -> None:
    put(root, "notes/b.md", b"#")
    finder = Finder(root)
    for url in ("b.md", "#part", "", "javascript:alert(1)", "file:///etc/passwd", "../../x"):
        filled = fill(finder, Target("link", url))
        assert filled.html == "<p>text</p>"
        assert filled.diagnostics == ()
    [said] = fill(finder, Target("link", "gone.md")).diagnostics
    assert said.rule.code == "AK307"


def test_a_link_to_a_page_may_lack_its_ending(root: Path) -> None:
    put(root, "guide/loss.md", b"# Loss\n")
    for url in ("/guide/loss", "../guide/loss#top", "/guide/loss/"):
        assert fill(Finder(root), Target("link", url)).diagnostics == ()
    filled = fill(Finder(root, repository="https://example.com/b"), Target("link", "/guide/loss#a"))
    assert 'href="https://example.com/b/guide/loss.md#a"' in filled.html
    (said,) = fill(Finder(root), Target("link", "/guide/gain")).diagnostics
    assert said.rule.code == "AK307"


def test_a_linked_code_file_is_listed(root: Path) -> None:
    put(root, "notes/code/1.py", "print('好')\r\n\r\n".encode())
    put(root, "notes/code/2.py", "print('好')".encode("gb18030"))
    finder = Finder(root)
    [listing] = fill(finder, Target("link", "./code/1.py")).listings
    assert (listing.path, listing.text) == ("notes/code/1.py", "print('好')")
    excerpt = Excerpt(Source("notes/qa.md", "> q\n"), ((2, 3, 0),))
    [listing] = finder.code("./code/2.py", excerpt).listings
    assert listing.text == "print('好')"


@pytest.mark.parametrize("data", [b"x = 1\n" * 20_000, b"\0\1", b"", b" \n"])
def test_code_that_helps_nobody_is_left_out(root: Path, data: bytes) -> None:
    put(root, "notes/a.py", data)
    filled = fill(Finder(root), Target("link", "a.py"))
    assert filled.listings == ()
    assert filled.diagnostics[0].rule.code == "AK310"
