"""`ankigen rule`."""

import json

from ankigen.rules import RULES
from tests.cli.shell import Shell


def test_a_rule_explains_itself_by_code_and_by_name(shell: Shell) -> None:
    page = shell.run("rule", "AK301").out
    rule = RULES["AK301"]
    assert page.startswith("AK301 missing-picture (warning)\n")
    assert f"    {rule.bad}\n" in page
    assert f"    {rule.good}\n" in page
    assert shell.run("rule", "missing-picture").out == page


def test_without_a_name_all_are_listed(shell: Shell) -> None:
    lines = shell.run("rule").out.splitlines()
    assert [line[:5] for line in lines] == sorted(RULES)
    assert [line[:5] for line in shell.run("rule", "AK3").out.splitlines()] == [
        code for code in sorted(RULES) if code.startswith("AK3")
    ]

    assert shell.run("rule", " ").out == shell.run("rule", ",").out == shell.run("rule").out


def test_json(shell: Shell) -> None:
    (record,) = json.loads(shell.run("rule", "AK201", "--json").out)
    assert record["slug"] == "empty-answer"


def test_an_unknown_rule(shell: Shell) -> None:
    result = shell.run("rule", "AK3011")
    assert result.code == 2
    assert result.err == "error: rule: there is no rule AK3011\n  help: did you mean AK301?\n"
