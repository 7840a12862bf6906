"""Show packages in the real Anki and tell what their cards did: run by test_anki.py as a process.

    python anki_view.py FOLDER PACKAGE...

Anki starts with a throw-away profile in FOLDER. Each card is shown by its own reviewer, front and
back, in its own web view; then all that a person could touch is touched. For each card a line of
JSON is printed: what was given to `pwn`, by which side, and whether the page was left.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

TOUCH = """
(() => {
  const qa = document.getElementById('qa');
  if (!qa) return 'gone';
  for (const element of [...qa.querySelectorAll('*')]) {
    for (const kind of ['mouseover', 'mouseenter', 'mousedown', 'mouseup', 'focus', 'focusin',
        'pointerover', 'pointerdown', 'dragstart', 'animationstart', 'toggle', 'load', 'error',
        'input', 'change', 'keydown', 'wheel', 'touchstart', 'contextmenu', 'beforetoggle'])
      element.dispatchEvent(new Event(kind, {bubbles: kind.startsWith('mouse'), cancelable: true}));
    if (element.localName === 'details') element.open = true;
    try { element.focus?.(); } catch {}
    const href = element.closest('[href]')?.getAttribute('href') ?? '';
    if (/^\\s*(https?|mailto|ftp|tel):/i.test(href)) continue;  // a link that a person may follow
    if (element.click) element.click();
    else element.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
  }
  return 'here';
})()
"""
STATE = """
(() => { const qa = document.getElementById('qa');
  return JSON.stringify({there: !!qa, fresh: !!qa && !document.getElementById('not-yet')
    && qa.style.opacity !== '0', pwned: window.pwned ?? [],
    drawn: document.querySelectorAll('mjx-container').length}); })()
"""
ARM = """
window.pwned = []; window.pwn = (what) => { window.pwned.push(what); };
(document.getElementById('qa') || document.body)
  .insertAdjacentHTML('beforeend', '<i id=not-yet hidden></i>');
"""


class View:
    """Anki's main window, driven without its event loop taking over."""

    def __init__(self, base: Path) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
        os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox --disable-gpu")
        os.environ["ANKI_SINGLE_INSTANCE_KEY"] = base.name
        import aqt
        from aqt.profiles import ProfileManager, VideoDriver

        profiles = ProfileManager(base)
        profiles.setupMeta()
        profiles.meta.update(
            firstRun=False,
            defaultLang="en_US",
            check_for_updates=False,
            check_for_addon_updates=False,
            suppressUpdate=True,
        )
        profiles.set_video_driver(VideoDriver.Software)
        profiles.create("view")
        profiles.load("view")
        profiles.profile.update(autoSync=False, syncMedia=False)
        profiles.save()
        profiles.db.close()
        self.app: Any = aqt._run(["anki", "-b", str(base), "-p", "view"], exec=False)
        self.main: Any = aqt.mw
        self.timer = aqt.qt.QTimer(self.main)
        self.timer.timeout.connect(self.close_boxes)
        self.timer.start(200)
        self.wait(lambda: self.main.col is not None and self.main.state == "deckBrowser", 120)

    def close_boxes(self) -> None:
        box = self.app.activeModalWidget()
        if box is not None and type(box).__name__ != "ProgressDialog":
            box.close()

    def wait(self, condition: Callable[[], object], seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                return False
            self.app.processEvents()
            time.sleep(0.002)
        return True

    def js(self, code: str) -> Any:
        answer: list[Any] = []
        self.main.web.evalWithCallback(code, answer.append)
        self.wait(lambda: answer, 5)
        return answer[0] if answer else None

    def load(self, package: Path) -> None:
        from anki.collection import ImportAnkiPackageRequest

        col = self.main.col
        options = col._backend.get_import_anki_package_presets()
        col.import_anki_package(
            ImportAnkiPackageRequest(package_path=str(package), options=options)
        )

    def begin(self, card: Any) -> None:
        """Into the reviewer, which then shows whatever card it is given."""
        from aqt.reviewer import V3CardInfo

        reviewer = self.main.reviewer
        self.main.col.decks.select(card.did)
        self.main.moveToState("overview")  # draws itself late, over whatever comes next
        self.wait(lambda: self.js("!!document.getElementById('study')"), 30)

        def next_card() -> None:
            output = self.main.col.sched.get_queued_cards()
            reviewer._v3 = V3CardInfo.from_queue(output)
            reviewer.card = card
            card.start_timer()

        reviewer._get_next_v3_card = next_card
        self.main.moveToState("review")
        self.wait(lambda: self.js("typeof _showQuestion === 'function'"), 30)

    def shown(self, show: Callable[[], None]) -> dict[str, Any]:
        """Show a side, wait until Anki has drawn it, touch everything, and tell what happened."""
        self.js(ARM)
        show()
        state: dict[str, Any] = {}

        def fresh() -> bool:
            nonlocal state
            state = json.loads(self.js(STATE) or "{}")
            return bool(state.get("fresh")) or not state.get("there", False)

        self.wait(fresh, 10)
        drawn = state.get("drawn", 0)
        touched = self.js(TOUCH)
        self.wait(lambda: False, 0.03)
        state = json.loads(self.js(STATE) or "{}")
        left = touched != "here" or not state.get("there", False)
        return {"pwned": state.get("pwned", []), "left": left, "drawn": drawn}


def main(folder: Path, packages: list[Path]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    view = View(folder)
    for package in packages:
        view.load(package)
    col = view.main.col
    for number, key in enumerate(sorted(col.find_cards(""))):
        card = col.get_card(key)
        reviewer = view.main.reviewer
        if number == 0:
            view.begin(card)
        reviewer.card = card
        card.start_timer()
        front = view.shown(reviewer._showQuestion)
        back = view.shown(reviewer._showAnswer)
        note = card.note()
        sides = {"guid": note.guid, "deck": col.decks.name(card.did), "front": front, "back": back}
        sys.stdout.write(json.dumps(sides) + "\n")
        if front["left"] or back["left"]:
            view.main.moveToState("deckBrowser")
            view.begin(card)
    sys.stdout.flush()
    os._exit(0)  # Qt's own shutdown order is not worth waiting for


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)  # Anki puts its own window in stderr's place
        os._exit(1)
