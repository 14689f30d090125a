"""The wheel that these tests install; `.ci/wheel` builds it and hands it over."""

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--wheel", type=Path, help="the built wheel that is to be installed")


@pytest.fixture(scope="session")
def wheel(request: pytest.FixtureRequest) -> Path:
    given: Path | None = request.config.getoption("--wheel")
    if given is None:
        raise pytest.UsageError("say which wheel: --wheel dist/eventapp-….whl, as .ci/wheel does")
    return given.resolve()
