"""Give experiences files that others may have, and the references that they build on."""

import sqlalchemy as sa
from alembic import op

revision = "0072_give_experiences_files_and_references"
down_revision = "0071_add_reports"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "experience_files",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False, unique=True),
        sa.Column(
            "experience_id", sa.Integer, sa.ForeignKey("experiences.id"), nullable=False, index=True
        ),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("filename", sa.String, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("checksum", sa.String, nullable=False, index=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True, index=True),
    )
    op.add_column(
        "experiences", sa.Column("references", sa.JSON, nullable=False, server_default="[]")
    )


def downgrade() -> None:
    op.drop_column("experiences", "references")
    op.drop_table("experience_files")
