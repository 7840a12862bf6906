"""Options and fixtures that all tests share."""

import pytest

pytest.register_assert_rewrite("tests.fixture")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write what the code gives into fixtures"
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))
