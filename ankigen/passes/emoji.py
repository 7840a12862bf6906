"""Emoji shortcodes, by the table that GitHub uses."""

from functools import cache


@cache
def _table() -> dict[str, str]:
    from pymdownx.gemoji_db import aliases, emoji

    found = {
        name: "".join(chr(int(part, 16)) for part in entry["unicode"].split("-"))
        for name, entry in emoji.items()
        if "unicode" in entry
    }
    return found | {name: found[same] for name, same in aliases.items() if same in found}


def character(code: str) -> str:
    """The emoji of a shortcode such as `:tada:`; empty when there is none."""
    return _table().get(code, "")
