"""Let registrations be counted by delegation and state, and listed by organisation."""

from alembic import op

revision = "0034_let_registrations_be_counted_in_parts"
down_revision = "0033_add_double_merges"
INDEXES = {
    "registrations_by_organisation_name": ["event_id", "organisation_name", "sort_name"],
    "registrations_by_delegation": ["event_id", "delegation_id", "state"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "registrations", columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "registrations")
