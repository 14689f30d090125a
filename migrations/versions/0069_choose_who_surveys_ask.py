"""Let a survey ask those with a place, or of one session, and its opening be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0069_choose_who_surveys_ask"
down_revision = "0068_share_results_of_surveys"


def upgrade() -> None:
    op.add_column(
        "surveys", sa.Column("audience", sa.String(40), nullable=False, server_default="came")
    )
    op.add_column(
        "surveys", sa.Column("session_code", sa.String, nullable=False, server_default="")
    )
    op.add_column("surveys", sa.Column("letters_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ("letters_at", "session_code", "audience"):
        op.drop_column("surveys", name)
