"""How many cards the benchmarks have."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--cards", default="1000", help="how many cards the benchmarks have")
