"""Let a personal link be replaced by another, when the address it was sent to is corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0021_add_link_revisions"
down_revision = "0020_let_start_marks_outlive_accounts"


def upgrade() -> None:
    op.add_column(
        "registrations",
        sa.Column("link_revision", sa.Integer(), nullable=False, server_default="1"),
    )


def downgrade() -> None:
    op.drop_column("registrations", "link_revision")
