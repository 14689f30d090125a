"""Add an event's own words of built-in letters."""

import sqlalchemy as sa
from alembic import op

revision = "0037_add_letter_wordings"
down_revision = "0036_let_bulk_acts_be_undone"


def upgrade() -> None:
    op.create_table(
        "letter_wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("subject_en", sa.String(), nullable=False),
        sa.Column("body_en", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_letter_wordings_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_wordings")),
        sa.UniqueConstraint("event_id", "kind", name=op.f("uq_letter_wordings_event_id_kind")),
    )


def downgrade() -> None:
    op.drop_table("letter_wordings")
