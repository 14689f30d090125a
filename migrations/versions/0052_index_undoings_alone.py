"""Index undoings alone by what they undo: statistics over all scans misled SQLite."""

import sqlalchemy as sa
from alembic import op

revision = "0052_index_undoings_alone"
down_revision = "0051_note_checks_and_keys"

UNDOING = sa.text("target IS NOT NULL")
NAME, TABLE, COLUMNS = "check_ins_by_target", "check_ins", ["target"]


def upgrade() -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, COLUMNS, sqlite_where=UNDOING, postgresql_where=UNDOING)


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, COLUMNS)
