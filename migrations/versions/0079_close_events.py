"""Close events: that somebody did, and the bundle of files that was made of it."""

import sqlalchemy as sa
from alembic import op

revision = "0079_close_events"
down_revision = "0078_keep_files_of_reports"

MOMENT = sa.DateTime(timezone=True)
CLOSED = sa.text("reopened_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "event_closings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=False),
        sa.Column("reopened_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_closings_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_closings")),
        sa.UniqueConstraint("code", name=op.f("uq_event_closings_code")),
    )
    op.create_index("event_closings_by_event", "event_closings", ["event_id"])
    op.create_index(
        "one_closing_in_force",
        "event_closings",
        ["event_id"],
        unique=True,
        sqlite_where=CLOSED,
        postgresql_where=CLOSED,
    )
    op.create_table(
        "event_bundles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("closing_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("begun", sa.String(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["closing_id"],
            ["event_closings.id"],
            name=op.f("fk_event_bundles_closing_id_event_closings"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_bundles_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_bundles")),
        sa.UniqueConstraint("closing_id", name=op.f("uq_event_bundles_closing_id")),
    )
    op.create_index(op.f("ix_event_bundles_checksum"), "event_bundles", ["checksum"])
    op.create_index(op.f("ix_event_bundles_event_id"), "event_bundles", ["event_id"])


def downgrade() -> None:
    op.drop_table("event_bundles")
    op.drop_table("event_closings")
