"""Remember letters that colleagues send to try the mail, and how far the start list is."""

import sqlalchemy as sa
from alembic import op

revision = "0018_add_mail_trials_and_start_marks"
down_revision = "0017_add_heartbeats"


def upgrade() -> None:
    op.create_table(
        "mail_trials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_mail_trials_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_trials")),
        sa.UniqueConstraint("code", name=op.f("uq_mail_trials_code")),
    )
    op.create_index(op.f("ix_mail_trials_account_id"), "mail_trials", ["account_id"])
    op.create_table(
        "start_marks",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_start_marks_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_start_marks")),
    )
    op.create_index(op.f("ix_start_marks_account_id"), "start_marks", ["account_id"])


def downgrade() -> None:
    op.drop_table("start_marks")
    op.drop_table("mail_trials")
