"""Keep what the door shows: sealed records, arrivals and counts, and marks of what has changed.

Triggers mark tickets whose record may have changed, and delete what was counted of scans that are
changed or deleted (which only retention and the deletion of a person do).
"""

import sqlalchemy as sa
from alembic import op

revision = "0046_keep_what_the_door_shows"
down_revision = "0045_count_registrations_by_triggers"

BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
LISTED = sa.text("record IS NOT NULL")
ODD = sa.text(
    "(flags <> '' OR standing = 'quarantined' OR (admits AND verdict NOT IN ('welcome', 'again')))"
)
SHOWN = ("state", "name", "organisation_name", "visibility", "delegation_id", "party_code")
COUNTED = ("registration_id", "standing", "digest")
# An event without a phone has no roster, and nothing is marked.
MARK_TICKETS = (
    "INSERT INTO roster_marks (event_id, digest) SELECT registrations.event_id, tickets.digest"
    " FROM registrations JOIN rosters ON rosters.event_id = registrations.event_id"
    " JOIN tickets ON tickets.registration_id = registrations.id WHERE registrations.id = {id};"
)
MARK_GONE = (
    "INSERT INTO roster_marks (event_id, digest) SELECT registrations.event_id, OLD.digest"
    " FROM registrations JOIN rosters ON rosters.event_id = registrations.event_id"
    " WHERE registrations.id = OLD.registration_id;"
)
# Whoever counts has the roster's row locked: no count of what was before is stored afterwards.
LOCK = "PERFORM 1 FROM rosters WHERE event_id = OLD.event_id FOR UPDATE;"
UNCOUNT = (
    "DELETE FROM scan_tallies WHERE event_id = OLD.event_id;"
    " DELETE FROM roster_arrivals WHERE event_id = OLD.event_id AND digest = OLD.digest;"
    " DELETE FROM roster_arrivals"
    " WHERE event_id = OLD.event_id AND registration_id = OLD.registration_id;"
)
# Name: table, what happens to it, the columns of which one must differ, what is done.
TRIGGERS = {
    "roster_mark_person": ("registrations", "UPDATE", SHOWN, MARK_TICKETS.format(id="NEW.id")),
    "roster_mark_ticket": (
        "tickets",
        "INSERT",
        (),
        MARK_TICKETS.format(id="NEW.registration_id"),
    ),
    "roster_mark_gone": ("tickets", "DELETE", (), MARK_GONE),
    "attendance_changed": ("check_ins", "UPDATE", COUNTED, UNCOUNT),
    "attendance_deleted": ("check_ins", "DELETE", (), UNCOUNT),
}


def upgrade() -> None:
    op.add_column("roster_entries", sa.Column("record", sa.LargeBinary(), nullable=True))
    op.create_index(
        "roster_entries_listed",
        "roster_entries",
        ["event_id", "digest"],
        sqlite_where=LISTED,
        postgresql_where=LISTED,
    )
    op.create_index("check_ins_by_arrival", "check_ins", ["event_id", "id"])
    op.create_index(
        "check_ins_to_look_at",
        "check_ins",
        ["event_id", "id"],
        sqlite_where=ODD,
        postgresql_where=ODD,
    )
    _create_tables()
    for name in TRIGGERS:
        _create_trigger(name)


def downgrade() -> None:
    for name, (table, *_rest) in TRIGGERS.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    for table in ("scan_tallies", "roster_arrivals", "roster_names", "roster_marks"):
        op.drop_table(table)
    for index in ("check_ins_to_look_at", "check_ins_by_arrival"):
        op.drop_index(index, "check_ins")
    op.drop_index("roster_entries_listed", "roster_entries")
    op.drop_column("roster_entries", "record")


def _create_tables() -> None:
    op.create_table(
        "roster_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        _of_event("roster_marks"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_marks")),
    )
    op.create_index(op.f("ix_roster_marks_event_id"), "roster_marks", ["event_id"])
    _create_names()
    op.create_table(
        "roster_arrivals",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("arrival", sa.LargeBinary(), nullable=False),
        _of_event("roster_arrivals"),
        sa.PrimaryKeyConstraint("event_id", "digest", name=op.f("pk_roster_arrivals")),
    )
    op.create_index("roster_arrivals_by_owner", "roster_arrivals", ["event_id", "registration_id"])
    op.create_table(
        "scan_tallies",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("frame", sa.String(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        _of_event("scan_tallies"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_scan_tallies")),
    )


def _create_names() -> None:
    op.create_table(
        "roster_names",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", BYTEWISE, nullable=False),
        sa.Column("sort_name", BYTEWISE, nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_roster_names_registration_id_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "event_id", "word", "sort_name", "registration_id", name=op.f("pk_roster_names")
        ),
    )
    op.create_index(op.f("ix_roster_names_registration_id"), "roster_names", ["registration_id"])


def _of_event(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_event_id_events")
    return sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=name, ondelete="CASCADE")


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
    lock = LOCK if table == "check_ins" else ""
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {lock} {body} RETURN NULL; END $$"
    )
    op.execute(f"{head}EXECUTE FUNCTION {name}()")
