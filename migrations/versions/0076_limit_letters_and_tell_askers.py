"""Limit letters that go by themselves to organisations, and write to askers who want it."""

import sqlalchemy as sa
from alembic import op

revision = "0076_limit_letters_and_tell_askers"
down_revision = "0075_write_english_beside_series"


def upgrade() -> None:
    op.add_column(
        "automatic_letters",
        sa.Column("organisations", sa.JSON(), nullable=False, server_default="[]"),
    )
    op.add_column(
        "session_questions",
        sa.Column("wants_letter", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("session_questions", "wants_letter")
    op.drop_column("automatic_letters", "organisations")
