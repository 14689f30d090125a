"""Create requests for a material in another format."""

import sqlalchemy as sa
from alembic import op

revision = "0057_create_format_requests"
down_revision = "0056_index_texts_of_materials"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "format_requests",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, nullable=False, unique=True),
        sa.Column(
            "material_id", sa.Integer, sa.ForeignKey("materials.id"), nullable=False, index=True
        ),
        sa.Column("format", sa.String(40), nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
    )


def downgrade() -> None:
    op.drop_table("format_requests")
