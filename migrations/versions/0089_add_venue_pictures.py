"""Add a picture of the venue, or of the way there, to an event."""

import sqlalchemy as sa
from alembic import op

revision = "0089_add_venue_pictures"
down_revision = "0088_add_check_in_lists"


def upgrade() -> None:
    op.create_table(
        "venue_pictures",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("description_en", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_venue_pictures_event_id_events")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_venue_pictures")),
    )


def downgrade() -> None:
    op.drop_table("venue_pictures")
