"""Whether a project's own style is used: when the user says so, never because a file of it does."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen import places

if TYPE_CHECKING:
    from ankigen.pipeline.options import Options
    from ankigen.project.root import Project


def trusting(options: "Options", project: "Project", asked: bool) -> "Options":
    """The options with what becomes of the project's style.

    It is trusted where the line asks for it, or the root lies in a folder of the user's own
    settings.
    """
    from msgspec.structs import replace

    trusted = asked or (bool(project.settings.style) and _settled(project.root))
    return replace(options, style="trusted" if trusted else "untrusted")


def _settled(root: Path) -> bool:
    """Whether the user's own settings name a folder around the root."""
    from ankigen.diagnostics import Stop
    from ankigen.project import config

    file = places.config()
    folders = [Path(os.path.expanduser(name)) for name in config.own(file).trust_style]  # noqa: PTH111 - raises nothing
    if loose := [folder for folder in folders if not folder.is_absolute()]:
        raise Stop(f"{file}: trust-style: {loose[0]} is no whole path", "begin it with ~ or /")
    return any(root.is_relative_to(folder.resolve()) for folder in folders)
