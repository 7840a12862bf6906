"""How tests let a finder fill a picture or a link that notes name."""

from pathlib import Path

from ankigen.assets.finder import Filled, Finder
from ankigen.model import Excerpt, Fragment, Source, Target


def fill(
    finder: Finder, target: Target, text: str | None = None, at: str = "notes/qa.md"
) -> Filled:
    written = f"> see ![{target.alt}]({target.url})\n" if text is None else text
    excerpt = Excerpt(Source(at, written), ((2, len(written) - 1, 0),))
    holes = (0, 0) if target.kind == "link" else (0,)
    parts = ("<p>", "text", "</p>") if target.kind == "link" else ("<p>", "</p>")
    return finder.fill(Fragment(parts, holes, (target,)), excerpt)


def image(url: str, alt: str = "", **attributes: str) -> Target:
    return Target("image", url, alt, tuple(attributes.items()))


def shown(picture: str) -> str:
    """The paragraph of a picture that is there."""
    label = '<label class="zoom tappable"><input type="checkbox" hidden>'
    return f"<p>{label}<img {picture}></label></p>"


def lost(name: str) -> str:
    """The paragraph of a picture that is not."""
    return f'<p><span class="missing">{name}</span></p>'


def put(root: Path, path: str, data: bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)
