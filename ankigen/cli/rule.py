"""`ankigen rule`: a rule explains itself."""

from typing import Annotated

import typer

from ankigen.cli.complete import rules
from ankigen.cli.options import output


def command(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="RULE", help="A code, its beginning, or a name.", autocompletion=rules
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> int:
    """Explain a rule: why it matters, a bad and a good example.

    `AK301` and `missing-picture` name one rule, `AK3` its family.
    """
    from ankigen.lint.choice import chosen
    from ankigen.report import rules
    from ankigen.rules import RULES

    out = output.out
    found = [RULES[code] for code in sorted(chosen([name or ""], "rule") or RULES)]
    if json:
        out.write(rules.as_json(found))
    elif len(found) > 1:
        rules.write_table(found, out)
    else:
        rules.write_page(found[0], out)
    return 0
