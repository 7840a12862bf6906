"""`ankigen watch`: the deck built again whenever the notes are saved."""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen.cli.options import DeckName, Out, Paths, Tags, TrustStyle, output, shown
from ankigen.model import Diagnostic
from ankigen.report.terminal import Terminal, plain
from ankigen.text import counted

if TYPE_CHECKING:
    from ankigen.diagnostics import Stop
    from ankigen.pipeline import Compilation, Options
    from ankigen.watch import State


def command(
    paths: Paths = None,
    out: Out = None,
    deck: DeckName = None,
    tag: Tags = None,
    trust_style: TrustStyle = False,
) -> int:
    """Build the deck again whenever the notes are saved.

    A line for each build, and what is found wrong in the notes, once when it comes and once when
    it is mended. The lock is written when you end it with Ctrl-C, so that what was only half
    typed on the way leaves no trace in it.
    """
    from ankigen import pipeline, watch
    from ankigen.cli.trust import trusting
    from ankigen.diagnostics import Stop
    from ankigen.project.root import Project, find

    options = pipeline.Options(deck, tuple(tag or ()))
    session = _Session(options, out)

    def compiled(project: Project) -> "Compilation":
        return pipeline.compile(project, trusting(options, project, trust_style))

    try:
        for state in watch.states(lambda: find(paths or ()), compiled):
            session.take(state)
    except KeyboardInterrupt:
        output.err.write()
    if session.built is not None:
        try:
            last = compiled(find(paths or ()))
            pipeline.write(last, session.target(last))
        except Stop as error:  # the notes were taken away; the last deck stays
            session.failed(error)
            return 1
    return 0


class _Session:
    """What was built so far, and what was said of it."""

    def __init__(self, options: "Options", out: Path | None) -> None:
        self.options = options
        self.out = out
        self.built: Compilation | None = None
        self.said: tuple[Diagnostic, ...] = ()

    def target(self, compiled: "Compilation") -> Path:
        from ankigen.pipeline.stages import deck_name
        from ankigen.pipeline.target import target

        project = compiled.project
        return target(project, deck_name(project, self.options), self.out)

    def take(self, state: "State") -> None:
        """Write the deck of a state, and say in a line what happened."""
        from ankigen import pipeline
        from ankigen.diagnostics import Stop

        begin = time.perf_counter()
        if state.compiled is None:
            self.failed(state.failure)
            return
        self._say_news(state.compiled)
        before, now = self.built, state.compiled
        file = self.target(now)
        same = before is not None and (before.notes, before.assets) == (now.notes, now.assets)
        try:
            if not same or not file.exists():
                pipeline.write(now, file, locked=False)
        except Stop as error:
            self.failed(error)
            return
        seconds = state.seconds + time.perf_counter() - begin
        said = counted(len(now.notes), "card") + _difference(before, now, file)
        self._line(said, f"{seconds:.2f} s")
        self.built = now

    def failed(self, failure: "Stop | None") -> None:
        """Say why there is no deck this time."""
        if failure is not None:
            text = plain(f"{failure.message} ({failure.help})" if failure.help else failure.message)
            err = output.err
            err.write(f"{_now(err)}  {err.paint('error', 'error')}: {text}")

    def _say_news(self, now: "Compilation") -> None:
        """The diagnostics that came, and those that went. Those that only inform are left out."""
        from ankigen.report import diagnostics
        from ankigen.watch import news

        came, went = news(self.said, now.diagnostics)
        self.said = now.diagnostics
        place, err = shown(now.project.root), output.err
        told = [item for item in came if item.rule.severity != "info" or output.verbose]
        err.stream.write(diagnostics.render(told, "concise", err, place))
        for item in went:
            if item.rule.severity != "info" or output.verbose:
                where = f"{place(item.span.source.path)}: " if item.span else ""
                mended = f"{item.rule.code} {item.rule.slug} is gone"
                err.write(f"{err.paint('✓', 'good')} {plain(where)}{mended}")
        err.stream.flush()

    def _line(self, text: str, remark: str) -> None:
        out = output.out
        if not output.quiet:
            out.write(f"{_now(out)}  {plain(text)}  {out.paint(remark, 'dim')}")
            out.stream.flush()


def _now(terminal: Terminal) -> str:
    return terminal.paint(time.strftime("%H:%M:%S"), "dim")


def _difference(before: "Compilation | None", now: "Compilation", file: Path) -> str:
    """What differs from the build before; of the first one, where it is."""
    if before is None:
        near = os.path.relpath(file) if file.drive == Path.cwd().drive else str(file)
        return f" in {min(near, str(file), key=len)}"
    old = {note.guid: (note.fields, note.tags, note.deck) for note in before.notes}
    new = {note.guid: (note.fields, note.tags, note.deck) for note in now.notes}
    counts = (
        (len(new.keys() - old.keys()), "new"),
        (sum(guid in old and old[guid] != what for guid, what in new.items()), "changed"),
        (len(old.keys() - new.keys()), "removed"),
    )
    said = [f"{count:,} {word}" for count, word in counts if count]
    looks = [[(kind.css, kind.templates) for kind in c.note_types] for c in (before, now)]
    said += ["restyled"] if looks[0] != looks[1] else []
    return ", " + (", ".join(said) or "nothing changed")
