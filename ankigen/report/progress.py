"""A bar on standard error for what takes longer than half a second, on a terminal only."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from ankigen.report.terminal import Terminal

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Tick = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is."""

PATIENCE = 0.5
_PAUSE = 0.05


class Bar:
    """To be used in a `with`; call it as often as you like. It is gone when the block ends."""

    def __init__(self, terminal: Terminal, patience: float | None = None) -> None:
        self.terminal = terminal
        self.shown = terminal.interactive
        self.due = time.monotonic() + (PATIENCE if patience is None else patience)
        self.bar: Progress | None = None
        self.task: TaskID | None = None
        self.stage = ""

    def __enter__(self) -> "Bar":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if not self.shown or time.monotonic() < self.due:
            return
        self.due = time.monotonic() + _PAUSE
        if self.bar is None:
            self.bar = self._started()
        if self.task is None or stage != self.stage:
            if self.task is not None:
                self.bar.remove_task(self.task)
            self.task, self.stage = self.bar.add_task(stage, total=total), stage
        self.bar.update(self.task, completed=done, total=total, refresh=True)

    def _started(self) -> "Progress":
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description:<8}"), BarColumn(30), MofNCompleteColumn())
        bar = Progress(*columns, console=self.terminal.rich(), transient=True, auto_refresh=False)
        bar.start()
        return bar
