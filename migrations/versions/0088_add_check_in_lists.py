"""Add check-in lists: for a day, sessions, a room or an online meeting.

Triggers mark the tickets of those whose seats in a list's session change, as 0046 does for what
records say; and what was counted of a list goes with the scan that it was counted by.
"""

import sqlalchemy as sa
from alembic import op

revision = "0088_add_check_in_lists"
down_revision = "0087_remember_what_was_shown"

MARK = (
    "INSERT INTO roster_marks (event_id, digest) SELECT check_in_lists.event_id, tickets.digest"
    " FROM check_in_lists JOIN rosters ON rosters.event_id = check_in_lists.event_id"
)
# Somebody's seat in a session that a list is of; a list's sessions, with all who have seats there.
MARK_SEAT = (
    f"{MARK} JOIN check_in_list_sessions ON check_in_list_sessions.list_id = check_in_lists.id"
    " JOIN tickets ON tickets.registration_id = {row}.registration_id"
    " WHERE check_in_list_sessions.session_id = {row}.session_id;"
)
MARK_SESSION = (
    f"{MARK} JOIN session_choices ON session_choices.session_id = {{row}}.session_id"
    " JOIN tickets ON tickets.registration_id = session_choices.registration_id"
    " WHERE check_in_lists.id = {row}.list_id;"
)
UNCOUNT = (
    "DELETE FROM list_arrivals WHERE event_id = OLD.event_id AND digest = OLD.digest;"
    " DELETE FROM list_arrivals"
    " WHERE event_id = OLD.event_id AND registration_id = OLD.registration_id;"
)
# Name: table, what happens to it, the columns of which one must differ, what is done.
TRIGGERS = {
    "list_mark_seat": ("session_choices", "INSERT", (), MARK_SEAT.format(row="NEW")),
    "list_mark_seat_state": (
        "session_choices",
        "UPDATE",
        ("state",),
        MARK_SEAT.format(row="NEW"),
    ),
    "list_mark_seat_gone": ("session_choices", "DELETE", (), MARK_SEAT.format(row="OLD")),
    "list_mark_session": ("check_in_list_sessions", "INSERT", (), MARK_SESSION.format(row="NEW")),
    "list_mark_session_gone": (
        "check_in_list_sessions",
        "DELETE",
        (),
        MARK_SESSION.format(row="OLD"),
    ),
    "list_attendance_changed": (
        "check_ins",
        "UPDATE",
        ("registration_id", "standing", "digest"),
        UNCOUNT,
    ),
    "list_attendance_deleted": ("check_ins", "DELETE", (), UNCOUNT),
}


def upgrade() -> None:
    op.add_column(
        "check_ins", sa.Column("list_number", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("roster_entries", sa.Column("lists", sa.LargeBinary(), nullable=True))
    _create_lists()
    op.create_table(
        "list_arrivals",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("list_number", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("arrival", sa.LargeBinary(), nullable=False),
        _refers("list_arrivals", "event_id", "events", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "digest", "list_number", name=op.f("pk_list_arrivals")),
    )
    op.create_index(op.f("ix_list_arrivals_registration_id"), "list_arrivals", ["registration_id"])
    for name in TRIGGERS:
        _create_trigger(name)


def downgrade() -> None:
    for name, (table, *_rest) in TRIGGERS.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    for table in ("list_arrivals", "check_in_list_sessions", "check_in_lists"):
        op.drop_table(table)
    op.drop_column("roster_entries", "lists")
    op.drop_column("check_ins", "list_number")


def _create_lists() -> None:
    op.create_table(
        "check_in_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("signed_up_only", sa.Boolean(), nullable=False),
        sa.Column("exits", sa.Boolean(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "capacity IS NULL OR capacity > 0", name=op.f("ck_check_in_lists_capacity_positive")
        ),
        _refers("check_in_lists", "event_id", "events"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_lists")),
        sa.UniqueConstraint("code", name=op.f("uq_check_in_lists_code")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_check_in_lists_event_id_number")),
    )
    op.create_table(
        "check_in_list_sessions",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        _refers("check_in_list_sessions", "list_id", "check_in_lists", ondelete="CASCADE"),
        _refers("check_in_list_sessions", "session_id", "sessions", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("list_id", "session_id", name=op.f("pk_check_in_list_sessions")),
    )
    op.create_index(
        op.f("ix_check_in_list_sessions_session_id"), "check_in_list_sessions", ["session_id"]
    )


def _refers(
    table: str, column: str, to: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def _create_trigger(name: str) -> None:
    table, deed, columns, body = TRIGGERS[name]
    sqlite = op.get_bind().dialect.name == "sqlite"
    differs = "IS NOT" if sqlite else "IS DISTINCT FROM"
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
    when = f"WHEN ({changed}) " if columns else ""
    of = f" OF {', '.join(columns)}" if columns else ""
    head = f"CREATE TRIGGER {name} AFTER {deed}{of} ON {table} FOR EACH ROW {when}"
    if sqlite:
        op.execute(f"{head}BEGIN {body} END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} RETURN NULL; END $$"
    )
    op.execute(f"{head}EXECUTE FUNCTION {name}()")
