"""Relate sessions and experiences, and let an event say until when slides are to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "0065_relate_sessions_and_experiences"
down_revision = "0064_ask_about_sessions"


def upgrade() -> None:
    op.create_table(
        "session_experiences",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("experience_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_session_experiences_session_id_sessions")
        ),
        sa.ForeignKeyConstraint(
            ["experience_id"],
            ["experiences.id"],
            name=op.f("fk_session_experiences_experience_id_experiences"),
        ),
        sa.PrimaryKeyConstraint("session_id", "experience_id", name=op.f("pk_session_experiences")),
    )
    op.create_index(
        op.f("ix_session_experiences_experience_id"), "session_experiences", ["experience_id"]
    )
    op.add_column("events", sa.Column("slides_due_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("events", "slides_due_on")
    op.drop_table("session_experiences")
