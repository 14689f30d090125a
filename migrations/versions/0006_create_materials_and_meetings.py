"""Create materials, kept conflicts, attendances and follow-ups."""

import sqlalchemy as sa
from alembic import op

revision = "0006_create_materials_and_meetings"
down_revision = "0005_create_experiences"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_materials()
    _create_kept_conflicts()
    _create_attendances()
    _create_follow_ups()


def downgrade() -> None:
    for table in ("follow_ups", "attendances", "kept_conflicts", "materials"):
        op.drop_table(table)


def _create_materials() -> None:
    op.create_table(
        "materials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("materials", "event_id", "events"),
        _to("materials", "session_id", "sessions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_materials")),
        sa.UniqueConstraint("code", name=op.f("uq_materials_code")),
    )
    op.create_index("materials_by_event", "materials", ["event_id", "session_id"])
    op.create_index(op.f("ix_materials_session_id"), "materials", ["session_id"])
    op.create_index(op.f("ix_materials_checksum"), "materials", ["checksum"])


def _create_kept_conflicts() -> None:
    op.create_table(
        "kept_conflicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _to("kept_conflicts", "event_id", "events"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_conflicts")),
        sa.UniqueConstraint("event_id", "key", name=op.f("uq_kept_conflicts_event_id_key")),
    )
    op.create_index(op.f("ix_kept_conflicts_event_id"), "kept_conflicts", ["event_id"])


def _create_attendances() -> None:
    op.create_table(
        "attendances",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("marked_at", MOMENT, nullable=False),
        sa.Column("marked_by", sa.String(), nullable=False),
        _to("attendances", "registration_id", "registrations"),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_attendances")),
    )


def _create_follow_ups() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("follow_ups", "series_id", "series"),
        _to("follow_ups", "event_id", "events"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("code", name=op.f("uq_follow_ups_code")),
    )
    op.create_index(op.f("ix_follow_ups_series_id"), "follow_ups", ["series_id"])
    op.create_index(op.f("ix_follow_ups_event_id"), "follow_ups", ["event_id"])


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )
