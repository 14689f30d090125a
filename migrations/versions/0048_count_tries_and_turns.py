"""Count tries, and take turns at work by the clock, over all hosts."""

import sqlalchemy as sa
from alembic import op

revision = "0048_count_tries_and_turns"
down_revision = "0047_keep_sums_of_needs"


def upgrade() -> None:
    op.create_table(
        "try_counts",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_try_counts"),
    )
    op.create_index("ix_try_counts_ends_at", "try_counts", ["ends_at"])
    op.create_table(
        "periodic_turns",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_periodic_turns"),
    )


def downgrade() -> None:
    op.drop_table("periodic_turns")
    op.drop_table("try_counts")
