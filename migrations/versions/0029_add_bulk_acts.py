"""Add what is done to many registrations at once: a plan, carried out in batches."""

import sqlalchemy as sa
from alembic import op

revision = "0029_add_bulk_acts"
down_revision = "0028_add_registration_views"

UNDER_WAY = sa.text("finished_at IS NULL")
WAITING = sa.text("outcome IS NULL")


def upgrade() -> None:
    op.create_table(
        "bulk_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("started_by", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_bulk_acts_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_acts")),
        sa.UniqueConstraint("code", name=op.f("uq_bulk_acts_code")),
    )
    op.create_index(op.f("ix_bulk_acts_event_id"), "bulk_acts", ["event_id"])
    op.create_index(
        "bulk_acts_under_way",
        "bulk_acts",
        ["id"],
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    )
    op.create_table(
        "bulk_act_people",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["act_id"], ["bulk_acts.id"], name=op.f("fk_bulk_act_people_act_id_bulk_acts")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_bulk_act_people_registration_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("act_id", "registration_id", name=op.f("pk_bulk_act_people")),
    )
    op.create_index(
        op.f("ix_bulk_act_people_registration_id"), "bulk_act_people", ["registration_id"]
    )
    op.create_index(
        "bulk_act_people_waiting",
        "bulk_act_people",
        ["act_id", "registration_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_table("bulk_act_people")
    op.drop_table("bulk_acts")
