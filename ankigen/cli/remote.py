"""Pictures on a network, downloaded when the user says so, never because a project's file does."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen import places

if TYPE_CHECKING:
    from ankigen.pipeline.options import Fetch, Tick


def fetcher(asked: bool) -> "Fetch | None":
    """Downloads into the user's cache; None where neither the line nor the user's settings ask.

    What is in the cache already is not downloaded again.
    """
    from ankigen.project import config

    if not asked and not config.own(places.config()).fetch:
        return None

    def fetch(urls: Sequence[str], tick: "Tick") -> Mapping[str, Path | str]:
        from ankigen.fetch import fetch as download

        folder = places.cache() / "pictures"
        return download(urls, folder, progress=lambda done, total: tick("fetch", done, total))

    return fetch
