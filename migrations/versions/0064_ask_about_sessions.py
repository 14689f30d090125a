"""Let a survey be about a session, and an event ask about its sessions.

The column is added in one statement that both databases know: to write the table anew, as SQLite
would otherwise, would drop what answers refer to.
"""

import sqlalchemy as sa
from alembic import op

revision = "0064_ask_about_sessions"
down_revision = "0063_create_session_questions"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE surveys ADD COLUMN session_id INTEGER "
        "CONSTRAINT fk_surveys_session_id_sessions REFERENCES sessions (id)"
    )
    op.create_index("surveys_by_session", "surveys", ["session_id"], unique=True)
    op.add_column(
        "events",
        sa.Column("asks_session_feedback", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("events", "asks_session_feedback")
    op.drop_index("surveys_by_session", "surveys")
    op.drop_column("surveys", "session_id")
