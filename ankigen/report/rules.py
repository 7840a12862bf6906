"""The rules, as a table or as a page each."""

import json
from collections.abc import Sequence
from textwrap import wrap

from msgspec import to_builtins

from ankigen.model import Rule
from ankigen.report.terminal import Terminal, fit


def as_json(rules: Sequence[Rule]) -> str:
    """An array of objects."""
    return json.dumps([to_builtins(rule) for rule in rules], ensure_ascii=False, indent=2)


def write_table(rules: Sequence[Rule], terminal: Terminal) -> None:
    """A line each: code, severity, name, summary."""
    slugs = max(len(rule.slug) for rule in rules)
    for rule in rules:
        severity = terminal.paint(f"{rule.severity:<7}", rule.severity)
        room = terminal.width - slugs - 19
        summary = "  " + terminal.paint(fit(rule.summary, room), "dim") if room > 12 else ""
        terminal.write(f"{rule.code}  {severity}  {rule.slug:<{slugs}}{summary}".rstrip())


def write_page(rule: Rule, terminal: Terminal) -> None:
    """Why it matters, what is bad and what is good."""
    width = min(terminal.width, 80)
    severity = terminal.paint(rule.severity, rule.severity)
    terminal.write(f"{terminal.paint(rule.code, 'bold')} {rule.slug} ({severity})")
    terminal.write(rule.summary[:1].upper() + rule.summary[1:] + ".")
    terminal.write()
    for line in wrap(rule.why, width):
        terminal.write(line)
    for title, style, example in (("Bad", "removed", rule.bad), ("Good", "added", rule.good)):
        terminal.write()
        terminal.write(terminal.paint(title, style))
        for line in example.split("\n"):
            terminal.write(f"    {line}".rstrip())
    terminal.write()
    terminal.write(terminal.paint("Silence it for one card with a comment above it:", "dim"))
    terminal.write(f"    <!-- ankigen: ignore {rule.code} -->")
