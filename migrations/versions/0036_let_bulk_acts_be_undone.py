"""Let what was done to many registrations be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0036_let_bulk_acts_be_undone"
down_revision = "0035_add_approvals"

BEING_UNDONE = sa.text("undo_started_at IS NOT NULL AND undo_finished_at IS NULL")


def upgrade() -> None:
    op.add_column(
        "bulk_acts", sa.Column("undone_by", sa.String(), server_default="", nullable=False)
    )
    for name in ("undo_started_at", "undo_finished_at"):
        op.add_column("bulk_acts", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("bulk_act_people", sa.Column("before", sa.JSON(), nullable=True))
    op.add_column("bulk_act_people", sa.Column("version", sa.Integer(), nullable=True))
    op.create_index(
        "bulk_acts_being_undone",
        "bulk_acts",
        ["id"],
        sqlite_where=BEING_UNDONE,
        postgresql_where=BEING_UNDONE,
    )


def downgrade() -> None:
    op.drop_index("bulk_acts_being_undone", "bulk_acts")
    for name in ("version", "before"):
        op.drop_column("bulk_act_people", name)
    for name in ("undo_finished_at", "undo_started_at", "undone_by"):
        op.drop_column("bulk_acts", name)
