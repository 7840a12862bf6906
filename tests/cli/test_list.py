"""`ankigen list`: what made a card one, and what was looked for where there is none."""

import json

from tests.cli.notes import GOOD
from tests.cli.shell import Shell


def test_why_says_what_made_each_a_card_and_what_was_looked_for(shell: Shell) -> None:
    shell.write("qa.md", GOOD)
    shell.write("prose.md", "# Prose\n\nNothing is asked here, and nothing is answered.\n")
    result = shell.run("list", "--why", columns=60)
    assert result.code == 0
    assert "prose.md: no question" in result.out
    looked = result.out[result.out.index("prose.md: no question") :].splitlines()[1:]
    assert looked
    assert all(line.startswith(("    - ", "      ")) for line in looked)
    assert all(len(line) <= 60 for line in looked)
    rows = [json.loads(line) for line in shell.run("list", "--why", "--json").out.splitlines()]
    assert {row["reader"] for row in rows} == {"details"}
    assert all(row["evidence"] for row in rows)


def test_nothing_to_list_says_what_to_do(shell: Shell) -> None:
    shell.write("prose.md", "Nothing.\n")
    result = shell.run("list")
    assert result.code == 0
    assert "help:" in result.err
    assert shell.run("list", "--quiet").err == ""
