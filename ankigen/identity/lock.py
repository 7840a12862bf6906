"""The file `ankigen.lock`: who each card was at the last build, one line a card.

    ankigen.lock	1	namespace
    built	1764000000
    deck	Notes
    type	1607392319	<digest>	1764000000	Notes (basic)
    <file> <question> <guid> <kind> <mod> <digests> <sketch> <topics> <id> <clozes>
    end

Fields are parted by tabs, so that a line reads in a review, and backslashes escape tabs, line ends
and backslashes. Cards stand in the order of the source, file by file, so that an edit of one card
changes one line; removed ones stand last, their kind written `-basic`. A last field that is empty
is left off. Lines may be doubled, as `merge=union` leaves them, and conflict markers are skipped:
both sides count. The last line tells a whole file from one that was cut.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import get_args

from ankigen import disk
from ankigen.diagnostics import Stop
from ankigen.identity.records import Cloze, Entry, Kind, Lock, TypeEntry
from ankigen.patterns import pattern

NAME = "ankigen.lock"
VERSION = 1
LARGEST = 512 << 20
"""Bytes; a line is some 200, and a project of 100,000 cards has 20 MB."""
_SOME = 1000
"""Lines that are written at a time."""
_KINDS: dict[str, Kind] = {f"{mark}{kind}": kind for kind in get_args(Kind) for mark in ("", "-")}
_NOTHING = ("", "", "", "")
_CLOZE = pattern(r"-?[0-9]{1,3}")
_MARKER = pattern(r"(<{7}|>{7}|={7}|\|{7})( |$)")
_MARKS = frozenset("<>=|")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_ESCAPED = pattern(r"\\(.)")
_HELP = (
    "take it back from git (`git checkout -- ankigen.lock`), or rebuild it from a deck with "
    "`ankigen lock --from DECK.apkg`"
)


def load(root: Path) -> Lock | None:
    """The lock in the project's root, None where there is none. Stop when it cannot be read."""
    path = root / NAME
    if path.is_symlink() and path.exists() and not path.resolve().is_relative_to(root.resolve()):
        raise Stop(f"{path} leads out of the project", "take the link away, or copy the file")
    try:
        data = disk.read(path, LARGEST)
        if data is None:
            raise Stop(f"{path} is larger than {LARGEST >> 20} MB", _HELP)
        text = data.decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Stop(f"{path} cannot be read: {reason}", _HELP) from error
    return parse(text, str(path))


def save(root: Path, lock: Lock, old: Lock | None = None) -> bool:
    """Write the lock whole or not at all; False when it says what the old one said."""
    if old is not None and not old.merged and alike(old, lock):
        return False
    path = root / NAME
    try:
        disk.put(path, (piece.encode("utf-8") for piece in _pieces(lock)))
    except OSError as error:
        raise Stop(
            f"cannot write {path}: {error.strerror or error}",
            "the lock stands beside the notes: check the folder's permissions, and make room",
        ) from error
    return True


def alike(old: Lock, lock: Lock) -> bool:
    """Whether both files would say the same, the time of the build left out."""
    if len(old.entries) != len(lock.entries) or _head(old) != _head(lock):
        return False
    if old.entries == lock.entries:
        return True
    pairs = zip(in_order(old.entries), in_order(lock.entries), strict=True)
    return all(one is other or _card_line(one) == _card_line(other) for one, other in pairs)


def dump(lock: Lock) -> str:
    """The file of a lock."""
    return "".join(_pieces(lock))


def _pieces(lock: Lock) -> Iterator[str]:
    """The file of a lock, some lines at a time: all of them take much memory."""
    first, *head = _head(lock)
    lines = chain(
        (first, _line("built", str(lock.built)), *head),
        map(_card_line, in_order(lock.entries)),
        ("end",),
    )
    while some := list(islice(lines, _SOME)):
        yield "\n".join([*some, ""])


def _head(lock: Lock) -> list[str]:
    """The lines above the cards, but for the time of the build."""
    lines = [_line(NAME, str(VERSION), lock.namespace)]
    lines += [_line("deck", deck) for deck in sorted(set(lock.decks))]
    lines += [
        _line("type", str(kind.id), kind.digest, str(kind.mod), kind.name)
        for kind in sorted(lock.types, key=lambda kind: kind.id)
    ]
    return lines


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """File by file, cards as they come, tombstones last by file and guid."""
    return sorted(
        entries,
        key=lambda entry: (entry.removed, entry.file, entry.guid if entry.removed else ""),
    )


def parse(text: str, name: str = NAME) -> Lock:
    """The lock of a file's text. Stop when it is cut, malformed or of a newer version."""
    text = text.removeprefix("\ufeff")
    header = next((line for line in _lines(text) if line.startswith(f"{NAME}\t")), None)
    if header is not None:
        _check_version(header.split("\t")[1], name)
    read = _Read(name)
    for number, line in enumerate(_lines(text), 1):
        read.line(number, line)
    if not read.ended:
        raise Stop(f"{name} is cut off: its last line is missing", _HELP)
    if read.strange:
        number, line = read.strange
        raise Stop(f"{name}, line {number} cannot be understood: {line[:60]!r}", _HELP)
    if not read.namespaces:
        raise Stop(f"{name} has no header: it is no lock of ankigen", _HELP)
    entries = read.entries
    guids = len({entry.guid for entry in entries})
    if guids < len(entries):
        entries = list(dict.fromkeys(entries))
    return Lock(
        namespace=read.namespaces[0],
        entries=tuple(entries),
        types=tuple(read.types.values()),
        decks=tuple(dict.fromkeys(read.decks)),
        built=read.built,
        merged=read.merged or guids < len(entries),
    )


def _lines(text: str) -> Iterator[str]:
    """The lines one by one: a large lock has many."""
    at = 0
    while (end := text.find("\n", at)) >= 0:
        yield text[at:end].removesuffix("\r")
        at = end + 1
    yield text[at:]


class _Read:
    """What the lines of a lock say, of all sides of conflicts but the base's."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.namespaces: list[str] = []
        self.decks: list[str] = []
        self.types: dict[int, TypeEntry] = {}
        self.entries: list[Entry] = []
        self.built = 0
        self.base = self.merged = self.ended = False
        self.strange: tuple[int, str] | None = None
        """The first line that says nothing."""
        self._once: dict[str, str] = {}
        """What many lines say, held once: files and short digests."""
        self._topics: dict[str, tuple[str, ...]] = {"": ()}
        self._numbers: dict[str, int] = {}

    def line(self, number: int, line: str) -> None:
        """Take a line in."""
        if line[:1] in _MARKS and (marker := _MARKER.match(line)):
            self.merged, self.base = True, marker.group(1)[0] == "|"
        elif line == "end":
            self.ended = True
        elif not self.base and line:
            parts = line.split("\t")
            entry = self._entry(parts, "\\" in line) if len(parts) >= 6 else None
            if entry:
                self.entries.append(entry)
                self.ended = False
            elif line.strip():
                self.ended = False
                if not self._other(parts) and not self.strange:
                    self.strange = number, line

    def _other(self, parts: Sequence[str]) -> bool:
        """Take in a line that is no card's; whether it could be."""
        match parts[0], len(parts):
            case "ankigen.lock", 3:
                _check_version(parts[1], self.name)
                self.namespaces.append(_unescape(parts[2]))
            case "built", 2 if _is_number(parts[1]):
                self.built = max(self.built, int(parts[1]))
            case "deck", 2:
                self.decks.append(_unescape(parts[1]))
            case "type", 5 if _is_number(parts[1]) and _is_number(parts[3]):
                kind = TypeEntry(int(parts[1]), _unescape(parts[4]), parts[2], int(parts[3]))
                self.types[kind.id] = _one_type(self.types.get(kind.id), kind)
            case _:
                return False
        return True

    def _entry(self, parts: list[str], escaped: bool) -> Entry | None:
        count = len(parts)
        if count < 10:
            parts += _NOTHING[: 10 - count]
        elif count > 10:
            return None
        file, question, guid, marked, mod, told, sketch, topics, id_digest, numbered = parts
        kind, digests = _KINDS.get(marked), told.split(".")
        if mod not in self._numbers and _is_number(mod):
            self._numbers[mod] = int(mod)
        if kind is None or mod not in self._numbers or len(digests) != 5 or len(sketch) % 3:
            return None
        if escaped:
            file, question, numbered = _unescape(file), _unescape(question), _unescape(numbered)
        clozes = _clozes(numbered) if numbered else ()
        if clozes is None:
            return None
        if topics not in self._topics:
            self._topics[topics] = tuple(topics.split())
        of_question, of_answer, of_fields, of_tags, of_deck = digests
        once = self._once.setdefault
        return Entry(
            guid,
            kind,
            once(file, file),
            question,
            of_question,
            of_answer,
            sketch,
            of_fields,
            once(of_tags, of_tags),
            once(of_deck, of_deck),
            self._numbers[mod],
            self._topics[topics],
            id_digest,
            clozes,
            marked[0] == "-",
        )


def _check_version(version: str, name: str) -> None:
    if not _is_number(version):
        raise Stop(f"{name} has no version: it is no lock of ankigen", _HELP)
    if int(version) > VERSION:
        raise Stop(
            f"{name} is of version {version}; this ankigen knows versions up to {VERSION}",
            "update ankigen, as somebody built these notes with a newer one",
        )


def _one_type(known: TypeEntry | None, kind: TypeEntry) -> TypeEntry:
    """Of two lines of one note type the later, later still when they differ."""
    if known is None or known == kind:
        return kind
    later = max(known, kind, key=lambda one: (one.mod, one.digest))
    if known.digest == kind.digest:
        return later
    return TypeEntry(later.id, later.name, "", later.mod)  # unknown: dated anew


def _card_line(entry: Entry) -> str:
    digests = (
        f"{entry.question_digest}.{entry.answer_digest}.{entry.fields_digest}."
        f"{entry.tags_digest}.{entry.deck_digest}"
    )
    clozes = "|".join(
        [f"{'' if cloze.used else '-'}{cloze.number}={cloze.text}" for cloze in entry.clozes]
    )
    line = _line(
        entry.file,
        entry.question,
        entry.guid,
        f"{'-' if entry.removed else ''}{entry.kind}",
        str(entry.mod),
        digests,
        entry.sketch,
        " ".join(entry.topics),
        entry.id_digest,
        clozes,
    )
    return line.rstrip("\t")


def _is_number(text: str) -> bool:
    """Whether it is one of so many digits as a time or an id has."""
    return text.isdecimal() and len(text) < 16


def _clozes(text: str) -> tuple[Cloze, ...] | None:
    found = []
    for item in text.split("|") if text else ():
        number, equals, shown = item.partition("=")
        if not equals or not _CLOZE.fullmatch(number):
            return None
        found.append(Cloze(int(number.removeprefix("-")), shown, not number.startswith("-")))
    return tuple(found)


def _line(*parts: str) -> str:
    line = "\t".join(parts)
    if "\\" in line or "\n" in line or "\r" in line or line.count("\t") >= len(parts):
        return "\t".join(map(_escape, parts))
    return line


def _escape(text: str) -> str:
    if any(mark in text for mark in _ESCAPES):
        return "".join(_ESCAPES.get(letter, letter) for letter in text)
    return text


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    names = {"t": "\t", "n": "\n", "r": "\r"}
    return _ESCAPED.sub(lambda match: names.get(match.group(1), match.group(1)), text)
