"""`ankigen check`: every rule over the notes, and the safe mends."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer
from msgspec.structs import replace

from ankigen.cli.complete import rules
from ankigen.cli.options import Paths, output, shown
from ankigen.model import Diagnostic
from ankigen.project.root import Project
from ankigen.text import counted


class Format(StrEnum):
    """How diagnostics are written."""

    full = "full"
    concise = "concise"
    github = "github"
    json = "json"


def command(
    paths: Paths = None,
    format: Annotated[Format, typer.Option(help="How to write what is found.")] = Format.full,
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", autocompletion=rules, help="Only these rules; repeatable."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", autocompletion=rules, help="Not these rules; repeatable."),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is safe to mend.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show the mends, make none.")] = False,
) -> int:
    """Check the notes with every rule, without building.

    A rule is written as its code (AK301), the beginning of one (AK3) or its name
    (missing-picture). Exit code 0 when nothing was found but information, 1 when something was,
    2 when the check could not run.
    """
    from ankigen import pipeline
    from ankigen.cli.say import say_empty
    from ankigen.project.root import find
    from ankigen.report import diagnostics

    project = _with(find(paths or ()), select or (), ignore or ())
    with output.bar() as tick:
        compilation = pipeline.compile(project, tick=tick)
    found = compilation.diagnostics
    if diff:
        return _show_mends(project, found, fix)
    mended = _mend(project, found) if fix else ()
    found = tuple(item for item in found if item not in mended)
    place = shown(project.root)
    output.out.stream.write(diagnostics.render(found, format.value, output.out, place))
    if format in (Format.full, Format.concise) and not output.quiet:
        output.err.write(_verdict(found, len(compilation.notes), len(mended)))
        if not found and not compilation.notes:
            say_empty(compilation)
    return 1 if any(item.rule.severity != "info" for item in found) else 0


def _with(project: Project, select: Sequence[str], ignore: Sequence[str]) -> Project:
    """The project with the rules of the command line."""
    import msgspec

    from ankigen.lint.choice import chosen

    chosen(select, "--select"), chosen(ignore, "--ignore")
    check = project.settings.check
    check = msgspec.structs.replace(
        check, select=tuple(select) or check.select, ignore=(*check.ignore, *ignore)
    )
    return replace(project, settings=msgspec.structs.replace(project.settings, check=check))


def _show_mends(project: Project, found: Sequence[Diagnostic], fix: bool) -> int:
    from ankigen.project.mend import mends

    out, place = output.out, shown(project.root)
    made = mends(project, found)
    for mend in made:
        for line in mend.diff(place(mend.path)):
            style = {"+": "added", "-": "removed", "@": "place"}.get(line[:1])
            out.write(out.paint(line, style) if style else line)
    if not output.quiet:
        count = sum(len(mend.mended) for mend in made)
        how = "--fix without --diff" if fix else "--fix"
        files = counted(len(made), "file")
        said = f"{count} to mend in {files}; {how} makes the changes" if made else "nothing to mend"
        output.err.write(said)
    return 1 if made else 0


def _mend(project: Project, found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    from ankigen.project.mend import mends, write

    mended: list[Diagnostic] = []
    for mend in mends(project, found):
        write(project, mend)
        mended += mend.mended
    return mended


def _verdict(found: Sequence[Diagnostic], cards: int, mended: int) -> str:
    err = output.err
    counts = Counter(item.rule.severity for item in found)
    said = [counted(n, kind) for kind in ("error", "warning", "info") if (n := counts[kind])]
    where = counted(cards, "card")
    safe = sum(bool(item.edits) for item in found)
    remarks = [f"{mended} mended"] if mended else []
    remarks += [f"{safe} can be mended with --fix"] if safe else []
    tail = f" ({', '.join(remarks)})" if remarks else ""
    if said:
        *most, last = said
        listed = f"{', '.join(most)} and {last}" if most else last
        return f"{err.paint(listed, 'bold')} in {where}{tail}"
    return f"{err.paint('✓', 'good')} nothing wrong in {where}{tail}"
