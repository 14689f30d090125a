"""Index the texts of materials, page by page, by the stems of their words.

An ordinary table: SQLite's full-text index keeps in the file what was deleted of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0056_index_texts_of_materials"
down_revision = "0055_give_materials_audiences_and_versions"

# By their bytes, so that an index finds what begins with a stem.
STEM = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "material_pages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("material_id", sa.Integer, sa.ForeignKey("materials.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("material_pages_in_order", "material_pages", ["material_id", "number"])
    op.create_table(
        "material_stems",
        sa.Column("stem", STEM, primary_key=True),
        sa.Column(
            "page_id", sa.Integer, sa.ForeignKey("material_pages.id"), primary_key=True, index=True
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("material_stems")
    op.drop_table("material_pages")
