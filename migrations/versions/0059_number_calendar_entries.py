"""Number what calendars show of events and sessions, and note which letter brought it."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0059_number_calendar_entries"
down_revision = "0058_add_board"

EVENTS = sa.table(
    "events", sa.column("id"), sa.column("revision"), sa.column("calendar", sa.JSON())
)
# Until now files said the revision of the event, or the number of the release, for SEQUENCE: what
# they say from now on must not be lower.
SESSIONS = """UPDATE sessions SET
    calendar_sequence = COALESCE(
        (SELECT MAX(number) FROM releases WHERE releases.event_id = sessions.event_id), 0),
    calendar_changed_at = (
        SELECT MAX(released_at) FROM releases WHERE releases.event_id = sessions.event_id)
    WHERE released IS NOT NULL"""


def upgrade() -> None:
    zone = sa.DateTime(timezone=True)
    op.add_column("events", sa.Column("calendar", sa.JSON(), nullable=True))
    op.add_column(
        "sessions", sa.Column("calendar_sequence", sa.Integer, nullable=False, server_default="0")
    )
    op.add_column("sessions", sa.Column("calendar_changed_at", zone, nullable=True))
    op.add_column(
        "registrations",
        sa.Column("session_entries", sa.Boolean, nullable=False, server_default=sa.true()),
    )
    op.add_column("invitations", sa.Column("days", sa.Integer, nullable=False, server_default="1"))
    op.add_column("invitations", sa.Column("job_id", sa.Integer, nullable=True))
    op.add_column("invitations", sa.Column("changed_at", zone, nullable=True))
    connection, now = op.get_bind(), datetime.now(UTC).replace(microsecond=0).isoformat()
    for id_, number in connection.execute(sa.select(EVENTS.c.id, EVENTS.c.revision)).all():
        calendar = {"sequence": 0, "offset": number, "changed_at": now}
        connection.execute(sa.update(EVENTS).where(EVENTS.c.id == id_).values(calendar=calendar))
    connection.execute(sa.text(SESSIONS))


def downgrade() -> None:
    for column in ("changed_at", "job_id", "days"):
        op.drop_column("invitations", column)
    op.drop_column("registrations", "session_entries")
    for column in ("calendar_changed_at", "calendar_sequence"):
        op.drop_column("sessions", column)
    op.drop_column("events", "calendar")
