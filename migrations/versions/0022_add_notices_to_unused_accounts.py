"""Let accounts know when their owners were told that they will be deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0022_add_notices_to_unused_accounts"
down_revision = "0021_add_link_revisions"


def upgrade() -> None:
    op.add_column(
        "accounts", sa.Column("unused_notice_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("accounts", "unused_notice_at")
