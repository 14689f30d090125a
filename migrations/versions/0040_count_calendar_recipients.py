"""Count the recipients of a place's calendar entries: each gets UIDs of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0040_count_calendar_recipients"
down_revision = "0039_add_invitees"


def upgrade() -> None:
    op.add_column(
        "registrations",
        sa.Column("calendar_revision", sa.Integer(), server_default="1", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("registrations", "calendar_revision")
