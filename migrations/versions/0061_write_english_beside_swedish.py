"""Write English beside Swedish: of events, sessions, rooms and tracks."""

import sqlalchemy as sa
from alembic import op

revision = "0061_write_english_beside_swedish"
down_revision = "0060_give_coordinators_a_calendar"

TABLES = ("events", "sessions", "rooms", "tracks")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("english", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("sessions", sa.Column("released_english", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("sessions", "released_english")
    for table in reversed(TABLES):
        op.drop_column(table, "english")
