"""Add the site's settings, and which focus area continues which."""

import sqlalchemy as sa
from alembic import op

revision = "0013_add_site_settings_and_area_successions"
down_revision = "0012_add_upkeep_of_organisations"


def upgrade() -> None:
    op.add_column("focus_areas", sa.Column("colour", sa.Integer(), nullable=True))
    op.create_table(
        "focus_area_successions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("predecessor_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["predecessor_id"],
            ["focus_areas.id"],
            name=op.f("fk_focus_area_successions_predecessor_id_focus_areas"),
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"],
            ["focus_areas.id"],
            name=op.f("fk_focus_area_successions_successor_id_focus_areas"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_area_successions")),
        sa.UniqueConstraint(
            "predecessor_id",
            "successor_id",
            name=op.f("uq_focus_area_successions_predecessor_id_successor_id"),
        ),
    )
    op.create_index(
        op.f("ix_focus_area_successions_successor_id"), "focus_area_successions", ["successor_id"]
    )
    op.create_table(
        "site_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_revisions")),
    )
    op.create_table(
        "site_logos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_logos")),
        sa.UniqueConstraint("digest", name=op.f("uq_site_logos_digest")),
    )
    op.create_table(
        "site_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(), nullable=False),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("logo_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["logo_id"], ["site_logos.id"], name=op.f("fk_site_settings_logo_id_site_logos")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_settings")),
    )


def downgrade() -> None:
    for table in ("site_settings", "site_logos", "site_revisions", "focus_area_successions"):
        op.drop_table(table)
    with op.batch_alter_table("focus_areas") as areas:
        areas.drop_column("colour")
