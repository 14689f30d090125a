"""Note those who come without being registered."""

import sqlalchemy as sa
from alembic import op

revision = "0082_note_walk_ins"
down_revision = "0081_tell_doors_and_hear_phones"

STATE = sa.Enum("waiting", "confirmed", "refused", native_enum=False, length=40)
WHERE_SEALED = sa.text("sealed IS NOT NULL AND decided_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "walk_ins",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("walk_in_id", sa.String, nullable=False),
        sa.Column("event_id", sa.Integer, sa.ForeignKey("events.id"), nullable=False),
        sa.Column("device_id", sa.Integer, sa.ForeignKey("devices.id"), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("key_number", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("body_digest", sa.String, nullable=False),
        sa.Column("scan_id", sa.String),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("low", sa.BigInteger, nullable=False),
        sa.Column("high", sa.BigInteger, nullable=False),
        sa.Column("flags", sa.String, nullable=False),
        sa.Column("over_capacity", sa.Boolean, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("registration_id", sa.Integer, sa.ForeignKey("registrations.id")),
        sa.Column("entry_id", sa.String),
        sa.Column("made_registration", sa.Boolean, nullable=False),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("walk_in_id"),
    )
    for column in ("device_id", "registration_id"):
        op.create_index(f"ix_walk_ins_{column}", "walk_ins", [column])
    op.create_index("walk_ins_by_state", "walk_ins", ["event_id", "state", "at"])
    op.create_index(
        "walk_ins_to_forget",
        "walk_ins",
        ["decided_at"],
        sqlite_where=WHERE_SEALED,
        postgresql_where=WHERE_SEALED,
    )


def downgrade() -> None:
    op.drop_table("walk_ins")
