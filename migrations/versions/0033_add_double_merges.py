"""Add merges of two registrations that are one person's."""

import sqlalchemy as sa
from alembic import op

revision = "0033_add_double_merges"
down_revision = "0032_add_what_questions_ask"

OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "double_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("holds_seat", sa.Boolean(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undo_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_double_merges_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["registrations.id"],
            name=op.f("fk_double_merges_source_id_registrations"),
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["registrations.id"],
            name=op.f("fk_double_merges_target_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_double_merges")),
        sa.UniqueConstraint("code", name=op.f("uq_double_merges_code")),
    )
    for column in ("event_id", "source_id", "target_id"):
        op.create_index(op.f(f"ix_double_merges_{column}"), "double_merges", [column])
    op.create_index(
        "double_merges_open",
        "double_merges",
        ["event_id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table("double_merges")
