"""Drop indexes that others begin with: each was written with every row, and read by nobody."""

from alembic import op

revision = "0090_drop_indexes_that_others_begin_with"
down_revision = "0089_add_venue_pictures"

INDEXES = (
    ("delegations", "event_id"),
    ("grants", "account_id"),
    ("invitations", "registration_id"),
    ("kept_conflicts", "event_id"),
    ("letter_recipients", "letter_id"),
    ("registration_questions", "event_id"),
    ("releases", "event_id"),
    ("retention_counts", "step_id"),
    ("retention_steps", "run_id"),
    ("rooms", "event_id"),
    ("sessions", "event_id"),
    ("speakers", "event_id"),
    ("survey_questions", "survey_id"),
    ("tickets", "registration_id"),
    ("tracks", "event_id"),
)


def upgrade() -> None:
    for table, column in INDEXES:
        op.drop_index(f"ix_{table}_{column}", table)


def downgrade() -> None:
    for table, column in INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])
