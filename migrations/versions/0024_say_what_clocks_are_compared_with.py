"""Say what the clocks of workers are compared with: the database's, the mail server's, or none."""

import sqlalchemy as sa
from alembic import op

revision = "0024_say_what_clocks_are_compared_with"
down_revision = "0023_name_the_registration_of_jobs"


def upgrade() -> None:
    with op.batch_alter_table("heartbeats") as batch:
        batch.add_column(
            sa.Column("clock_source", sa.String(40), server_default="none", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("heartbeats") as batch:
        batch.drop_column("clock_source")
