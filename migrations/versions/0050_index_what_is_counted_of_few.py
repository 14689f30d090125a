"""Index those few of an event's people whom prints and letters count."""

import sqlalchemy as sa
from alembic import op

revision = "0050_index_what_is_counted_of_few"
down_revision = "0049_mark_possible_doubles"

NAMED = "state = 'confirmed' AND badge = 'first_name' AND visibility = 'normal'"
IN_ENGLISH = "language = 'en'"
# Name: which rows on SQLite and on PostgreSQL.
INDEXES = {
    "registrations_named": (NAMED, NAMED),
    "registrations_in_english": (IN_ENGLISH, IN_ENGLISH),
    "registrations_beyond_latin": ("name GLOB '*[^ -~À-ÿ]*'", "name ~ '[^ -~À-ÿ]'"),
}


def upgrade() -> None:
    for name, (on_sqlite, on_postgresql) in INDEXES.items():
        op.create_index(
            name,
            "registrations",
            ["event_id", "state"],
            sqlite_where=sa.text(on_sqlite),
            postgresql_where=sa.text(on_postgresql),
        )


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "registrations")
