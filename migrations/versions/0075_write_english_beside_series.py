"""Keep the English of a series beside its Swedish, as events have it."""

import sqlalchemy as sa
from alembic import op

revision = "0075_write_english_beside_series"
down_revision = "0074_ask_about_experiences_and_plan"


def upgrade() -> None:
    op.add_column("series", sa.Column("english", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("series", "english")
