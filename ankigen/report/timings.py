"""How long each stage took, for `--timings`."""

import time
from collections.abc import Callable

from ankigen.report.terminal import Terminal


class Timings:
    """Passes ticks on, and takes the time from one stage's first tick to the next one's."""

    def __init__(self, tick: Callable[[str, int, int], None], begin: float) -> None:
        self.tick = tick
        self.taken: dict[str, float] = {}
        self.stage, self.since = "start", begin

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self.stage:
            self.next(stage)
        self.tick(stage, done, total)

    def next(self, stage: str) -> None:
        """The stage before this one is over."""
        now = time.perf_counter()
        self.taken[self.stage] = self.taken.get(self.stage, 0.0) + now - self.since
        self.stage, self.since = stage, now

    def write(self, terminal: Terminal) -> None:
        """A line a stage, and their sum."""
        self.next("end")
        for stage, seconds in (*self.taken.items(), ("all", sum(self.taken.values()))):
            terminal.write(f"  {terminal.paint(f'{stage:<8}', 'dim')}{seconds * 1000:10,.1f} ms")
