"""Let a survey follow another up, some months later."""

import sqlalchemy as sa
from alembic import op

revision = "0070_follow_surveys_up"
down_revision = "0069_choose_who_surveys_ask"


def upgrade() -> None:
    op.add_column("surveys", sa.Column("follows", sa.String, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("surveys", "follows")
