"""Live values for the completion of the shell. A mistake here must never show."""

from collections.abc import Iterator


def rules(incomplete: str) -> Iterator[tuple[str, str]]:
    """Codes and names of rules."""
    from ankigen.rules import RULES

    for code, rule in RULES.items():
        for name in (code, rule.slug):
            if name.lower().startswith(incomplete.lower()):
                yield name, rule.summary
