"""Let workers say that they are alive."""

import sqlalchemy as sa
from alembic import op

revision = "0017_add_heartbeats"
down_revision = "0016_add_retention"


def upgrade() -> None:
    op.create_table(
        "heartbeats",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skew_ms", sa.BigInteger(), nullable=False),
        sa.Column("certificate_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certificate_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certificate_error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_heartbeats")),
    )


def downgrade() -> None:
    op.drop_table("heartbeats")
