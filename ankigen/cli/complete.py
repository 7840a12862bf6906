"""Live values for the completion of the shell. A mistake here must never show."""

from collections.abc import Callable, Iterator, Sequence


def rules(incomplete: str) -> Iterator[tuple[str, str]]:
    """Codes and names of rules."""
    from ankigen.rules import RULES

    for code, rule in RULES.items():
        for name in (code, rule.slug):
            if name.lower().startswith(incomplete.lower()):
                yield name, rule.summary


QUICK = 1_000_000
"""Bytes of notes that are compiled while someone waits at the prompt."""


def tags(incomplete: str) -> Iterator[str]:
    """The tags of the project and those above them; of many notes the topics in its lock."""
    from contextlib import suppress

    found: set[str] = set()
    with suppress(Exception):
        found = _tags()
    levels = {
        "::".join(tag.split("::")[:n]) for tag in found for n in range(1, tag.count("::") + 2)
    }
    yield from sorted(tag for tag in levels if tag.startswith(incomplete))


def _tags() -> set[str]:
    from ankigen.project import files
    from ankigen.project.root import find

    project = find()
    if sum(file.stat().st_size for file in files.notes(project)) > QUICK:
        from ankigen.identity import lock

        known = lock.load(project.root)
        return {tag for entry in known.entries for tag in entry.topics} if known else set()
    from ankigen import pipeline

    return {tag for note in pipeline.compile(project).notes for tag in note.tags}


def searches(incomplete: str) -> Iterator[str]:
    """`tag:…` for each of them."""
    if incomplete.startswith("tag:") or "tag:".startswith(incomplete):
        for tag in tags(incomplete.removeprefix("tag:") if "tag:" in incomplete else ""):
            yield f"tag:{tag}"


def in_bash(run: Callable[[], object]) -> None:
    """Complete for bash, which cuts words at `:` and `=` and replaces only what follows them.

    `run` reads the words from the environment and prints what may come next.
    """
    import io
    import os
    import sys
    from contextlib import redirect_stdout, suppress

    words = os.environ.get("COMP_WORDS", "").split("\n")
    at = int(os.environ.get("COMP_CWORD") or 0)
    whole, number = rejoined(words, at)
    os.environ["COMP_WORDS"], os.environ["COMP_CWORD"] = "\n".join(whole), str(number)
    out = io.StringIO()
    with redirect_stdout(out), suppress(SystemExit):
        run()
    typed = whole[number] if number < len(whole) else ""
    kept = words[at] if at < len(words) and not set(words[at]) & _CUTS else ""
    before = typed.removesuffix(kept).rpartition("=")[2] if whole != words else ""
    lines = out.getvalue().splitlines()
    sys.stdout.write("".join(f"{line.removeprefix(before)}\n" for line in lines))


_CUTS = frozenset(":=")


def rejoined(words: Sequence[str], at: int) -> tuple[list[str], int]:
    """The words of a command line as they were typed, and the number of the one at `at`."""
    whole: list[str] = []
    number, joins = at, False
    for index, word in enumerate(words[: at + 1]):
        cut = bool(word) and set(word) <= _CUTS
        if whole and (cut or joins) and index > 1:
            whole[-1] += word
        else:
            whole.append(word)
        joins = cut
        number = len(whole) - 1
    return [*whole, *words[at + 1 :]], number
