"""Write the titles of speakers in English, too."""

import sqlalchemy as sa
from alembic import op

revision = "0086_write_speakers_titles_in_english"
down_revision = "0085_close_series"

TABLES = ("speakers", "speaker_proposals")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("title_en", sa.String, nullable=False, server_default=""))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "title_en")
