"""Add an index of the organisations that entries of the log name."""

from alembic import op

revision = "0043_add_organisations_of_the_log"
down_revision = "0042_add_kinds_of_devices"

NAMED = {
    "sqlite": "json_extract(details, '$.organisation')",
    "postgresql": "(details ->> 'organisation')",
}


def upgrade() -> None:
    named = NAMED[op.get_bind().dialect.name]
    op.execute(
        f"CREATE INDEX audit_by_organisation ON audit_entries ({named}, at, id) "
        f"WHERE {named} IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_index("audit_by_organisation", table_name="audit_entries")
