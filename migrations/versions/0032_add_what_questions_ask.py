"""Let an event's own questions have conditions, limits, a purpose and a date of deletion."""

import sqlalchemy as sa
from alembic import op

revision = "0032_add_what_questions_ask"
down_revision = "0031_add_letters"

ADDED = ("choices_max", "none_option", "condition", "purpose", "delete_on")


def upgrade() -> None:
    with op.batch_alter_table("registration_questions") as batch:
        batch.add_column(sa.Column("choices_max", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("none_option", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch.add_column(sa.Column("condition", sa.JSON(), server_default="{}", nullable=False))
        batch.add_column(sa.Column("purpose", sa.JSON(), server_default="{}", nullable=False))
        batch.add_column(sa.Column("delete_on", sa.Date(), nullable=True))
    with op.batch_alter_table("events") as batch:
        batch.add_column(sa.Column("option_limits", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("events") as batch:
        batch.drop_column("option_limits")
    with op.batch_alter_table("registration_questions") as batch:
        for name in ADDED:
            batch.drop_column(name)
