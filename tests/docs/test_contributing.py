"""The pages for contributors, followed to the letter in a copy of the tree."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.docs import pages
from tests.docs.pages import Fence

GUIDES = sorted((pages.ROOT / "docs" / "contributing").glob("*.md"))
PYTHON = shlex.quote(sys.executable)
LINT = f"{PYTHON} -c 'from importlinter.cli import lint_imports_command as run; run()'"
QUICK = "--hypothesis-profile=quick"
INSTEAD = {
    "python3 dev.py test": f"{PYTHON} -m pytest -q -x -p no:cacheprovider {QUICK}",
    "python3 dev.py docs": f"{PYTHON} docs/generate.py",
    "python3 dev.py lint": f"{PYTHON} -m ruff check -q . && {LINT}",
    "python3 dev.py format": f"{PYTHON} -m ruff check --fix -q . && {PYTHON} -m ruff format -q .",
    "ankigen": f"{PYTHON} -m ankigen",
}
"""What a page types, and what does the same here without a new environment."""


def copy(folder: Path) -> None:
    """The code and its tests."""
    for name in ("ankigen", "tests", "docs", "source"):
        skipped = shutil.ignore_patterns("__pycache__", "*.webp")
        shutil.copytree(pages.ROOT / name, folder / name, ignore=skipped)
    for name in ("pyproject.toml", "ankigen.toml", "dev.py", "README.md"):
        shutil.copy(pages.ROOT / name, folder / name)


def patch(lines: Sequence[str], folder: Path) -> None:
    """Make the changes of a diff; each hunk must fit one place of its file."""
    file = folder / lines[0].removeprefix("+++ ")
    text = file.read_text(encoding="utf-8")
    hunks = "\n".join(lines[1:]).split("@@\n")[1:]
    for hunk in hunks:
        changed = hunk.rstrip("\n").split("\n")
        old = "".join(line[1:] + "\n" for line in changed if line[:1] in (" ", "-"))
        new = "".join(line[1:] + "\n" for line in changed if line[:1] in (" ", "+"))
        assert text.count(old) == 1, f"{file}: {text.count(old)} places for\n{old}"
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def run(command: str, folder: Path) -> str:
    for typed, instead in INSTEAD.items():
        if command.startswith(typed):
            command = instead + command.removeprefix(typed)
            break
    environment = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1"}
    environment.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_leads_to_a_green_change(guide: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clone"
    folder.mkdir()
    copy(folder)
    for step in pages.steps(guide.read_text(encoding="utf-8")):
        match step:
            case Fence(info="diff"):
                patch(step.lines, folder)
            case Fence(info="console"):
                for typed in pages.typed(step):
                    said = run(typed.command, folder)
                    if typed.printed is not None and any(typed.printed):
                        assert pages.alike(said, typed.printed), said
            case Fence(file=str(file)):
                place = folder / file
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text("\n".join(step.lines) + "\n", encoding="utf-8")


def test_every_guide_is_short_and_named_by_the_front_page() -> None:
    front = (pages.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert {guide.stem for guide in GUIDES} == {"reader", "pass", "rule", "topic"}
    for guide in GUIDES:
        assert len(guide.read_text(encoding="utf-8").splitlines()) < 110
        assert f"docs/contributing/{guide.name}" in front
