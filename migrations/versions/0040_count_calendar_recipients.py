"""Count the recipients of a place's calendar entries: each gets UIDs of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0040_count_calendar_recipients"
down_revision = "0039_add_invitees"


def upgrade() -> None:
    with op.batch_alter_table("registrations") as batch:
        batch.add_column(
            sa.Column("calendar_revision", sa.Integer(), server_default="1", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("registrations") as batch:
        batch.drop_column("calendar_revision")
