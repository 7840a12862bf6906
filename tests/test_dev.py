"""The helper script makes its environment once, and again only when it must."""

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import dev

ROOT = Path(__file__).parent.parent


@pytest.fixture
def no_ensurepip(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a Linux that ships ensurepip apart; it also makes an environment in no time."""
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(dev, "find_spec", lambda name: name != "ensurepip" and find_spec(name))


def test_first_run_makes_an_environment(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    python = dev.prepare(tmp_path, "requirements.txt")
    where = "import sys; print(sys.prefix)"
    shown = subprocess.run([python, "-c", where], check=True, capture_output=True, text=True)
    assert Path(shown.stdout.strip()) == tmp_path / ".venv"


@pytest.mark.usefixtures("no_ensurepip")
def test_environment_is_made_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pins = tmp_path / "requirements.txt"
    more = tmp_path / "requirements-dev.txt"
    pins.write_text("# nothing\n")
    more.write_text("# nothing either\n")

    def installs(name: str) -> bool:
        dev.prepare(tmp_path, name)
        return "Installing" in capfd.readouterr().err

    assert installs(pins.name)
    mark = tmp_path / ".venv" / "mark"
    mark.touch()
    assert not installs(pins.name)
    assert installs(more.name)
    assert not installs(pins.name)
    assert mark.exists()

    pins.write_text("# other pins\n")
    assert installs(pins.name)
    assert not mark.exists()

    dev.python_of(tmp_path / ".venv").unlink()
    assert installs(pins.name)


def test_python_without_any_pip_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements.txt").touch()
    monkeypatch.setattr(dev, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        dev.main(["build"], root=tmp_path)


@pytest.mark.usefixtures("no_ensurepip")
def test_an_installation_that_failed_is_tried_again(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "requirements.txt").write_text("./nowhere\n")
    for _ in range(2):
        assert dev.main(["build"], root=tmp_path) not in (0, 2)
        assert "Could not install requirements.txt" in capfd.readouterr().err


def test_old_python_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["build"], version=(3, 9, 2)) == 2
    assert "needs Python 3.11 or newer; this is 3.9.2" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["nonsense"], 2), (["--help"], 0)])
def test_usage_names_every_verb(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(arguments) == code
    shown = capsys.readouterr()
    for verb in dev.VERBS:
        assert verb in (shown.out if code == 0 else shown.err)


def test_steps_stop_at_the_first_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "prepare", lambda root, name: Path(sys.executable))
    log = tmp_path / "log"
    write = f"import sys; open({str(log)!r}, 'a').write(repr(sys.argv[1:])); sys.exit(%d)"
    for failing, code, expected in ((3, 3, "[]"), (0, 4, "[]['-x']")):
        log.write_text("")
        steps = (("-c", write % failing), ("-c", write % 4))
        monkeypatch.setitem(dev.VERBS, "test", ("", "", steps))
        assert dev.main(["test", "-x"], root=tmp_path) == code
        assert log.read_text() == expected


def test_no_code_is_kept_from_being_counted() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    coverage = settings["tool"]["coverage"]
    assert coverage["report"]["fail_under"] >= 95
    assert coverage["run"]["branch"]
    assert coverage["report"]["exclude_lines"] == ["if TYPE_CHECKING:"]
    assert set(coverage["run"]) == {"branch", "source", "parallel", "concurrency", "patch"}
    assert set(coverage["report"]) <= {
        "fail_under",
        "skip_covered",
        "show_missing",
        "exclude_lines",
    }


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_pins_meet_what_the_project_asks_for(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins: dict[str, list[str]] = {}
    for project, version in re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE):
        pins.setdefault(project, []).append(version)
    assert not re.search(r"^-|https?:|file:", text, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"]]
    if name == "requirements-dev.txt":
        wanted += project["optional-dependencies"]["dev"]
    for line in wanted:
        requirement = Requirement(line)
        versions = pins[re.sub(r"[-_.]+", "-", requirement.name).lower()]
        assert all(requirement.specifier.contains(version) for version in versions), line


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_the_gate_is_one_command_and_ends_with_the_tests_as_the_readme_runs_them() -> None:
    run = ROOT / ".ci" / "run"
    subprocess.run(["bash", "-n", run], check=True)
    assert run.read_text(encoding="utf-8").rstrip().endswith("\npython3 dev.py check")
    *lint, tests = dev.VERBS["check"][2]
    assert tests == (*dev.VERBS["test"][2][-1], "--cov")
    assert tuple(lint) == dev.VERBS["lint"][2]
    for readme in ("README.md", "README.zh-CN.md"):
        assert "\npython3 dev.py test\n" in (ROOT / readme).read_text(encoding="utf-8")
