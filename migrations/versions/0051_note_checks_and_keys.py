"""Note when counts were last compared, and fingerprints of each host's keys."""

import sqlalchemy as sa
from alembic import op

revision = "0051_note_checks_and_keys"
down_revision = "0050_index_what_is_counted_of_few"


def upgrade() -> None:
    op.create_table(
        "count_checks",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_count_checks"),
    )
    op.add_column("heartbeats", sa.Column("keys", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("heartbeats", "keys")
    op.drop_table("count_checks")
