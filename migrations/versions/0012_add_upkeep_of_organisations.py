"""Let organisations end and be merged, and give them a shared mailbox."""

import sqlalchemy as sa
from alembic import op

revision = "0012_add_upkeep_of_organisations"
down_revision = "0011_add_invitations_and_account_sessions"


def upgrade() -> None:
    op.add_column(
        "organisations", sa.Column("mailbox", sa.String(), nullable=False, server_default="")
    )
    op.add_column("organisations", sa.Column("ended_on", sa.Date(), nullable=True))
    op.create_table(
        "organisation_directory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_directory")),
    )
    op.create_table(
        "organisation_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("folded_text", sa.String(), nullable=False),
        sa.Column("added_target", sa.Boolean(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("unfinished", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_merges_source_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_merges_target_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_merges")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_merges_code")),
    )
    for column in ("source_id", "target_id"):
        op.create_index(op.f(f"ix_organisation_merges_{column}"), "organisation_merges", [column])


def downgrade() -> None:
    op.drop_table("organisation_merges")
    op.drop_table("organisation_directory")
    op.drop_column("organisations", "ended_on")
    op.drop_column("organisations", "mailbox")
