"""Let the organizers' own pages be a device, beside the phones."""

import sqlalchemy as sa
from alembic import op

revision = "0042_add_kinds_of_devices"
down_revision = "0041_add_distinct_pairs"


def upgrade() -> None:
    op.add_column(
        "devices", sa.Column("kind", sa.String(40), server_default="phone", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("devices", "kind")
