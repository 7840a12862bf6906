"""What is said of the notes: order, counting, and the one exception that stops the program.

The rules themselves are in `ankigen.rules`; how a diagnostic is printed is `ankigen.report`'s.
"""

from collections.abc import Iterable

from ankigen.model import Diagnostic


class Stop(Exception):
    """The program cannot go on: `message` says what happened and where, `help` what to do."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


def sort(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By file, place and code, those of the whole project first, doubles left out."""

    def key(item: Diagnostic) -> tuple[str, int, str, str]:
        if item.span is None:
            return "", 0, item.rule.code, item.message
        return item.span.source.path, item.span.start, item.rule.code, item.message

    found = {key(item): item for item in diagnostics}
    return tuple(found[place] for place in sorted(found))
