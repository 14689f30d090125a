"""Take in schedules of other systems, and remember what they know each thing by."""

import sqlalchemy as sa
from alembic import op

revision = "0062_add_schedule_imports"
down_revision = "0061_write_english_beside_swedish"


def upgrade() -> None:
    op.create_table(
        "schedule_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("undoing", sa.LargeBinary(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_schedule_imports_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_imports")),
        sa.UniqueConstraint("code", name=op.f("uq_schedule_imports_code")),
    )
    op.create_index(op.f("ix_schedule_imports_event_id"), "schedule_imports", ["event_id"])
    op.create_index("schedule_imports_by_time", "schedule_imports", ["touched_at"])
    op.create_table(
        "schedule_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("origin", sa.JSON(), nullable=False),
        sa.Column("written", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_schedule_sources_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_sources")),
        sa.UniqueConstraint("event_id", "kind", "code", name="uq_schedule_sources_code"),
    )
    op.create_index("schedule_sources_by_key", "schedule_sources", ["event_id", "kind", "key"])


def downgrade() -> None:
    op.drop_table("schedule_sources")
    op.drop_table("schedule_imports")
