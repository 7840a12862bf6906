"""Diagnostics on standard error, as a command says them on its way."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from ankigen.cli.options import output
from ankigen.model import Diagnostic
from ankigen.report import diagnostics

if TYPE_CHECKING:
    from ankigen.pipeline import Compilation


class Counts(Struct, frozen=True):
    """How many diagnostics of each severity there are."""

    errors: int
    warnings: int


def say_empty(compiled: "Compilation") -> None:
    """Why there is no card, and what to do."""
    message, help = compiled.empty
    output.err.write(f"{message}\n  help: {help}")


def say(found: Sequence[Diagnostic], place: Callable[[str], str]) -> Counts:
    """Write them: with their source on a terminal, else one line each.

    Without --verbose those that only inform are left out, with --quiet all but errors.
    """
    count = Counter(item.rule.severity for item in found)
    kinds = {"error"} if output.quiet else {"error", "warning"}
    kinds |= {"info"} if output.verbose else set()
    err = output.err
    told = [item for item in found if item.rule.severity in kinds]
    form: diagnostics.Format = "full" if err.interactive else "concise"
    err.stream.write(diagnostics.render(told, form, err, place))
    err.stream.flush()
    return Counts(count["error"], count["warning"])
