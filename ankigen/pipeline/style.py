"""The look of the cards: the project's own style where it is to be trusted and is sound."""

from collections.abc import Mapping

from ankigen.model import Diagnostic
from ankigen.pipeline.options import Options
from ankigen.project.near import near
from ankigen.project.root import Project
from ankigen.rules import UNTRUSTED_STYLE


def style(project: Project, options: Options) -> tuple[Mapping[str, str], list[Diagnostic]]:
    """The texts that replace or follow ankigen's own, by name, and what there is to say of them.

    A style that nobody said to trust is not even read, but by commands that show no cards.
    """
    name = project.settings.style
    if not name:
        return {}, []
    if options.style == "untrusted":
        where = near(project.config) if project.config else "the configuration"
        said = f"{where}: the style {name} came with the notes: not used without --trust-style"
        help = f"look at what is in {name} first; `ankigen rule AK801` says why"
        return {}, [Diagnostic(UNTRUSTED_STYLE, said, None, help)]
    from ankigen.notetype.scan import NAMES, scan
    from ankigen.project.style import read

    files = read(project)
    found = scan(files)
    if options.style != "trusted" or any(item.rule.severity == "error" for item in found):
        return {}, found
    return {name: files[name].text for name in NAMES if name in files}, found
