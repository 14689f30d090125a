"""Add saved views of an event's registrations, one's own."""

import sqlalchemy as sa
from alembic import op

revision = "0028_add_registration_views"
down_revision = "0027_let_registrations_be_searched"


def upgrade() -> None:
    op.create_table(
        "registration_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_registration_views_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_registration_views_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_views")),
        sa.UniqueConstraint("code", name=op.f("uq_registration_views_code")),
        sa.UniqueConstraint(
            "event_id",
            "account_id",
            "name",
            name=op.f("uq_registration_views_event_id_account_id_name"),
        ),
    )
    op.create_index(op.f("ix_registration_views_account_id"), "registration_views", ["account_id"])


def downgrade() -> None:
    op.drop_table("registration_views")
