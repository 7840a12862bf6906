"""Every message and help is worded alike: no sentence of its own, so neither capital nor full stop.

A name keeps its capital.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMES = ("Anki", "SOURCE_DATE_EPOCH", "SVG")


def said(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """What the program says where it stops or finds something, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Stop", "Diagnostic"):
            for part in (*node.args, *(word.value for word in node.keywords)):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.lineno, part.value
                elif isinstance(part, ast.JoinedStr):
                    yield (
                        part.lineno,
                        "".join(
                            piece.value if isinstance(piece, ast.Constant) else "{}"
                            for piece in part.values
                        ),
                    )


MODULES = [
    (path, found)
    for path in sorted((ROOT / "ankigen").rglob("*.py"))
    if (found := list(said(ast.parse(path.read_text(encoding="utf-8")))))
]


@pytest.mark.parametrize(
    ("path", "found"), MODULES, ids=[str(path.relative_to(ROOT)) for path, _ in MODULES]
)
def test_messages_are_worded_alike(path: Path, found: list[tuple[int, str]]) -> None:
    for line, text in found:
        assert not text.endswith("."), f"{path}:{line}"
        assert text.startswith(NAMES) or not text[:1].isupper(), f"{path}:{line}"
