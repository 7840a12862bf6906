"""Pictures on a network, downloaded because the command line says so, never a project's file."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from ankigen.pipeline.options import Fetch, Tick


def fetcher() -> Fetch:
    """Downloads into the user's cache, where what is there already is not asked for again."""

    def fetch(urls: Sequence[str], tick: Tick) -> Mapping[str, Path | str]:
        from ankigen.fetch import fetch as download

        return download(
            urls, cache() / "pictures", progress=lambda done, total: tick("fetch", done, total)
        )

    return fetch


def cache() -> Path:
    """The folder of the user's cache: `ANKIGEN_CACHE_DIR`, else where the system has it."""
    given = os.environ.get("ANKIGEN_CACHE_DIR")
    if given:
        return Path(given)
    from platformdirs import user_cache_path

    return user_cache_path("ankigen")
