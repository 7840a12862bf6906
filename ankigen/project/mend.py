"""Safe mends, made in the files of notes themselves."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from ankigen import disk
from ankigen.diagnostics import Stop
from ankigen.model import Diagnostic, Edit
from ankigen.project.decode import decode
from ankigen.project.root import Project


class Mend(Struct, frozen=True):
    """A file before and after, and the diagnostics mended. `path` is relative to the root."""

    path: str
    before: str
    after: str
    encoding: str
    mended: tuple[Diagnostic, ...]

    def diff(self, shown: str) -> list[str]:
        """A unified diff under the path shown, without line ends."""
        before, after = self.before.splitlines(), self.after.splitlines()
        return list(difflib.unified_diff(before, after, shown, shown, lineterm=""))


def mends(project: Project, found: Iterable[Diagnostic]) -> list[Mend]:
    """What the edits of all diagnostics make of their files; of two that overlap the first is made.

    The files are read anew, so that what was cleaned away for reading stays in them.
    """
    by_file: dict[str, list[Diagnostic]] = defaultdict(list)
    for item in found:
        if item.edits and len({edit.span.source.path for edit in item.edits}) == 1:
            by_file[item.edits[0].span.source.path].append(item)
    made = []
    for path in sorted(by_file):
        data = (project.root / path).read_bytes()
        decoded = decode(data)
        read = by_file[path][0].edits[0].span.source.text
        if decoded is None or len(decoded[0]) != len(read):
            raise Stop(f"{path} changed while it was checked", "run the check again")
        after, mended = apply(decoded[0], by_file[path])
        made.append(Mend(path, decoded[0], after, decoded[1], mended))
    return made


def apply(text: str, found: Sequence[Diagnostic]) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text after the edits of these diagnostics, and those that could be made whole."""
    taken: list[Edit] = []
    made: list[Diagnostic] = []
    for item in found:
        if not any(_clash(edit, other) for edit in item.edits for other in taken):
            taken += item.edits
            made.append(item)
    for edit in sorted(taken, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text, tuple(made)


def _clash(one: Edit, other: Edit) -> bool:
    if one.span.start == one.span.end or other.span.start == other.span.end:
        return one.span.start == other.span.start
    return one.span.start < other.span.end and other.span.start < one.span.end


def write(project: Project, mend: Mend) -> None:
    """Put the mended file in the place of the old one, whole, in its encoding."""
    file = project.root / mend.path
    try:
        mode = file.stat().st_mode & 0o777
        disk.put(file, [_encoded(mend.after, mend.encoding)], mode=mode)
    except OSError as error:
        raise Stop(f"cannot write {file}: {error.strerror}", "check its permissions") from None


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
