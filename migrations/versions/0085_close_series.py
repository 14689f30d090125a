"""Close series of meetings, so that nothing new is added to them."""

import sqlalchemy as sa
from alembic import op

revision = "0085_close_series"
down_revision = "0084_count_codes_on_paper"


def upgrade() -> None:
    op.add_column("series", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("series", "closed_at")
