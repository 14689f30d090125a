"""Take in lists of people: what was read of each, until it can no longer be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0030_add_registration_imports"
down_revision = "0029_add_bulk_acts"


def upgrade() -> None:
    op.create_table(
        "registration_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("batches", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_registration_imports_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_imports")),
        sa.UniqueConstraint("code", name=op.f("uq_registration_imports_code")),
    )
    op.create_index(op.f("ix_registration_imports_event_id"), "registration_imports", ["event_id"])
    op.create_index("registration_imports_by_time", "registration_imports", ["touched_at"])
    op.create_table(
        "registration_import_rows",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("person_digest", sa.String(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["registration_imports.id"],
            name="fk_registration_import_rows_import",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name="fk_registration_import_rows_registration",
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_registration_import_rows")),
    )
    op.create_index(
        op.f("ix_registration_import_rows_registration_id"),
        "registration_import_rows",
        ["registration_id"],
    )
    op.create_index(
        "registration_import_rows_in_order",
        "registration_import_rows",
        ["import_id", "state", "position"],
    )
    op.create_index(
        "registration_import_rows_by_person", "registration_import_rows", ["person_digest"]
    )


def downgrade() -> None:
    op.drop_table("registration_import_rows")
    op.drop_table("registration_imports")
