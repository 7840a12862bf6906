"""The corpus in the real Anki: its reviewer shows every card, and nothing of the notes runs.

It takes a few minutes and needs the packages `aqt` and PyQt6 with their libraries; Qt draws off
the screen unless QT_QPA_PLATFORM says otherwise.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from ankigen.pipeline import write
from tests.attacks import control, corpus
from tests.attacks.listener import listening

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("aqt") is None or find_spec("PyQt6") is None, reason="Anki's window needs aqt"
    ),
]
VIEW = Path(__file__).with_name("anki_view.py")


def looked_at(folder: Path, packages: Sequence[Path]) -> list[dict[str, Any]]:
    """What each card did in Anki."""
    command = [sys.executable, str(VIEW), str(folder / "anki"), *map(str, packages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines and "Could not load the Qt platform" in done.stderr:
        pytest.skip("Qt finds nothing to draw on")
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in lines]


def test_what_goes_around_the_sanitiser_runs(tmp_path: Path) -> None:
    """So that a card that ran something would be seen."""
    with listening() as listener:
        package = control.package(tmp_path, listener.address)
        cards = looked_at(tmp_path, [package])
        ran = {card["guid"] for card in cards if card["back"]["pwned"]}
        assert ran >= {
            f"control-{name}" for name in ("picture", "script", "touch", "link", "formula", "token")
        }
        heard = {path.rpartition("/")[2] for path in listener.heard}
        assert heard >= {"style", "box", "font", "frame"}


def test_no_attack_runs_loads_or_leads_away(tmp_path: Path) -> None:
    with listening() as listener:
        made = corpus.compiled(tmp_path / "notes", listener.address)
        package = tmp_path / "attacks.apkg"
        write(made, package)
        cards = looked_at(tmp_path, [package])
        sides = [(card["deck"], card[side]) for card in cards for side in ("front", "back")]
        assert len(sides) >= 2 * len(made.notes)
        assert [(deck, side) for deck, side in sides if side["pwned"] or side["left"]] == []
        assert sum(side["drawn"] for _, side in sides) > 20, "no formula was drawn"
        assert listener.heard == []
