"""Options and fixtures that all tests share."""

import os
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, (str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")))
)
"""So that programs which tests start find the package, whatever folder they run in."""

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A job in a shell's background ignores Ctrl-C, and so would the programs that tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
"""No example fails for being slow: a busy machine is no defect of the code."""
settings.register_profile("quick", max_examples=15, deadline=None)
"""For a change in the making: pytest --hypothesis-profile=quick."""
pytest.register_assert_rewrite("tests.fixture")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write what the code gives into fixtures"
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture(autouse=True, scope="session")
def nobody_s_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the folders of whoever runs it."""
    folder = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))  # for the program as a process
        patch.setenv("ANKIGEN_CACHE_DIR", str(folder / "cache"))
        patch.setenv("ANKIGEN_CONFIG", str(folder / "config.toml"))
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where ANKIGEN_BROWSER says `required`, a test that finds no browser has failed."""
    report = yield
    required = os.environ.get("ANKIGEN_BROWSER") == "required"
    if required and report.skipped and item.get_closest_marker("browser"):
        report.outcome = "failed"
        report.longrepr = f"a browser is required here: {report.longrepr}"
    return report


def pytest_runtest_setup() -> None:
    """No test is told of projects of others that go by the name of its own."""
    kept = Path(os.environ.get("ANKIGEN_CACHE_DIR", os.devnull)) / "projects.json"
    if "pytest" in str(kept):
        kept.unlink(missing_ok=True)
