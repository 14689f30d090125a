"""Add aliases: which registrations bear one, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0014_add_aliases"
down_revision = "0013_add_site_settings_and_area_successions"


def upgrade() -> None:
    op.create_table(
        "aliases",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_aliases")),
        sa.UniqueConstraint("digest", name=op.f("uq_aliases_digest")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("aliases")
