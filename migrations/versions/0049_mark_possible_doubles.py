"""Mark who may be registered twice, and let indexes of lists answer more by themselves.

Triggers mark two whenever a second registration of an event has a name or an address that another
has. A mark stays until its registration is deleted: whether the two are alike today is asked anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0049_mark_possible_doubles"
down_revision = "0048_count_tries_and_turns"

# What two have in common, and by which column.
REASONS = {"same-address": "email", "same-name": "sort_name"}
# Who else has it, by the index of the column: `+` keeps SQLite from going through the whole event.
OTHERS = {
    "same-address": "email = NEW.email AND +event_id = NEW.event_id AND id <> NEW.id",
    "same-name": "event_id = NEW.event_id AND sort_name = NEW.sort_name AND id <> NEW.id",
}
# The second marks the first; whoever comes later finds all others marked, so that a name which many
# bear costs no more.
MARK = (
    "INSERT INTO possible_doubles (event_id, reason, registration_id)"
    " SELECT event_id, '{reason}', id FROM registrations WHERE {others} LIMIT 1"
    " ON CONFLICT DO NOTHING;"
    " INSERT INTO possible_doubles (event_id, reason, registration_id)"
    " SELECT NEW.event_id, '{reason}', NEW.id"
    " WHERE EXISTS (SELECT 1 FROM registrations WHERE {others})"
    " ON CONFLICT DO NOTHING;"
)
FILL = (
    "INSERT INTO possible_doubles (event_id, reason, registration_id)"
    " SELECT event_id, '{reason}', id FROM registrations WHERE (event_id, {column}) IN"
    " (SELECT event_id, {column} FROM registrations GROUP BY 1, 2 HAVING count(*) > 1)"
)
MARK_ALL = " ".join(MARK.format(reason=reason, others=which) for reason, which in OTHERS.items())
WHERE_SEATED = sa.text("state = 'confirmed'")
# Table, columns as they were, columns that are added, which rows.
WIDER = {
    "registrations_by_time": (
        "registrations", ["event_id", "registered_at", "id", "search_text"], ["language"], None,
    ),
    "registrations_by_state": (
        "registrations", ["event_id", "state", "registered_at", "id"], ["language"], None,
    ),
    "ix_session_choices_session_id": (
        "session_choices", ["session_id"], ["registration_id"], None,
    ),
    "session_seats_taken": ("session_choices", ["session_id"], ["state"], WHERE_SEATED),
}  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "possible_doubles",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("registration_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_possible_doubles_registration_id_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "event_id", "reason", "registration_id", name=op.f("pk_possible_doubles")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_possible_doubles_registration_id"), "possible_doubles", ["registration_id"]
    )
    for reason, column in REASONS.items():
        op.execute(FILL.format(reason=reason, column=column))
    if op.get_bind().dialect.name == "sqlite":
        _mark_on_sqlite()
    else:
        _mark_on_postgresql()
    _rebuild_indexes(wider=True)


def downgrade() -> None:
    _rebuild_indexes(wider=False)
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("insert", "update"):
            op.execute(f"DROP TRIGGER possible_doubles_{deed}")
    else:
        for deed in ("insert", "update"):
            op.execute(f"DROP TRIGGER possible_doubles_{deed} ON registrations")
        op.execute("DROP FUNCTION mark_possible_doubles()")
    op.drop_table("possible_doubles")


def _rebuild_indexes(*, wider: bool) -> None:
    for name, (table, columns, more, which) in WIDER.items():
        op.drop_index(name, table)
        op.create_index(
            name,
            table,
            [*columns, *more] if wider else columns,
            sqlite_where=which,
            postgresql_where=which,
        )


def _mark_on_sqlite() -> None:
    for deed, when in _deeds("IS NOT").items():
        name = deed.partition(" ")[0].lower()
        op.execute(
            f"CREATE TRIGGER possible_doubles_{name} AFTER {deed} ON registrations {when}"
            f" BEGIN {MARK_ALL} END"
        )


def _mark_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION mark_possible_doubles() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {MARK_ALL} RETURN NULL; END $$"
    )
    for deed, when in _deeds("IS DISTINCT FROM").items():
        name = deed.partition(" ")[0].lower()
        op.execute(
            f"CREATE TRIGGER possible_doubles_{name} AFTER {deed} ON registrations"
            f" FOR EACH ROW {when} EXECUTE FUNCTION mark_possible_doubles()"
        )


def _deeds(differs: str) -> dict[str, str]:
    columns = REASONS.values()
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
    return {"INSERT": "", f"UPDATE OF {', '.join(columns)}": f"WHEN ({changed})"}
