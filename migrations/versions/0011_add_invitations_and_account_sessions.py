"""Add invitations to accounts, where accounts are signed in, and changes of their addresses."""

import sqlalchemy as sa
from alembic import op

revision = "0011_add_invitations_and_account_sessions"
down_revision = "0010_add_what_acts_changed"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("language", sa.String(), nullable=False, server_default=""))
    _create_invitations()
    _create_invitation_roles()
    _create_sessions()
    _create_address_changes()


def _create_invitations() -> None:
    op.create_table(
        "account_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("invited_by", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_account_invitations_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_invitations")),
        sa.UniqueConstraint("code", name=op.f("uq_account_invitations_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_account_invitations_digest")),
    )
    op.create_index(op.f("ix_account_invitations_email"), "account_invitations", ["email"])
    op.create_index(
        op.f("ix_account_invitations_account_id"), "account_invitations", ["account_id"]
    )


def _create_invitation_roles() -> None:
    op.create_table(
        "account_invitation_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["account_invitations.id"],
            name=op.f("fk_account_invitation_roles_invitation_id_account_invitations"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_account_invitation_roles_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_account_invitation_roles_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_invitation_roles")),
    )
    for column in ("invitation_id", "event_id", "organisation_id"):
        name = op.f(f"ix_account_invitation_roles_{column}")
        op.create_index(name, "account_invitation_roles", [column])


def _create_sessions() -> None:
    op.create_table(
        "account_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_account_sessions_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_sessions")),
        sa.UniqueConstraint("code", name=op.f("uq_account_sessions_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_account_sessions_digest")),
    )
    for column in ("account_id", "begun_at"):
        op.create_index(op.f(f"ix_account_sessions_{column}"), "account_sessions", [column])


def _create_address_changes() -> None:
    op.create_table(
        "address_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_address_changes_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_changes")),
        sa.UniqueConstraint("digest", name=op.f("uq_address_changes_digest")),
    )
    op.create_index(op.f("ix_address_changes_account_id"), "address_changes", ["account_id"])


def downgrade() -> None:
    op.drop_table("address_changes")
    op.drop_table("account_sessions")
    op.drop_table("account_invitation_roles")
    op.drop_table("account_invitations")
    op.drop_column("accounts", "language")
