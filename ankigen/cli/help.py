"""How the help of a command looks: its own options first, the common ones last, titles in colour.

Typer would draw it with Rich, whose import takes longer than everything else that help needs.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any

from ankigen.patterns import pattern
from ankigen.report.terminal import Terminal

_TITLE = pattern(r"^(Usage|[A-Z][a-z]+(?: [a-z]+)?)(?=:)", re.MULTILINE)
_NAME = pattern(r"^  (-\S+(?:, --\S+)?|[a-z]+(?=  ))", re.MULTILINE)


def sections(params: Sequence[Any], context: Any, common: Collection[str], formatter: Any) -> None:
    """The arguments and options of a command, in titled lists."""
    arguments = [
        (_argument(param), param.help or "")
        for param in params
        if param.param_type_name == "argument"
    ]
    options = [param for param in params if param.param_type_name == "option" and not param.hidden]
    own = [param for param in options if param.name not in common]
    shared = [param for param in options if param.name in common]
    for title, records in (
        ("Arguments", arguments),
        ("Options", [param.get_help_record(context) for param in own]),
        ("Common options", [param.get_help_record(context) for param in shared]),
    ):
        if records:
            with formatter.section(title):
                formatter.write_dl(records)


def usage(params: Sequence[Any]) -> list[str]:
    """What may follow a command's name: what need not be given is in brackets."""
    named = [param for param in params if param.param_type_name == "argument"]
    given = [_argument(param) if param.required else f"[{_argument(param)}]" for param in named]
    return ["[OPTIONS]", *given]


def _argument(param: Any) -> str:
    return f"{param.metavar or param.name}{'...' if param.nargs != 1 else ''}"


def painted(text: str, terminal: Terminal) -> str:
    """Titles and names in colour, where there is colour."""
    if not terminal.color:
        return text
    text = _TITLE.sub(lambda title: terminal.paint(title[0], "bold"), text)
    return _NAME.sub(lambda name: "  " + terminal.paint(name[1], "place"), text)
