"""Create the secret addresses of delegations' calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0007_create_delegation_feeds"
down_revision = "0006_create_materials_and_meetings"


def upgrade() -> None:
    op.create_table(
        "delegation_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegations.id"],
            name=op.f("fk_delegation_feeds_delegation_id_delegations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_feeds")),
        sa.UniqueConstraint("delegation_id", name=op.f("uq_delegation_feeds_delegation_id")),
        sa.UniqueConstraint("secret", name=op.f("uq_delegation_feeds_secret")),
        sa.UniqueConstraint("digest", name=op.f("uq_delegation_feeds_digest")),
    )


def downgrade() -> None:
    op.drop_table("delegation_feeds")
