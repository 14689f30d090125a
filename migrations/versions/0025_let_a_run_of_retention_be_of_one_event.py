"""Let a run of retention be of one event, by a decision of its own with a reason."""

import sqlalchemy as sa
from alembic import op

revision = "0025_let_a_run_of_retention_be_of_one_event"
down_revision = "0024_say_what_clocks_are_compared_with"

COLUMNS = ("event_code", "reference", "reason")


def upgrade() -> None:
    with op.batch_alter_table("retention_runs") as batch:
        for name in COLUMNS:
            batch.add_column(sa.Column(name, sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("retention_runs") as batch:
        for name in COLUMNS:
            batch.drop_column(name)
