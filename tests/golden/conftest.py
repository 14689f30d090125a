"""The older release's installation, once for each kind of database."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from eventapp.clock import standing_at
from eventapp.extensions import db
from tests.builders.moments import NOON
from tests.databases import KINDS, PostgresqlServer
from tests.golden.installation import Installation, upgraded


@pytest.fixture(scope="module", params=KINDS)
def shared(
    request: pytest.FixtureRequest,
    postgresql: PostgresqlServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Installation]:
    """One for all tests of a module: each uses up other links than the next."""
    if request.config.getoption("--db") not in {request.param, "both"}:
        pytest.skip("not asked for")
    data = tmp_path_factory.mktemp("golden")
    with ExitStack() as stack:
        on_postgresql = request.param == "postgresql"
        url = stack.enter_context(postgresql.new_database("golden")) if on_postgresql else ""
        yield stack.enter_context(upgraded(Path(data), url))


@pytest.fixture
def old(shared: Installation) -> Iterator[Installation]:
    """The same, its app context entered and its clock standing where the older release left it."""
    with standing_at(NOON), shared.app.app_context():
        yield shared
        db.session.remove()
