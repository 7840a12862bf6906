"""Where the page is written, and what is never overwritten."""

import json
import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from ankigen.diagnostics import Stop
from ankigen.preview import save
from ankigen.preview.data import of
from tests.preview import deck


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_file_is_written_for_its_user_alone(tmp_path: Path) -> None:
    file = save.to_file(deck.data(), tmp_path / "cache" / "page.html")
    assert files(tmp_path) == ["cache/page.html"]
    assert file.read_text("utf-8").startswith("<!doctype html>")
    if os.name != "nt":
        assert file.parent.stat().st_mode & 0o077 == 0


def test_where_the_cache_cannot_be_written_a_temporary_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    file = save.to_file(deck.data(), tmp_path / "cache" / "page.html")
    assert file.is_file()
    assert tmp_path not in file.parents
    file.unlink()
    file.parent.rmdir()


def test_very_many_pictures_stand_beside_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(save, "LARGEST", 10)
    file = save.to_file(deck.data(), tmp_path / "page.html")
    assert file == tmp_path / "page" / "index.html"
    assert (file.parent / "media" / deck.PICTURE.name).is_file()


def test_each_project_has_a_place_of_its_own(tmp_path: Path) -> None:
    assert save.own_place(tmp_path / "a") != save.own_place(tmp_path / "b")


def test_a_folder_for_hosting(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert save.to_folder(deck.data(), site) == site / "index.html"
    assert files(site) == [save.LIST, "index.html", f"media/{deck.PICTURE.name}"]
    assert (site / "media" / deck.PICTURE.name).read_bytes() == deck.PNG


def test_it_is_written_again_and_old_pictures_go(tmp_path: Path) -> None:
    site = tmp_path / "site"
    save.to_folder(deck.data(), site)
    save.to_folder(of(replace(deck.DECK, name="Other", assets=())), site)
    assert files(site) == [save.LIST, "index.html"]
    assert "<title>Other" in (site / "index.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["index.html", "thesis.docx", "media"])
def test_what_is_there_already_is_never_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(Stop, match=name):
        save.to_folder(deck.data(), tmp_path)
    assert files(tmp_path) == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_picture_of_another_is_not_overwritten(tmp_path: Path) -> None:
    save.to_folder(of(replace(deck.DECK, assets=())), tmp_path)
    (tmp_path / "media").mkdir()
    other = tmp_path / "media" / deck.PICTURE.name
    other.write_text("mine")
    with pytest.raises(Stop, match="not written by ankigen"):
        save.to_folder(deck.data(), tmp_path)
    assert other.read_text() == "mine"


def test_the_list_of_files_is_trusted_with_nothing_else(tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    site = tmp_path / "site"
    site.mkdir()
    names = ["../precious.txt", str(precious), "media/../../precious.txt", "index.html", 7]
    (site / save.LIST).write_text(json.dumps(names))
    save.to_folder(deck.data(), site)
    assert precious.read_text() == "mine"
    assert files(site) == [save.LIST, "index.html", f"media/{deck.PICTURE.name}"]


def test_a_broken_list_is_told(tmp_path: Path) -> None:
    (tmp_path / save.LIST).write_text("{")
    with pytest.raises(Stop, match="cannot be understood"):
        save.to_folder(deck.data(), tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    site.mkdir()
    elsewhere.mkdir()
    (site / save.LIST).write_text("[]")
    (site / "media").symlink_to(elsewhere)
    with pytest.raises(Stop):
        save.to_folder(deck.data(), site)
    assert files(elsewhere) == []


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(Stop, match="site"):
        save.to_folder(deck.data(), tmp_path / "site")


def test_a_hosted_picture_that_vanished_does_not_end_it(tmp_path: Path) -> None:
    gone = replace(deck.PICTURE, data=None, path=tmp_path / "gone.png")
    save.to_folder(of(replace(deck.DECK, assets=(gone,))), tmp_path / "site")
    assert (tmp_path / "site" / "index.html").is_file()
