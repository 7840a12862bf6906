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
    if not asked and not _settled():
        return None

    def fetch(urls: Sequence[str], tick: "Tick") -> Mapping[str, Path | str]:
        from ankigen.fetch import fetch as download

        folder = places.cache() / "pictures"
        return download(urls, folder, progress=lambda done, total: tick("fetch", done, total))

    return fetch


def _settled() -> bool:
    """Whether `fetch = true` stands in the user's own configuration."""
    file = places.config()
    try:
        text = file.read_text(encoding="utf-8")
    except OSError:
        return False
    import tomllib

    from ankigen.diagnostics import Stop

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Stop(f"{file} is not valid TOML: {error}") from None
    unknown = sorted(set(table) - {"fetch"})
    if unknown or not isinstance(table.get("fetch", False), bool):
        wrong = f"unknown key {unknown[0]}" if unknown else "fetch: expected true or false"
        raise Stop(f"{file}: {wrong}", "known keys: fetch")
    return table.get("fetch", False) is True
