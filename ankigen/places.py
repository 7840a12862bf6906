"""The user's own folders: what is kept for speed, and what is settled for all projects."""

import os
from pathlib import Path


def cache() -> Path:
    """Where what can be made again is kept: `ANKIGEN_CACHE_DIR`, else the system's place."""
    given = os.environ.get("ANKIGEN_CACHE_DIR")
    if given:
        return Path(given)
    from platformdirs import user_cache_path

    return user_cache_path("ankigen", appauthor=False)


def config() -> Path:
    """The user's own settings, which no project can touch: `ANKIGEN_CONFIG`, else the system's."""
    given = os.environ.get("ANKIGEN_CONFIG")
    if given:
        return Path(given)
    from platformdirs import user_config_path

    return user_config_path("ankigen", appauthor=False) / "config.toml"
