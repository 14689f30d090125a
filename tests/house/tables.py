"""SQLite's tables as all migrations leave them: this prints what migrations/sqlite.sql holds.

A new database takes them from there. A file that is older than the newest migrations does no harm:
they go on from the revision that stands at its end. When these have become many, write it anew:
`python -m tests.house.tables > migrations/sqlite.sql`.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from eventapp.extensions import db
from tests.databases import migrate

# Tables before what is on them. What belongs to a full-text index comes with it: SQLite writes
# those names in single quotes.
STATEMENTS = text(
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND sql NOT LIKE 'CREATE TABLE ''%'"
    " ORDER BY type <> 'table', name"
)


def statements() -> Iterator[str]:
    """What makes the tables of the app's database, and says its revision."""
    for statement in db.session.scalars(STATEMENTS):
        yield "\n".join(line.rstrip() for line in statement.strip().splitlines())
    revision = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    yield f"INSERT INTO alembic_version VALUES ('{revision}')"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, migrate(Path(folder)).app_context():
        print(*statements(), sep=";\n\n", end=";\n")
