"""Add what it takes to approve registrations: the event's days, and each decision."""

import sqlalchemy as sa
from alembic import op

revision = "0035_add_approvals"
down_revision = "0034_add_cancellations"

TO_DECIDE = sa.text("state = 'pending' AND decide_by IS NOT NULL")


def upgrade() -> None:
    op.add_column("events", sa.Column("approval_days", sa.Integer(), nullable=True))
    op.add_column(
        "registrations", sa.Column("decide_by", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "registrations", sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "registrations",
        sa.Column("decline_reason", sa.String(), server_default="", nullable=False),
    )
    op.create_index(
        "registrations_to_decide",
        "registrations",
        ["event_id", "decide_by"],
        sqlite_where=TO_DECIDE,
        postgresql_where=TO_DECIDE,
    )


def downgrade() -> None:
    op.drop_index("registrations_to_decide", "registrations")
    for column in ("decline_reason", "approved_at", "decide_by"):
        op.drop_column("registrations", column)
    op.drop_column("events", "approval_days")
