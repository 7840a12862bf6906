"""Everything a fresh clone needs, with nothing but Python: `python3 dev.py build`, `test`, `check`.

The first run of a command makes a virtual environment in `.venv` and installs the pinned
requirements there, checked by hash; later runs start at once, until the pins change.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
NEEDED = (3, 11)
USE = "requirements.txt"
WORK = "requirements-dev.txt"

IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
LINT = (
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "ruff", "check", "."),
    ("-m", "mypy", "ankigen", "dev.py", "docs"),
    ("-c", IMPORTS),
)
PYTEST = ("-m", "pytest", "-q", "-n", "auto", "-m", "not slow")
SPEED = ("-m", "pytest", "-q", "-s", "tests/benchmarks/bench_ankigen.py")
COVER = (*PYTEST, "--cov")  # how much must be covered stands in pyproject.toml

# Verb: what it is for, its requirements, and what its Python runs in turn. What the user adds
# on the command line goes to the last one.
VERBS: dict[str, tuple[str, str, tuple[tuple[str, ...], ...]]] = {
    "build": ("build the deck of these notes into dist/", USE, (("-m", "ankigen", "build"),)),
    "run": ("run any ankigen command: dev.py run list", USE, (("-m", "ankigen"),)),
    "test": ("run the tests", WORK, (PYTEST,)),
    "lint": ("check format, style, types and import contracts", WORK, LINT),
    "check": ("lint, then test all code: what a change must pass", WORK, (*LINT, COVER)),
    "speed": ("time ankigen: dev.py speed --cards 10000", WORK, (SPEED,)),
    "peers": (
        "time it beside other tools (docs/speed.md)",
        WORK,
        (("-m", "tests.benchmarks.peers"),),
    ),
    "docs": ("write what the docs say of the code anew", WORK, (("docs/generate.py",),)),
    "format": (
        "format the code and apply safe fixes",
        WORK,
        (("-m", "ruff", "check", "--fix", "-q", "."), ("-m", "ruff", "format", ".")),
    ),
}


def python_of(environment: Path) -> Path:
    """The interpreter of a virtual environment."""
    windows = sys.platform == "win32"
    return environment / ("Scripts/python.exe" if windows else "bin/python")


def prepare(root: Path, name: str) -> Path:
    """The interpreter of an environment in which the requirements file `name` is installed."""
    environment = root / ".venv"
    python = python_of(environment)
    wanted = hashlib.sha256((root / name).read_bytes()).hexdigest()
    stamp = environment / f"{name}.installed"
    installed = stamp.read_text(encoding="ascii") if stamp.is_file() else ""
    usable = works(python)
    if usable and installed == wanted:
        return python
    print(f"Installing {name} into {environment} ...", file=sys.stderr, flush=True)
    if not usable or installed:
        create(environment)
    # A Python without ensurepip makes environments without pip; its own pip serves them.
    pip = [str(python), "-m", "pip"]
    if not find_spec("ensurepip"):
        pip = [sys.executable, "-m", "pip", "--python", str(python)]
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:"]
    subprocess.run([*pip, "install", *options, "-r", str(root / name)], check=True)
    stamp.write_text(wanted, encoding="ascii")
    return python


def works(python: Path) -> bool:
    """Whether the interpreter starts and is the one that runs this script."""
    command = [str(python), "-c", "import sys; print(sys.version)"]
    try:
        done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.strip() == sys.version.strip()


def create(environment: Path) -> None:
    """Make the environment afresh."""
    make = [sys.executable, "-m", "venv", "--clear", str(environment)]
    if not find_spec("ensurepip"):
        if not find_spec("pip"):
            raise SystemExit(
                "This Python has neither ensurepip nor pip. Install one of them first, "
                "on Debian or Ubuntu with: sudo apt install python3-venv"
            )
        make.append("--without-pip")
    subprocess.run(make, check=True)


def usage() -> str:
    """The verbs, a line each."""
    lines = [f"  {verb:8}{purpose}" for verb, (purpose, _, _) in VERBS.items()]
    return "\n".join(["python3 dev.py VERB [ARGUMENT ...]", "", *lines])


def main(arguments: list[str], root: Path = ROOT, version: tuple[int, ...] = NEEDED) -> int:
    """Run one verb; its exit code."""
    if version < NEEDED:
        found = ".".join(map(str, version[:3]))
        print(f"ankigen needs Python 3.11 or newer; this is {found}.", file=sys.stderr)
        return 2
    if not arguments or arguments[0] not in VERBS:
        asked = bool(arguments) and arguments[0] in ("-h", "--help")
        print(usage(), file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    _, requirements, steps = VERBS[arguments[0]]
    try:
        python = prepare(root, requirements)
    except subprocess.CalledProcessError as error:
        print(f"Could not install {requirements}: see the message above.", file=sys.stderr)
        return error.returncode
    for step in steps:
        extra = arguments[1:] if step is steps[-1] else []
        done = subprocess.run([str(python), *step, *extra], cwd=root, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:], version=sys.version_info[:3]))
    except KeyboardInterrupt:
        sys.exit(130)
