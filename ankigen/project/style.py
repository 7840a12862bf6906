"""The files of a project's own style: read from its folder, never from outside the root."""

from ankigen import disk
from ankigen.diagnostics import Stop
from ankigen.model import Source
from ankigen.project.near import near
from ankigen.project.root import Project

LIMIT = 128
"""Kilobytes of a file: ankigen's own sheet has 16."""
MOST = 50
"""Files in the folder."""


def read(project: Project) -> dict[str, Source]:
    """The style sheets and templates in the folder that `style` names, by name.

    `Stop` where the folder or a file in it cannot be read, or lies outside the root.
    """
    named = project.settings.style or ""
    where = f"{near(project.config or project.root)}: style: {named}"
    try:
        folder = (project.root / named).resolve()
        if not folder.is_relative_to(project.root):
            raise Stop(f"{where} leads out of the project", "name a folder below its root")
        names = sorted(
            entry.name for entry in folder.iterdir() if entry.suffix.lower() in (".css", ".html")
        )
    except (OSError, ValueError, RuntimeError) as error:  # a loop of links, a zero byte
        reason = getattr(error, "strerror", None) or str(error)
        raise Stop(f"{where}: {reason}", "mend the path, or leave it out") from None
    if not 0 < len(names) <= MOST:
        said = "holds no style sheet and no template" if not names else "holds too many files"
        raise Stop(f"{where} {said}", "a style is a folder with user.css, for example")
    return {name: _source(project, f"{project.relative(folder)}/{name}") for name in names}


def _source(project: Project, path: str) -> Source:
    file = (project.root / path).resolve()
    if not file.is_relative_to(project.root):
        raise Stop(f"{path} leads out of the project", "copy the file into it")
    try:
        data = disk.read(file, LIMIT << 10, follow=False)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(f"cannot read {path}: {reason}", "check its permissions") from None
    if data is None:
        raise Stop(f"{path} is larger than {LIMIT} kB", "leave out what the cards do not need")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Stop(f"{path} is not UTF-8", "save it in UTF-8") from None
    return Source(path, text.replace("\r\n", "\n"))
