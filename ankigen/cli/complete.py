"""Live values for the completion of the shell. A mistake here must never show."""

from collections.abc import Iterator


def rules(incomplete: str) -> Iterator[tuple[str, str]]:
    """Codes and names of rules."""
    from ankigen.rules import RULES

    for code, rule in RULES.items():
        for name in (code, rule.slug):
            if name.lower().startswith(incomplete.lower()):
                yield name, rule.summary


def tags(incomplete: str) -> Iterator[str]:
    """Topics of the project's cards, from its lock."""
    from contextlib import suppress

    from ankigen.diagnostics import Stop

    with suppress(Stop, OSError):
        from ankigen.identity import lock
        from ankigen.project.root import find

        known = lock.load(find().root)
        found = {tag for entry in known.entries for tag in entry.topics} if known else set()
        yield from sorted(tag for tag in found if tag.startswith(incomplete))


def searches(incomplete: str) -> Iterator[str]:
    """`tag:…` for each of them."""
    if incomplete.startswith("tag:") or "tag:".startswith(incomplete):
        for tag in tags(incomplete.removeprefix("tag:") if "tag:" in incomplete else ""):
            yield f"tag:{tag}"
