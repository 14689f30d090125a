"""Give materials audiences, moments and versions; let them be links."""

import sqlalchemy as sa
from alembic import op

revision = "0055_give_materials_audiences_and_versions"
down_revision = "0054_let_speakers_answer_by_their_own_link"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for column in (
        sa.Column("kind", sa.String(40), nullable=False, server_default="file"),
        sa.Column("opening", sa.String(40), nullable=False, server_default="now"),
        sa.Column("opens_at", MOMENT, nullable=True),
        sa.Column("pages", sa.Integer, nullable=True),
        sa.Column("url", sa.String, nullable=False, server_default=""),
        sa.Column("minutes", sa.Integer, nullable=True),
        sa.Column("captions", sa.String(40), nullable=True),
        sa.Column("number", sa.Integer, nullable=False, server_default="1"),
        sa.Column("change", sa.String, nullable=False, server_default=""),
        sa.Column("changed_at", MOMENT, nullable=True),
    ):
        op.add_column("materials", column)
    op.create_table(
        "material_organisations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "material_id", sa.Integer, sa.ForeignKey("materials.id"), nullable=False, index=True
        ),
        sa.Column(
            "organisation_id",
            sa.Integer,
            sa.ForeignKey("organisations.id"),
            nullable=False,
            index=True,
        ),
    )
    op.create_table(
        "material_versions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "material_id", sa.Integer, sa.ForeignKey("materials.id"), nullable=False, index=True
        ),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("change", sa.String, nullable=False),
        sa.Column("filename", sa.String, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("checksum", sa.String, nullable=False, index=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("material_versions")
    op.drop_table("material_organisations")
    for column in (
        *("changed_at", "change", "number", "captions", "minutes"),
        *("url", "pages", "opens_at", "opening", "kind"),
    ):
        op.drop_column("materials", column)
