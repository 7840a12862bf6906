"""The pictures, links and code files of one build: each file is read once."""

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from msgspec import Struct, field

from ankigen.assets import load, markup
from ankigen.assets.find import Found, Lost, Tree, is_foreign
from ankigen.assets.place import locate
from ankigen.model import Asset, Diagnostic, Edit, Excerpt, Fragment, Rule, Target
from ankigen.patterns import pattern
from ankigen.rules import (
    CLEANED_DRAWING,
    CODE_LEFT_OUT,
    DEAD_LINK,
    MISSING_PICTURE,
    NOT_FETCHED,
    PICTURE_CASE,
    PICTURE_OUTSIDE,
    UNSUPPORTED_PICTURE,
)
from ankigen.settings import Limits

_WEB = pattern(r"(?:https?:)?//[^/]", re.IGNORECASE)
_KEPT_LINK = pattern(r"(?:(?:https?|ftp):|//|mailto:|tel:)", re.IGNORECASE)
_ENDING = pattern(r"\.([a-z0-9+]{1,8})$", re.IGNORECASE)
_PLAYED = frozenset("mp3 ogg oga opus wav m4a flac aac mp4 webm ogv mov m4v mkv".split())
_CODE = frozenset(
    (
        "py pyx js mjs jsx ts tsx java kt kts scala c h cc cpp cxx hpp hh cu cs go rs swift m mm rb"
        " php pl lua r jl sh bash zsh fish ps1 bat sql hs ml fs clj ex exs erl dart vue html css"
        " scss less json yaml yml toml ini xml proto graphql tf hcl cmake gradle asm s v vhd sol"
    ).split()
)


class Listing(Struct, frozen=True):
    """A linked code file: its path from the root, and its text."""

    path: str
    text: str


class Filled(Struct, frozen=True):
    """A fragment with its holes filled, and what that brought along, in the order of the text."""

    html: str
    assets: tuple[Asset, ...] = ()
    listings: tuple[Listing, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class _Said(Struct):
    """What the filling of one fragment gathers."""

    excerpt: Excerpt
    assets: dict[str, Asset] = field(default_factory=dict)
    listings: dict[str, Listing] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def say(self, rule: Rule, url: str, message: str, help: str = "", right: str = "") -> None:
        span, exact = locate(self.excerpt, url)
        edits = (Edit(span, right),) if right and exact else ()
        said = f"{_legible(url)} {message}"
        self.diagnostics.append(Diagnostic(rule, said, span, help, edits=edits))


class Finder:
    """Fills fragments. `fetched` has, by URL, the file of a remote picture or why there is none.

    `repository` is the address under which the files of the root are shown, for relative links;
    without it they become plain text.
    """

    def __init__(
        self,
        root: Path,
        limits: Limits = Limits(),  # noqa: B008
        repository: str | None = None,
        fetched: Mapping[str, Path | str] | None = None,
    ) -> None:
        self._tree = Tree(root)
        self._limits = limits
        self._repository = repository
        self._fetched = fetched or {}
        self._loaded: dict[Path | str, load.Loaded | load.Fault] = {}
        self._listings: dict[Path, Listing | str] = {}

    def fill(self, fragment: Fragment, excerpt: Excerpt) -> Filled:
        """The fragment's HTML; `excerpt` is the Markdown that it was made from."""
        if not fragment.targets:
            return Filled("".join(fragment.parts))
        said = _Said(excerpt)
        tags = [self._tags(target, said) for target in fragment.targets]
        return Filled(
            markup.filled(fragment, tags),
            tuple(said.assets.values()),
            tuple(said.listings.values()),
            tuple(said.diagnostics),
        )

    def code(self, url: str, excerpt: Excerpt) -> Filled:
        """The listing of a code file that is linked outside the text, as in a summary."""
        said = _Said(excerpt)
        self._link(Target("link", url), said)
        return Filled("", (), tuple(said.listings.values()), tuple(said.diagnostics))

    def _tags(self, target: Target, said: _Said) -> tuple[str, str]:
        if target.kind == "link":
            return self._link(target, said)
        return self._picture(target, said), ""

    # --- pictures

    def _picture(self, target: Target, said: _Said) -> str:
        url = target.url.strip()
        if _WEB.match(url) and not isinstance(self._fetched.get(url), Path):
            reason = self._fetched.get(url)
            if isinstance(reason, str):
                said.say(NOT_FETCHED, url, f"could not be fetched: {reason}")
            return markup.image(markup.remote(url), target)
        loaded = self._media(url, said)
        if loaded is None:
            return markup.missing(target.alt.strip(), _shown_name(url))
        return self._played(loaded, target, said)

    def _played(self, loaded: load.Loaded, target: Target, said: _Said) -> str:
        said.assets[loaded.asset.name] = loaded.asset
        if loaded.family != "image":
            return f"[sound:{loaded.asset.name}]"
        return markup.image(loaded.asset.name, target)

    def _media(self, url: str, said: _Said) -> load.Loaded | None:
        loaded = self._read(url, said)
        if isinstance(loaded, load.Fault):
            said.say(loaded.rule, url, loaded.message, loaded.help)
            return None
        if loaded is not None and loaded.cleaned:
            said.say(CLEANED_DRAWING, url, f"is shown without {', '.join(loaded.cleaned[:5])}")
        return loaded

    def _read(self, url: str, said: _Said) -> load.Loaded | load.Fault | None:
        """The media file, from this build's store when it was read before; None once said."""
        if url[:5].lower() == "data:":
            if url not in self._loaded:
                self._loaded[url] = load.from_url(url, self._limits)
            return self._loaded[url]
        fetched = self._fetched.get(url)
        if isinstance(fetched, Path):
            if url not in self._loaded:
                self._loaded[url] = load.from_file(fetched, url, self._limits)
            return self._loaded[url]
        found = self._tree.find(url, said.excerpt.source.path)
        if isinstance(found, Lost):
            return _lost(found, url, said.excerpt.source.path)
        if found.folder:
            return load.Fault(UNSUPPORTED_PICTURE, "is a folder")
        if found.written is not None:
            said.say(
                PICTURE_CASE,
                url,
                f"is {found.relative} on the disk",
                f"write {found.written}",
                found.written,
            )
        if found.path not in self._loaded:
            self._loaded[found.path] = load.from_file(found.path, found.relative, self._limits)
        return self._loaded[found.path]

    # --- links

    def _link(self, target: Target, said: _Said) -> tuple[str, str]:
        tags = _alone(target)
        if tags is not None:
            return tags
        url = target.url.strip()
        found = self._page(url, said.excerpt.source.path)
        if isinstance(found, Lost):
            if found.trouble == "missing":
                said.say(
                    DEAD_LINK,
                    url,
                    "does not exist",
                    _did_you_mean(found, url, said.excerpt.source.path),
                )
            return "", ""
        ending = _ENDING.search(found.relative) if not found.folder else None
        if ending and ending[1].lower() in _PLAYED:
            loaded = self._media(url, said)
            return ("", f" {self._played(loaded, target, said)}") if loaded else ("", "")
        if ending and ending[1].lower() in _CODE:
            self._list(found, url, said)
        if self._repository is None:
            return "", ""
        rest = re.search(r"[?#].*", url)
        address = f"{self._repository}/{quote(found.relative)}{rest[0] if rest else ''}"
        return markup.link(address, target)

    def _page(self, url: str, source: str) -> Found | Lost:
        """A file; as on documentation sites, a page of Markdown may lack its ending."""
        found = self._tree.find(url, source)
        path = re.split(r"[?#]", url)[0].rstrip("/")
        if isinstance(found, Lost) and found.trouble == "missing" and not _ENDING.search(path):
            page = self._tree.find(f"{path}.md", source)
            return page if isinstance(page, Found) else found
        return found

    def _list(self, found: Found, url: str, said: _Said) -> None:
        if found.path not in self._listings:
            self._listings[found.path] = self._read_code(found)
        listing = self._listings[found.path]
        if isinstance(listing, str):
            said.say(CODE_LEFT_OUT, url, listing)
        else:
            said.listings[listing.path] = listing

    def _read_code(self, found: Found) -> Listing | str:
        bound = self._limits.code_kilobytes * 1000
        if found.size > bound:
            return f"has {found.size / 1000:,.0f} kB; {self._limits.code_kilobytes} are shown"
        try:
            with load.opened(found.path) as stream:
                data = stream.read(bound + 1)
        except OSError as error:
            return f"cannot be read: {error.strerror or error}"
        if b"\0" in data:
            return "is no text"
        text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        return Listing(found.relative, text) if text.strip() else "is empty"


def alone(fragment: Fragment) -> str | None:
    """The HTML of a fragment if it follows from it alone: no target leads to a file."""
    if not fragment.targets:
        return "".join(fragment.parts)
    tags = [_alone(target) for target in fragment.targets]
    known = [one for one in tags if one is not None]
    return markup.filled(fragment, known) if len(known) == len(tags) else None


def _alone(target: Target) -> tuple[str, str] | None:
    """What stands for a target, if that follows from it alone: a link that leads to no file."""
    if target.kind != "link":
        return None
    url = target.url.strip()
    if _KEPT_LINK.match(url):
        return markup.link(url, target)
    return ("", "") if not url or url.startswith("#") or is_foreign(url) else None


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _legible(url: str) -> str:
    """A URL as it is told: decoded, and cut in its middle, since a path's ends say the most."""
    if url[:5].lower() == "data:":
        return f"{url[:60]}…" if len(url) > 80 else url
    words = unquote(url)
    return f"{words[:36]}…{words[-36:]}" if len(words) > 80 else words


def _lost(lost: Lost, url: str, source: str) -> load.Fault:
    if lost.trouble == "outside":
        return load.Fault(PICTURE_OUTSIDE, "lies outside the project, so it was not read")
    if lost.trouble == "unreadable":
        return load.Fault(MISSING_PICTURE, f"cannot be read: {lost.reason}")
    help = _did_you_mean(lost, url, source) or _looked_in(url, source)
    return load.Fault(MISSING_PICTURE, "does not exist", help)


def _looked_in(url: str, source: str) -> str:
    if url.startswith("/"):
        return "a path that starts with / is taken from the project's root"
    folder = unquote(url.replace("\\", "/")).rpartition("/")[0]
    places = dict.fromkeys(
        posixpath.normpath(posixpath.join(start, folder))
        for start in (posixpath.dirname(source), "")
    )
    inside = [_legible(place) for place in places if not place.startswith("..")]
    named = ["the project's root" if place == "." else f"{place}/" for place in inside]
    return f"it was looked for in {' and in '.join(named)}"


def _did_you_mean(lost: Lost, url: str, source: str) -> str:
    """The near name as the notes would have to write it."""
    if not lost.reason:
        return ""
    folder = posixpath.dirname(source)
    near = (
        f"/{lost.reason}" if url.startswith("/") else posixpath.relpath(lost.reason, folder or ".")
    )
    return f"did you mean {near}?"


def _shown_name(url: str) -> str:
    """What stands for a picture without alternative text: its file's name."""
    if url[:5].lower() == "data:":
        return ""
    return re.split(r"[/\\]", unquote(re.split(r"[?#]", url)[0]))[-1]
