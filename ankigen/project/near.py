"""Paths as people want to see them."""

import os
from pathlib import Path


def near(path: Path) -> str:
    """A path as it is seen from the current folder, where that is shorter; with `/`."""
    try:
        seen = os.path.relpath(path)
    except (ValueError, OSError):  # another drive; a current folder that is gone
        seen = str(path)
    shorter = seen if len(seen) < len(str(path)) else str(path)
    return shorter.replace(os.sep, "/")
