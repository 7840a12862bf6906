"""The user's own folders: what is kept for speed, and what is settled for all projects."""

import os
from contextlib import suppress
from pathlib import Path

_KEPT = ("fragments.sqlite*", "pictures", "preview")
"""What lies in the cache folder: rendered answers, pictures, preview pages."""


def cache() -> Path:
    """Where what can be made again is kept: `ANKIGEN_CACHE_DIR`, else the system's place."""
    given = os.environ.get("ANKIGEN_CACHE_DIR")
    if given:
        return Path(given)
    from platformdirs import user_cache_path

    return user_cache_path("ankigen", appauthor=False)


def clear() -> int:
    """Delete what is kept for speed, and nothing else in that folder; the bytes it took."""
    freed = 0
    for pattern in _KEPT:
        for found in cache().glob(pattern):
            files = [found] if found.is_file() else sorted(found.rglob("*"), reverse=True)
            for path in (*files, *([] if found.is_file() else [found])):
                with suppress(OSError):
                    size = 0 if path.is_dir() else path.lstat().st_size
                    path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
                    freed += size
    return freed


def config() -> Path:
    """The user's own settings, which no project can touch: `ANKIGEN_CONFIG`, else the system's."""
    given = os.environ.get("ANKIGEN_CONFIG")
    if given:
        return Path(given)
    from platformdirs import user_config_path

    return user_config_path("ankigen", appauthor=False) / "config.toml"
