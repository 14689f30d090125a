"""Let what was set aside on the start list stay when the account of whoever did it goes."""

import sqlalchemy as sa
from alembic import op

revision = "0020_let_start_marks_outlive_accounts"
down_revision = "0019_add_delegation_invitations"


def upgrade() -> None:
    with op.batch_alter_table("start_marks") as batch:
        batch.alter_column("account_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM start_marks WHERE account_id IS NULL")
    with op.batch_alter_table("start_marks") as batch:
        batch.alter_column("account_id", existing_type=sa.Integer(), nullable=False)
