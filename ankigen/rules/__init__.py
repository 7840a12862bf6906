"""The rules: a stable code, why it matters, a bad and a good example, each in one place.

A rule is emitted by the stage that sees the fault (`Diagnostic(UNCLOSED_DETAILS, ...)`); `ankigen
rule CODE` and the table in the docs print what stands in the modules here. Codes are never used
again: AK0 files, AK1 structure, AK2 questions and answers, AK3 pictures and links, AK4 rendering,
AK5 tags, AK6 identity, AK7 limits, AK8 style.
"""

from ankigen.model import Rule
from ankigen.rules.cards import *  # noqa: F403 - a rule is exported by being there
from ankigen.rules.decks import *  # noqa: F403
from ankigen.rules.notes import *  # noqa: F403

_ALL = [rule for rule in list(globals().values()) if isinstance(rule, Rule)]

RULES: dict[str, Rule] = {rule.code: rule for rule in sorted(_ALL, key=lambda rule: rule.code)}
"""All rules, by code and in its order."""
