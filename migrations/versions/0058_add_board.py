"""Let a session have no place yet, and store acts on the board so that they can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0058_add_board"
down_revision = "0057_create_format_requests"


def upgrade() -> None:
    placed = sa.Column("placed", sa.Boolean(), server_default=sa.true(), nullable=False)
    op.add_column("sessions", placed)
    op.create_table(
        "board_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_board_acts_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_acts")),
    )
    op.create_index("board_acts_by_actor", "board_acts", ["event_id", "actor"])


def downgrade() -> None:
    op.drop_table("board_acts")
    op.drop_column("sessions", "placed")
