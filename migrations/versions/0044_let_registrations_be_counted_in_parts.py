"""Let registrations be counted by delegation and state, and listed by organisation.

The index of names gets the id too: without it PostgreSQL reads each row to learn whose name it is.
It is made anew under its own name, for the older release is served by the wider one as well, and
two of them, each with every name and search text, would be written while others wait.
"""

from alembic import op

revision = "0044_let_registrations_be_counted_in_parts"
down_revision = "0043_add_organisations_of_the_log"
INDEXES = {
    "registrations_by_organisation_name": ["event_id", "organisation_name", "sort_name", "id"],
    "registrations_by_delegation": ["event_id", "delegation_id", "state"],
}
BY_NAME, NAMES = "registrations_by_name", ["event_id", "sort_name", "search_text"]


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "registrations", columns)
    op.drop_index(BY_NAME, "registrations")
    op.create_index(BY_NAME, "registrations", [*NAMES, "id"])


def downgrade() -> None:
    op.drop_index(BY_NAME, "registrations")
    op.create_index(BY_NAME, "registrations", NAMES)
    for name in INDEXES:
        op.drop_index(name, "registrations")
