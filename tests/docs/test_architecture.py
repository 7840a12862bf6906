"""The drawing of the house is that of the contracts, and every module says what it is for."""

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import grimp
import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MODULES = sorted((ROOT / "ankigen").rglob("*.py"))


def names(floor: str) -> set[str]:
    return {name.strip(" ()") for name in floor.split("|")}


def test_the_floors_are_those_of_the_contract() -> None:
    (contract,) = [
        contract
        for contract in PROJECT["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    ]
    drawn = PAGE.split("```")[1].strip("\n").split("\n")
    floors = [names(re.split(r" {2,}", line)[0]) for line in drawn]
    assert floors == [names(layer) for layer in contract["layers"]]


def test_every_library_says_why_it_is_there() -> None:
    table = PAGE.split("## Libraries")[1].split("\n\n")[1].splitlines()[2:]
    told = {name.strip() for row in table for name in row.split("|")[1].split(",")}
    used = {Requirement(line).name for line in PROJECT["project"]["dependencies"]}
    assert told == used


@pytest.mark.parametrize("module", MODULES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_module_says_what_lives_there(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    if text:
        assert ast.get_docstring(ast.parse(text))


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Also not inside a function, and not by a package's face."""
    graph = grimp.build_graph("ankigen")
    left = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    while free := [name for name, needed in left.items() if not needed & left.keys()]:
        for name in free:
            del left[name]
    assert sorted(left) == []
