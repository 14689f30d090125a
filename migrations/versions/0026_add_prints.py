"""Remember which name badges were printed, and what certificates say."""

import sqlalchemy as sa
from alembic import op

revision = "0026_add_prints"
down_revision = "0025_let_a_run_of_retention_be_of_one_event"


def upgrade() -> None:
    op.create_table(
        "printed_badges",
        sa.Column("registration_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_printed_badges_registration_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_printed_badges")),
    )
    op.create_table(
        "certificates",
        sa.Column("registration_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attended", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_certificates_registration_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_certificates")),
    )


def downgrade() -> None:
    op.drop_table("certificates")
    op.drop_table("printed_badges")
