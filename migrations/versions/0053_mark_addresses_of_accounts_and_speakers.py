"""Mark addresses of accounts and speakers that letters came back from."""

import sqlalchemy as sa
from alembic import op

revision = "0053_mark_addresses_of_accounts_and_speakers"
down_revision = "0052_index_undoings_alone"


def upgrade() -> None:
    for table in ("accounts", "speaker_addresses"):
        op.add_column(table, sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for table in ("speaker_addresses", "accounts"):
        op.drop_column(table, "bounced_at")
