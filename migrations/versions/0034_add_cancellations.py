"""Add an organizer's cancelling of a registration, which can be undone for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0034_add_cancellations"
down_revision = "0033_add_double_merges"

OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "cancellations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("holds_seat", sa.Boolean(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undo_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_cancellations_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_cancellations_registration_id_registrations"),
        ),
        sa.ForeignKeyConstraint(
            ["act_id"], ["bulk_acts.id"], name=op.f("fk_cancellations_act_id_bulk_acts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cancellations")),
        sa.UniqueConstraint("code", name=op.f("uq_cancellations_code")),
    )
    for column in ("event_id", "registration_id", "act_id"):
        op.create_index(op.f(f"ix_cancellations_{column}"), "cancellations", [column])
    op.create_index(
        "cancellations_open",
        "cancellations",
        ["event_id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table("cancellations")
