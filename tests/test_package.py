"""What is released: a source archive that holds all, a wheel that works where it is put."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from ankigen import __version__
from ankigen.cli.lazy import COMMANDS

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(find_spec("pip") is None, reason="needs pip to install a wheel")


def run(*command: str | Path, folder: Path = ROOT) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive, and the wheel made of it."""
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment with the wheel, and this one's libraries."""
    place = tmp_path_factory.mktemp("clean") / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", place)
    windows = os.name == "nt"
    programs = place / ("Scripts" if windows else "bin")
    python = programs / ("python.exe" if windows else "python")
    (wheel,) = built.glob("*.whl")
    options = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    run(sys.executable, "-m", "pip", "--python", python, "install", *options, wheel)
    where = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    libraries = sysconfig.get_path("purelib")
    (Path(where) / "libraries.pth").write_text(f"{libraries}\n", encoding="utf-8")
    return programs


def test_the_archive_holds_what_a_clone_does(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
    for name in (
        *("LICENSE", "README.md", "README.zh-CN.md", "CHANGELOG.md", "CONTRIBUTING.md"),
        *("SECURITY.md", "dev.py", "requirements.txt", "requirements-dev.txt", "ankigen.toml"),
        *(".ci/run", "action.yml", ".pre-commit-hooks.yaml", "docs/architecture.md"),
        *("source/CE_loss.png", "tests/test_package.py"),
    ):
        assert name in names


def test_the_wheel_holds_the_whole_package_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "ankigen").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == wanted
    assert "ankigen/py.typed" in names


def test_the_index_would_take_both(built: Path) -> None:
    run(sys.executable, "-m", "twine", "check", "--strict", *built.iterdir())


def test_the_installed_command_does_the_whole_job(installed: Path, tmp_path: Path) -> None:
    ankigen = installed / "ankigen"
    assert run(ankigen, "--version") == f"ankigen {__version__}\n"
    where = "import ankigen; print(ankigen.__file__)"
    home = run(installed / "python", "-c", where, folder=tmp_path)
    assert Path(home.strip()).is_relative_to(installed.parent)
    run(ankigen, "init", "study", "--language", "en", folder=tmp_path)
    study = tmp_path / "study"
    done = json.loads(run(ankigen, "build", "--json", folder=study))
    assert (done["cards"], done["pictures"], done["warnings"]) == (6, 1, 0)
    assert (study / "dist" / "study.apkg").is_file()
    run(ankigen, "preview", "--output", "site", folder=study)
    assert any((study / "site").iterdir())
    run(ankigen, "check", folder=study)
    for command in COMMANDS:
        assert "Usage: " in run(ankigen, command, "--help")
