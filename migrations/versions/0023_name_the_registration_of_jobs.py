"""Find the letters of a registration without reading all of them.

0 is a job about none. The release before leaves the column empty: such rows are read one by one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023_name_the_registration_of_jobs"
down_revision = "0022_add_notices_to_unused_accounts"
ABOUT = {
    "sqlite": "json_extract(payload, '$.registration_id')",
    "postgresql": "CAST(payload ->> 'registration_id' AS INTEGER)",
}


def upgrade() -> None:
    op.add_column("jobs", sa.Column("registration_id", sa.Integer(), nullable=True))
    about = ABOUT[op.get_bind().dialect.name]
    op.execute(f"UPDATE jobs SET registration_id = coalesce({about}, 0)")
    op.create_index("jobs_by_registration", "jobs", ["registration_id"])


def downgrade() -> None:
    op.drop_index("jobs_by_registration", table_name="jobs")
    op.drop_column("jobs", "registration_id")
