"""Remember which counts of an event's people have been shown, and which of them were hidden."""

import sqlalchemy as sa
from alembic import op

revision = "0087_remember_what_was_shown"
down_revision = "0086_write_speakers_titles_in_english"


def upgrade() -> None:
    op.create_table(
        "shown_attendance",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("hidden", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_shown_attendance_event_id_events")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_shown_attendance")),
    )


def downgrade() -> None:
    op.drop_table("shown_attendance")
