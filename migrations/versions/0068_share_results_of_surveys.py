"""Let surveys compare classes, and their results be read by participants and by links."""

import sqlalchemy as sa
from alembic import op

revision = "0068_share_results_of_surveys"
down_revision = "0067_list_words_of_one_meaning"

COLUMNS = (
    ("class_by_group", sa.JSON(), "{}"),
    ("shown_to_participants", sa.Boolean(), sa.false()),
    ("links_shared", sa.Boolean(), sa.false()),
    ("link_revision", sa.Integer(), "0"),
)


def upgrade() -> None:
    for name, kind, default in COLUMNS:
        op.add_column("surveys", sa.Column(name, kind, nullable=False, server_default=default))


def downgrade() -> None:
    for name, _kind, _default in reversed(COLUMNS):
        op.drop_column("surveys", name)
