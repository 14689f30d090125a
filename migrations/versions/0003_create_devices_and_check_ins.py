"""Create devices and check-ins: doors, paired phones, their scans, and the roster's log."""

import sqlalchemy as sa
from alembic import op

revision = "0003_create_devices_and_check_ins"
down_revision = "0002_create_accounts"


def upgrade() -> None:
    op.create_table(
        "places",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("event_id", sa.Integer, sa.ForeignKey("events.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.UniqueConstraint("event_id", "number"),
        sa.UniqueConstraint("event_id", "name"),
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False, unique=True),
        sa.Column("event_id", sa.Integer, sa.ForeignKey("events.id"), nullable=False),
        sa.Column("place_id", sa.Integer, sa.ForeignKey("places.id"), nullable=False, index=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("nonce", sa.String, nullable=False),
        sa.Column("pairing_digest", sa.String, nullable=False, unique=True),
        sa.Column("pairing_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_digest", sa.String, unique=True),
        sa.Column("paired_at", sa.DateTime(timezone=True)),
        sa.Column("last_seen_at", sa.DateTime(timezone=True)),
        sa.Column("life", sa.String, nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("event_id", "number"),
    )
    op.create_table(
        "rosters",
        sa.Column("event_id", sa.Integer, sa.ForeignKey("events.id"), primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("listed_revision", sa.BigInteger, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
    )
    op.create_table(
        "roster_entries",
        sa.Column("event_id", sa.Integer, sa.ForeignKey("events.id"), primary_key=True),
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("content", sa.String, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
    )
    op.create_index("roster_entries_by_revision", "roster_entries", ["event_id", "revision"])
    _create_check_ins()
    op.create_table(
        "kept_asides",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("event_id", sa.Integer, sa.ForeignKey("events.id"), nullable=False, index=True),
        sa.Column("device_id", sa.Integer, sa.ForeignKey("devices.id"), nullable=False),
        sa.Column("scan_id", sa.String),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("body_digest", sa.String, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("device_id", "body_digest"),
    )


def _create_check_ins() -> None:
    op.create_table(
        "check_ins",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("scan_id", sa.String, nullable=False, unique=True),
        sa.Column("event_id", sa.Integer, sa.ForeignKey("events.id"), nullable=False),
        sa.Column("device_id", sa.Integer, sa.ForeignKey("devices.id"), nullable=False, index=True),
        sa.Column("registration_id", sa.Integer, sa.ForeignKey("registrations.id"), index=True),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("target", sa.String),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("life", sa.String, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("phone_verdict", sa.String),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("body_digest", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("low", sa.BigInteger, nullable=False),
        sa.Column("high", sa.BigInteger, nullable=False),
        sa.Column("admits", sa.Boolean, nullable=False),
        sa.Column("verdict", sa.String),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("flags", sa.String, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("check_ins_by_digest", "check_ins", ["event_id", "digest"])
    op.create_index("check_ins_by_revision", "check_ins", ["event_id", "revision"])
    op.create_index("check_ins_by_target", "check_ins", ["target"])


def downgrade() -> None:
    for table in ("kept_asides", "check_ins", "roster_entries", "rosters", "devices", "places"):
        op.drop_table(table)
