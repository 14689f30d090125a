"""Give coordinators a calendar of all their delegations, and network meetings their notes."""

import sqlalchemy as sa
from alembic import op

revision = "0060_give_coordinators_a_calendar"
down_revision = "0059_number_calendar_entries"

INDEX = "ix_accounts_calendar_digest"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("calendar_secret", sa.String, nullable=True))
    op.add_column(
        "accounts", sa.Column("calendar_revision", sa.Integer, nullable=False, server_default="0")
    )
    op.add_column("accounts", sa.Column("calendar_digest", sa.String, nullable=True))
    op.create_index(INDEX, "accounts", ["calendar_digest"], unique=True)
    op.create_table(
        "meeting_notes",
        sa.Column("event_id", sa.Integer, sa.ForeignKey("events.id"), primary_key=True),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("results", sa.JSON, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("meeting_notes")
    op.drop_index(INDEX, "accounts")
    for column in ("calendar_digest", "calendar_revision", "calendar_secret"):
        op.drop_column("accounts", column)
