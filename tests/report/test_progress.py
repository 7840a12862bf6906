"""The bar: late, on a terminal only, and gone at the end."""

import io

from ankigen.report.progress import Bar
from ankigen.report.terminal import Terminal


def drawn(interactive: bool, patience: float) -> str:
    stream = io.StringIO()
    terminal = Terminal(stream, color=interactive, interactive=interactive)
    with Bar(terminal, patience) as tick:
        for done in range(3):
            tick("render", done, 2)
    return stream.getvalue()


def test_what_is_quick_draws_nothing() -> None:
    assert drawn(True, 60) == ""


def test_without_a_terminal_nothing_is_drawn() -> None:
    assert drawn(False, 0) == ""


def test_on_a_terminal_the_bar_shows_the_stage_and_is_wiped() -> None:
    text = drawn(True, 0)
    assert "render" in text
    assert "0/2" in text
    assert text.endswith("\x1b[2K") or "\x1b[2K" in text[-20:]
