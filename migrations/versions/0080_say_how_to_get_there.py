"""Say how to get to an event and to each of its rooms."""

import sqlalchemy as sa
from alembic import op

revision = "0080_say_how_to_get_there"
down_revision = "0079_close_events"

COLUMNS = (("events", "directions"), ("events", "map_url"), ("rooms", "directions"))


def upgrade() -> None:
    for table, name in COLUMNS:
        op.add_column(table, sa.Column(name, sa.String, nullable=False, server_default=""))


def downgrade() -> None:
    for table, name in COLUMNS:
        op.drop_column(table, name)
