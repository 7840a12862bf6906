"""Pictures of cards as the real Anki shows them, for the gallery and the README.

    python docs/gallery.py

needs Anki's desktop program beside the development requirements: `pip install aqt`. It builds the
project's own notes and `docs/gallery/cards.md`, imports them into a new profile that is thrown
away, and photographs chosen cards in the reviewer, by day and by night, at the widths of a small
phone, a phone and a desktop. No screen is needed.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from ankigen import pipeline
from ankigen.project.root import find

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "gallery"
WIDTHS = (320, 412, 900)
GAP = 24
TALLEST = 1400
CARDS = {
    "formula": ("A formula and its picture", "写出多分类交叉熵损失"),
    "code": ("Code, on the front too", "下面的代码输出什么"),
    "table": ("A table", "时间复杂度"),
    "listing": ("A linked code file", "AUC 的概率含义"),
    "choice": ("Multiple choice", "Which of these cannot"),
    "cloze": ("Cloze", "梯度下降的更新"),
}
"""By the name of the picture: its title, and how the card's text begins or what it holds."""
ON_THE_README = "formula"


class Shot(Struct, frozen=True):
    """A card to be photographed."""

    name: str
    id: int


class Desktop:
    """Anki's main window on a screen that is not there, with a new profile."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")  # as root Chromium wants it so
        os.environ.setdefault(
            "QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox --disable-gpu --hide-scrollbars"
        )
        folder.mkdir()
        os.environ["QT_SCALE_FACTOR"] = "2"
        os.environ["ANKI_SINGLE_INSTANCE_KEY"] = folder.name
        import aqt
        from aqt.profiles import ProfileManager, VideoDriver

        profiles: Any = ProfileManager(folder)
        profiles.setupMeta()
        profiles.meta.update(firstRun=False, defaultLang="en_US", suppressUpdate=True)
        profiles.meta.update(check_for_updates=False, check_for_addon_updates=False)
        profiles.set_video_driver(VideoDriver.Software)
        profiles.create("gallery")
        profiles.load("gallery")
        profiles.profile.update(autoSync=False, syncMedia=False)
        profiles.save()
        profiles.db.close()
        self.app: Any = aqt._run(["anki", "-b", str(folder), "-p", "gallery"], exec=False)
        self.window: Any = aqt.mw
        self.until(lambda: self.window.col is not None and self.window.state == "deckBrowser")
        self.window.resize(1000, TALLEST + 200)

    def let(self, seconds: float) -> None:
        """Let Anki work for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.01)

    def until(self, done: Callable[[], object], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not done():
            if time.monotonic() > end:
                raise TimeoutError("Anki does not get ready")
            self.let(0.05)

    def ask(self, script: str) -> Any:
        """What a script in the reviewer's page gives."""
        answers: list[Any] = []
        for _ in range(30):  # a page that is being replaced answers nothing
            self.window.web.evalWithCallback(script, answers.append)
            with suppress(TimeoutError):
                self.until(lambda: answers, 1)
                return answers[0]
        raise TimeoutError("the page does not answer")

    def load(self, package: Path) -> None:
        from anki.collection import ImportAnkiPackageRequest

        collection = self.window.col
        options = collection._backend.get_import_anki_package_presets()
        request = ImportAnkiPackageRequest(package_path=str(package), options=options)
        collection.import_anki_package(request)

    def night(self, night: bool) -> None:
        from aqt.theme import Theme

        self.window.set_theme(Theme.DARK if night else Theme.LIGHT)
        self.let(0.5)

    def show(self, card: int) -> None:
        """Have the reviewer show the back of this card, whatever is due."""
        from aqt.reviewer import V3CardInfo

        window, reviewer = self.window, self.window.reviewer
        wanted = window.col.get_card(card)
        window.col.decks.select(wanted.did)
        window.moveToState("overview")
        self.until(lambda: self.ask("!!document.getElementById('study')"))

        def next_card() -> None:
            queued = window.col.sched.get_queued_cards()
            if queued.cards:
                reviewer._v3 = V3CardInfo.from_queue(queued)
            reviewer.card = wanted
            wanted.start_timer()

        reviewer._get_next_v3_card = next_card
        window.moveToState("review")
        self.until(lambda: self.ask("!!document.querySelector('.sheet.front')"))
        reviewer._showAnswer()
        self.until(lambda: self.ask("!!document.querySelector('.sheet.back')"))

    def photograph(self, width: int) -> Any:
        """The card so wide, and as high as it needs, as a picture of Qt's."""
        web = self.window.web
        web.setFixedSize(width, TALLEST)
        self.let(1)
        self.until(lambda: self.ask("document.fonts.status") == "loaded")
        high = "document.getElementById('qa').getBoundingClientRect().bottom"
        height = int(self.ask(high)) + GAP
        web.setFixedSize(width, height)
        self.let(0.5)
        while height < TALLEST and self.ask("document.documentElement.scrollHeight > innerHeight"):
            height += GAP
            web.setFixedSize(width, height)
            self.let(0.5)
        before = None
        while True:  # until two looks are the same: fades and formulas are done
            self.let(1)
            picture = web.grab().toImage()
            if picture == before:
                return picture
            before = picture


def built(folder: Path, notes: Path) -> Path:
    """The deck of some notes."""
    copied = folder / notes.name
    shutil.copytree(notes, copied)
    project = find((), copied)
    compiled = pipeline.compile(project)
    package = folder / f"{notes.name}.apkg"
    pipeline.write(compiled, package)
    return package


def chosen(collection: Any) -> list[Shot]:
    """The cards of `CARDS`."""
    shots = []
    for name, (_, begins) in CARDS.items():
        found = [
            note
            for note in map(collection.get_note, sorted(collection.find_notes("")))
            if begins in note.fields[0]
        ]
        if not found:
            raise SystemExit(f"no card with {begins!r}")
        shots.append(Shot(name, found[0].card_ids()[0]))
    return shots


def side_by_side(pictures: Iterable[Any], night: bool) -> Any:
    """Several pictures as one."""
    from aqt.qt import QColor, QImage, QPainter

    parts = list(pictures)
    gap = GAP * 2
    width = sum(part.width() for part in parts) + gap * (len(parts) + 1)
    height = max(part.height() for part in parts) + gap * 2
    sheet = QImage(width, height, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#0d1117" if night else "#d8dee4"))
    painter = QPainter(sheet)
    x = gap
    for part in parts:
        part.setDevicePixelRatio(1)
        painter.drawImage(x, gap, part)
        x += part.width() + gap
    painter.end()
    return sheet


def page() -> str:
    """The gallery as Markdown."""
    lines = ["# Gallery", ""]
    lines += [
        "Cards of the project's own notes in the reviewer of Anki's desktop program, at the widths",
        "of a small phone, a phone and a desktop: 320, 412 and 900 pixels. `docs/gallery.py` makes",
        "these pictures.",
    ]
    for name, (title, _) in CARDS.items():
        lines += ["", f"## {title}", ""]
        lines += [f"![{title}, by {mode}](gallery/{name}-{mode}.webp)" for mode in ("day", "night")]
    return "\n".join(lines) + "\n"


def main() -> int:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        packages = [built(folder, ROOT / "source"), built(folder, PICTURES)]
        desktop = Desktop(folder / "anki")
        for package in packages:
            desktop.load(package)
        shots = chosen(desktop.window.col)
        for mode in ("day", "night"):
            desktop.night(mode == "night")
            for shot in shots:
                desktop.show(shot.id)
                pictures = [desktop.photograph(width) for width in WIDTHS]
                if shot.name == ON_THE_README:
                    pictures[1].save(str(PICTURES / f"card-{mode}.webp"), "WEBP", 90)
                sheet = side_by_side(pictures, mode == "night")
                sheet.save(str(PICTURES / f"{shot.name}-{mode}.webp"), "WEBP", 80)
                print(shot.name, mode, flush=True)
        with suppress(Exception):
            desktop.window.col.close()
    sys.stdout.flush()
    os._exit(0)  # Qt's web engine does not always end by itself


if __name__ == "__main__":
    main()
