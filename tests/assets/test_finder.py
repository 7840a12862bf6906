"""What becomes of the pictures that notes name."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.assets import load
from ankigen.assets.finder import Finder
from ankigen.model import Excerpt, Fragment, Source
from ankigen.settings import Limits
from tests.assets import pictures
from tests.assets.filling import fill, image, lost, put, shown


@pytest.mark.parametrize(
    ("file", "url"),
    [
        ("notes/img/a.png", "img/a.png"),
        ("notes/img/a.png", "./img/../img/a.png"),
        ("notes/img/a.png", "/notes/img/a.png"),
        ("notes/img/a.png", "notes/img/a.png"),
        ("img/a.png", "../img/a.png"),
        ("img/a.png", "img/a.png"),
        ("notes/img/a b.png", "img/a%20b.png"),
        ("notes/img/a b.png", "img/a b.png"),
        ("notes/img/图 一.png", "img/%E5%9B%BE%20一.png"),
        ("notes/img/a.png", "img/a.png?raw=true"),
        ("notes/img/a.png", "img/a.png#only-light"),
        ("notes/img/a#1.png", "img/a#1.png"),
        ("notes/img/a?.png", "img/a?.png"),
        ("notes/img/100%.png", "img/100%.png"),
        ("notes/img/a%20b.png", "img/a%2520b.png"),
        ("notes/img/a%20b.png", "img/a%20b.png"),
        ("notes/img/a.png", "img\\a.png"),
        ("notes/img/e\u0301.png", "img/\u00e9.png"),
        ("notes/img/\u00e9.png", "img/e\u0301.png"),
    ],
)
def test_a_picture_is_found_as_the_notes_write_it(root: Path, file: str, url: str) -> None:
    put(root, file, pictures.png())
    filled = fill(Finder(root), image(url))
    [asset] = filled.assets
    assert asset.source == file
    assert filled.html == shown(f'src="{asset.name}"')
    assert filled.diagnostics == ()


def test_names_are_short_lower_case_ascii_and_told_apart_by_content(root: Path) -> None:
    put(root, "notes/one/A Loss_Curve of something very long.PNG", pictures.png())
    put(root, "notes/two/A Loss_Curve of something very long.PNG", pictures.png(3, 3))
    put(root, "notes/图.jpeg", pictures.jpeg(4, 4))
    finder = Finder(root)
    names = [
        fill(finder, image(url)).assets[0].name
        for url in (
            "one/A Loss_Curve of something very long.PNG",
            "two/A Loss_Curve of something very long.PNG",
            "图.jpeg",
        )
    ]
    assert len(set(names)) == 3
    assert all(re.fullmatch(r"(?:[a-z0-9-]+-)?[0-9a-f]{12}\.(?:png|jpg)", name) for name in names)
    assert names[0].startswith("a-loss-curve-of-somethin-")


def test_attributes_are_kept_and_nothing_in_them_speaks_to_anki(root: Path) -> None:
    put(root, "notes/a.png", pictures.png())
    target = image("a.png", 'x" [sound:a.mp3] {{c1::y}} <b>', width="50%", height="3;x", title="t'")
    html = fill(Finder(root), target).html
    assert 'width="50%"' in html
    assert "height" not in html
    assert 'title="t&#x27;"' in html
    assert "[sound" not in html
    assert "{{" not in html
    assert "<b>" not in html


# --- what is not shown


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (None, "AK301", "does not exist"),
        (b"", "AK306", "empty"),
        (b"II*\0 a tiff", "AK305", "kind"),
        (b"version https://git-lfs.github.com/spec/v1\n", "AK305", "LFS"),
        (b"\n<!DOCTYPE html><title>404</title>", "AK305", "web page"),
        (pictures.png(20_000, 20_000), "AK304", "400 megapixels"),
        (pictures.jpeg(60_000, 60_000), "AK304", "3,600 megapixels"),
        (pictures.gif(60_000, 60_000), "AK304", "megapixels"),
        (pictures.bmp(60_000, 60_000), "AK304", "megapixels"),
        (pictures.webp(1 << 14, 1 << 14), "AK304", "megapixels"),
        (pictures.webp(1 << 14, 1 << 14, b"VP8L"), "AK304", "megapixels"),
        (pictures.webp(16_000, 16_000, b"VP8 "), "AK304", "megapixels"),
        (pictures.avif(60_000, 60_000), "AK304", "megapixels"),
        (pictures.png() + b"\0" * 1_000_000, "AK304", "1.0 MB"),
        (b"<svg><script>", "AK305", "not well-formed"),
        (b"<svg" + b" " * 99, "AK305", "not well-formed"),
    ],
)
def test_each_way_a_picture_fails_has_its_rule(
    root: Path, data: bytes | None, code: str, words: str
) -> None:
    if data is not None:
        put(root, "notes/a.png", data)
    filled = fill(Finder(root, Limits(picture_megabytes=1)), image("a.png", "the <curve>"))
    assert filled.html == lost("the &lt;curve&gt;")
    assert filled.assets == ()
    [said] = filled.diagnostics
    assert said.rule.code == code
    assert words in said.message
    assert said.span is not None
    assert said.span.text == "a.png"


@pytest.mark.parametrize(
    "data",
    [
        pictures.png(), pictures.jpeg(5, 5), pictures.gif(5, 5), pictures.bmp(5, 5),
        pictures.webp(5, 5), pictures.avif(5, 5), pictures.SVG,
        b'\xef\xbb\xbf<?xml version="1.0"?><!-- a --><!DOCTYPE svg>\n' + pictures.SVG,
        pictures.SVG.decode().encode("utf-16"),
    ],
)  # fmt: skip
def test_every_kind_that_anki_shows_is_taken(root: Path, data: bytes) -> None:
    put(root, "notes/a", data)
    filled = fill(Finder(root), image("a"))
    assert filled.diagnostics == ()
    assert filled.assets[0].size == len(data)


def test_a_picture_without_alternative_text_leaves_its_name(root: Path) -> None:
    assert fill(Finder(root), image("img/los%20s.png?x")).html == (
        '<p><span class="missing" title="los s.png"></span></p>'
    )


def test_a_near_name_is_offered(root: Path) -> None:
    put(root, "notes/img/loss.png", pictures.png())
    [said] = fill(Finder(root), image("img/los.png")).diagnostics
    assert said.help == "did you mean img/loss.png?"


def test_another_case_is_shown_said_and_mended(root: Path) -> None:
    put(root, "notes/Pics/Loss 1.png", pictures.png())
    filled = fill(Finder(root), image("pics/loss%201.PNG?raw=true"))
    assert len(filled.assets) == 1
    [said] = filled.diagnostics
    assert said.rule.code == "AK303"
    [edit] = said.edits
    assert (edit.span.text, edit.text) == (
        "pics/loss%201.PNG?raw=true",
        "Pics/Loss%201.png?raw=true",
    )


def test_the_place_of_a_reference_is_its_definition(root: Path) -> None:
    text = "> ![a][b]\n\n[b]: img/gone.png\n"
    excerpt = Excerpt(Source("qa.md", text), ((2, 9, 0),))
    fragment = Fragment(("", ""), (0,), (image("img/gone.png"),))
    [said] = Finder(root).fill(fragment, excerpt).diagnostics
    assert said.span is not None
    assert said.span.line == 3


def test_one_file_is_read_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "notes/a.png", pictures.png())
    finder = Finder(root)
    first = fill(finder, image("a.png"))
    monkeypatch.setattr(load, "from_file", None)
    assert fill(finder, image("/notes/a.png")).assets == first.assets


# --- containment


@pytest.mark.parametrize(
    "url",
    [
        "../../secret.png", "../../../secret.png", "..\\..\\secret.png",
        "%2e%2e/%2e%2e/secret.png",
        "..%2f..%2fsecret.png", "%252e%252e/%252e%252e/secret.png", "img/../../../secret.png",
        "/../secret.png", "/etc/passwd", "//etc/passwd", "file:///etc/passwd",
        "file:../../secret.png",
        "C:\\secret.png", "C:/secret.png", "c:secret.png", "\\\\host\\share\\a.png",
        "/\\host\\a.png",
        "．．/．．/secret.png", "‥/‥/secret.png", "..／..／secret.png",
        "..%c0%af..%c0%afsecret.png",
        "../../secret.png%00.png", "link.png", "folder/secret.png", "loop.png",
        "pipe.png", "chain.png",
        "img", "img/", ".", "..", "a" * 5000, "a/" * 2000, "%", "\0", "", "#", "?",
    ],
)  # fmt: skip
def test_nothing_outside_the_root_and_no_device_is_read(
    root: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "notes" / "link.png").symlink_to("../../secret.png")
    (root / "notes" / "chain.png").symlink_to("link.png")
    (root / "notes" / "folder").symlink_to("../..")
    (root / "notes" / "loop.png").symlink_to("loop.png")
    os.mkfifo(root / "notes" / "pipe.png")
    opened: list[str] = []
    real_open = os.open
    monkeypatch.setattr(os, "open", lambda *a, **k: opened.append(str(a[0])) or real_open(*a, **k))
    filled = fill(Finder(root), image(url, "alt"))
    assert filled.assets == ()
    assert filled.html in (lost("alt"), shown('src="https://etc/passwd" alt="alt"'))
    assert opened == []


def test_a_link_that_stays_inside_is_followed(root: Path) -> None:
    put(root, "pictures/a.png", pictures.png())
    (root / "notes" / "img2").symlink_to("../pictures")
    (root / "notes" / "b.png").symlink_to("img2/a.png")
    for url in ("img2/a.png", "b.png"):
        assert len(fill(Finder(root), image(url)).assets) == 1


def test_a_root_that_is_a_link_itself_works(root: Path, tmp_path: Path) -> None:
    put(root, "notes/a.png", pictures.png())
    (tmp_path / "link").symlink_to(root)
    assert len(fill(Finder(tmp_path / "link"), image("a.png")).assets) == 1


_part = st.sampled_from(
    [
        "..",
        ".",
        "",
        "notes",
        "img",
        "a.png",
        "secret.png",
        "%2e%2e",
        "%2E.",
        "..%2f",
        "%5c..",
        "link",
    ]
)


@given(st.lists(_part, max_size=7), st.sampled_from(["/", "\\", "%2f", "//", "／"]))
def test_no_path_leaves_the_root(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str], by: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "contained"
    if not folder.exists():
        put(folder, "root/notes/img/a.png", pictures.png())
        put(folder, "secret.png", pictures.png(3, 3))
        put(folder, "a.png", pictures.png(3, 3))
        (folder / "root" / "link").symlink_to("..")
    for asset in fill(Finder(folder / "root"), image(by.join(parts))).assets:
        assert asset.source == "notes/img/a.png"


# --- data: and remote pictures


def test_a_data_url_becomes_a_file(root: Path) -> None:
    import base64

    coded = base64.b64encode(pictures.png()).decode()
    filled = fill(Finder(root), image(f"data:image/png;base64,{coded}", "x"))
    [asset] = filled.assets
    assert asset.data == pictures.png()
    assert filled.html == shown(f'src="{asset.name}" alt="x"')
    drawing = "data:image/svg+xml;utf8," + pictures.SVG.decode().replace("#", "%23")
    assert fill(Finder(root), image(drawing)).assets[0].data == pictures.SVG


@pytest.mark.parametrize(
    "url", ["data:", "data:image/png;base64,!!!!x", "data:text/html,<b>hi</b>"]
)
def test_a_broken_data_url_is_said(root: Path, url: str) -> None:
    [said] = fill(Finder(root), image(url, "x")).diagnostics
    assert said.rule.code in ("AK305", "AK306")


def test_a_remote_picture_stays_a_link(root: Path) -> None:
    html = fill(Finder(root), image('https://example.com/a b"{{c1::x}}[1].png?x=1&y', "x")).html
    assert html == shown(
        'src="https://example.com/a%20b%22%7B%7Bc1::x%7D%7D%5B1%5D.png?x=1&amp;y" alt="x"'
    )
    assert (
        'src="https://example.com/a.png"' in fill(Finder(root), image("//example.com/a.png")).html
    )


def test_a_fetched_picture_is_taken_and_a_failure_is_said(root: Path, tmp_path: Path) -> None:
    cached = tmp_path / "cached"
    cached.write_bytes(pictures.png())
    url = "https://example.com/graph.png?v=2"
    finder = Finder(root, fetched={url: cached, "https://example.com/b.png": "404 Not Found"})
    [asset] = fill(finder, image(url)).assets
    assert asset.source == url
    filled = fill(finder, image("https://example.com/b.png"))
    assert 'src="https://example.com/b.png"' in filled.html
    assert filled.diagnostics[0].rule.code == "AK309"


def test_a_long_path_is_told_decoded_and_cut_in_its_middle(root: Path) -> None:
    url = f"%E5%9B%BE/{'very-' * 20}long/curve%20of%20loss.png"
    (said,) = fill(Finder(root), image(url)).diagnostics
    assert said.message.startswith("图/very-very")
    assert said.message.endswith("long/curve of loss.png does not exist")
    assert "…" in said.message
    assert len(said.message) < 100


@pytest.mark.parametrize(
    ("url", "places"),
    [
        ("img/gone.png", "notes/img/ and in img/"),
        ("gone.png", "notes/ and in the project's root"),
        ("../gone.png", "the project's root"),
    ],
)
def test_a_missing_picture_is_said_with_where_it_was_looked_for(
    root: Path, url: str, places: str
) -> None:
    (said,) = fill(Finder(root), image(url)).diagnostics
    assert said.help == f"it was looked for in {places}"
