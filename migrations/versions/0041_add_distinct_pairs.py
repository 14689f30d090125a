"""Add pairs of registrations that are alike, and two people's."""

import sqlalchemy as sa
from alembic import op

revision = "0041_add_distinct_pairs"
down_revision = "0040_count_calendar_recipients"


def upgrade() -> None:
    op.create_table(
        "distinct_pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_distinct_pairs_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["registrations.id"],
            name=op.f("fk_distinct_pairs_first_id_registrations"),
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["registrations.id"],
            name=op.f("fk_distinct_pairs_second_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_pairs")),
        sa.UniqueConstraint("code", name=op.f("uq_distinct_pairs_code")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_distinct_pairs_first_id_second_id")
        ),
    )
    for column in ("event_id", "second_id"):
        op.create_index(op.f(f"ix_distinct_pairs_{column}"), "distinct_pairs", [column])


def downgrade() -> None:
    op.drop_table("distinct_pairs")
