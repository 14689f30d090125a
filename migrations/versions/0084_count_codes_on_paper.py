"""Count the one-time codes on paper among those whom a survey asked."""

import sqlalchemy as sa
from alembic import op

revision = "0084_count_codes_on_paper"
down_revision = "0083_keep_postings_of_terms"


def upgrade() -> None:
    op.add_column("surveys", sa.Column("slips", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("surveys", "slips")
