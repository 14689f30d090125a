"""Keep what an act changed beside its entry in the log."""

import sqlalchemy as sa
from alembic import op

revision = "0010_add_what_acts_changed"
down_revision = "0009_add_released_sessions_and_submissions"


def upgrade() -> None:
    op.create_table(
        "audit_changes",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entries.id"], name=op.f("fk_audit_changes_entry_id_audit_entries")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_changes")),
    )


def downgrade() -> None:
    op.drop_table("audit_changes")
