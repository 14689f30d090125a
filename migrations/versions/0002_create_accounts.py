"""Create accounts: who signs in, with which roles, and the addresses that sign in once."""

import sqlalchemy as sa
from alembic import op

revision = "0002_create_accounts"
down_revision = "0001_create_events_schedule_and_registrations"


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False, unique=True),
        sa.Column("email", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("password_hash", sa.String, nullable=False),
        sa.Column("second_factor", sa.LargeBinary),
        sa.Column("second_factor_key", sa.Integer),
        sa.Column("last_code_step", sa.Integer, nullable=False),
        sa.Column("wrong_tries", sa.Integer, nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True)),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "account_id", sa.Integer, sa.ForeignKey("accounts.id"), nullable=False, index=True
        ),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("event_id", sa.Integer, sa.ForeignKey("events.id"), index=True),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisations.id"), index=True),
        sa.UniqueConstraint("account_id", "role", "event_id", "organisation_id"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "account_id", sa.Integer, sa.ForeignKey("accounts.id"), nullable=False, index=True
        ),
        sa.Column("digest", sa.String, nullable=False, unique=True),
    )
    op.create_table(
        "sign_in_links",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "account_id", sa.Integer, sa.ForeignKey("accounts.id"), nullable=False, index=True
        ),
        sa.Column("nonce", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False, unique=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("wanted", sa.String, nullable=False),
    )
    op.create_table(
        "ended_sessions",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False, index=True),
    )


def downgrade() -> None:
    for table in ("ended_sessions", "sign_in_links", "recovery_codes", "grants", "accounts"):
        op.drop_table(table)
