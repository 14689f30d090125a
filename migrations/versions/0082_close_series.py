"""Close series of meetings, so that nothing new is added to them."""

import sqlalchemy as sa
from alembic import op

revision = "0082_close_series"
down_revision = "0081_tell_doors_and_hear_phones"


def upgrade() -> None:
    op.add_column("series", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("series", "closed_at")
