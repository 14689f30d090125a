"""Invite organisations to events: whom we wrote to, and what they answered."""

import sqlalchemy as sa
from alembic import op

revision = "0019_add_delegation_invitations"
down_revision = "0018_add_mail_trials_and_start_marks"


def upgrade() -> None:
    op.create_table(
        "delegation_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(40), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wanted_seats", sa.Integer(), nullable=False),
        sa.Column("returned_seats", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "wanted_seats >= 0", name=op.f("ck_delegation_invitations_wanted_not_negative")
        ),
        sa.CheckConstraint(
            "returned_seats >= 0", name=op.f("ck_delegation_invitations_returned_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegations.id"],
            name=op.f("fk_delegation_invitations_delegation_id_delegations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_invitations")),
        sa.UniqueConstraint("delegation_id", name=op.f("uq_delegation_invitations_delegation_id")),
    )
    op.create_table(
        "delegation_recipients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("account_invitation_id", sa.Integer(), nullable=True),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("letter_key", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["delegation_invitations.id"],
            name=op.f("fk_delegation_recipients_invitation_id_delegation_invitations"),
        ),
        sa.ForeignKeyConstraint(
            ["account_invitation_id"],
            ["account_invitations.id"],
            name="fk_delegation_recipients_account_invitation",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_recipients")),
        sa.UniqueConstraint("code", name=op.f("uq_delegation_recipients_code")),
        sa.UniqueConstraint(
            "invitation_id", "email", name=op.f("uq_delegation_recipients_invitation_id_email")
        ),
    )
    op.create_index(
        op.f("ix_delegation_recipients_account_invitation_id"),
        "delegation_recipients",
        ["account_invitation_id"],
    )
    op.create_index(op.f("ix_delegation_recipients_email"), "delegation_recipients", ["email"])


def downgrade() -> None:
    op.drop_table("delegation_recipients")
    op.drop_table("delegation_invitations")
