"""List the words of one meaning that search goes by."""

import sqlalchemy as sa
from alembic import op

revision = "0067_list_words_of_one_meaning"
down_revision = "0066_index_words_of_experiences"


def upgrade() -> None:
    op.create_table(
        "synonym_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("expressions", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym_groups")),
        sa.UniqueConstraint("code", name=op.f("uq_synonym_groups_code")),
    )


def downgrade() -> None:
    op.drop_table("synonym_groups")
