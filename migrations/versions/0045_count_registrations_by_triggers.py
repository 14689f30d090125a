"""Count registrations as they change, and list them from indexes alone.

The counts are kept by triggers: whatever writes a registration, its count changes with it, in the
same transaction. Indexes of lists carry what narrows them; the one by delegation was for counting.
"""

import sqlalchemy as sa
from alembic import op

revision = "0045_count_registrations_by_triggers"
down_revision = "0044_let_registrations_be_counted_in_parts"

KEY = "event_id, state, organisation_id, organisation_name, delegation_id"
COUNTED = (
    "{row}.event_id, {row}.state, coalesce({row}.organisation_id, 0), {row}.organisation_name,"
    " coalesce({row}.delegation_id, 0)"
)
ADD = (
    f"INSERT INTO registration_counts ({KEY}, people) VALUES ({COUNTED.format(row='NEW')}, 1)"
    f" ON CONFLICT ({KEY}) DO UPDATE SET people = registration_counts.people + 1;"
)
THOSE_ALIKE = f"WHERE ({KEY}) = ({COUNTED.format(row='OLD')})"
TAKE = (
    f"UPDATE registration_counts SET people = people - 1 {THOSE_ALIKE};"
    f" DELETE FROM registration_counts {THOSE_ALIKE} AND people = 0;"
)
FILL = (
    f"INSERT INTO registration_counts ({KEY}, people) SELECT {COUNTED.format(row='registrations')},"
    " count(*) FROM registrations GROUP BY 1, 2, 3, 4, 5"
)
COLUMNS = KEY
CHANGED = " OR ".join(f"OLD.{column} {{differs}} NEW.{column}" for column in KEY.split(", "))
WIDER = {
    "registrations_by_time": (["event_id", "registered_at", "id"], ["search_text"]),
    "registrations_by_state": (["event_id", "state"], ["registered_at", "id"]),
}
BY_DELEGATION = "registrations_by_delegation"


def upgrade() -> None:
    op.create_table(
        "registration_counts",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation_name", sa.String(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*KEY.split(", "), name=op.f("pk_registration_counts")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "sqlite":
        _count_on_sqlite()
    else:
        _count_on_postgresql()
    op.execute(FILL)
    for name, (columns, more) in WIDER.items():
        op.drop_index(name, "registrations")
        op.create_index(name, "registrations", [*columns, *more])
    op.drop_index(BY_DELEGATION, "registrations")


def downgrade() -> None:
    op.create_index(BY_DELEGATION, "registrations", ["event_id", "delegation_id", "state"])
    for name, (columns, _more) in WIDER.items():
        op.drop_index(name, "registrations")
        op.create_index(name, "registrations", columns)
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER registrations_count_{deed}")
    else:
        op.execute("DROP TRIGGER registrations_count ON registrations")
        op.execute("DROP TRIGGER registrations_count_update ON registrations")
        op.execute("DROP FUNCTION count_registration()")
    op.drop_table("registration_counts")


def _count_on_sqlite() -> None:
    changed = CHANGED.format(differs="IS NOT")
    for deed, when, body in (
        ("INSERT", "", ADD),
        (f"UPDATE OF {COLUMNS}", f"WHEN {changed}", TAKE + ADD),
        ("DELETE", "", TAKE),
    ):
        name = deed.partition(" ")[0].lower()
        op.execute(
            f"CREATE TRIGGER registrations_count_{name} AFTER {deed} ON registrations {when}"
            f" BEGIN {body} END"
        )


def _count_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION count_registration() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP <> 'INSERT' THEN {TAKE} END IF;"
        f" IF TG_OP <> 'DELETE' THEN {ADD} END IF;"
        " RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER registrations_count AFTER INSERT OR DELETE ON registrations"
        " FOR EACH ROW EXECUTE FUNCTION count_registration()"
    )
    changed = CHANGED.format(differs="IS DISTINCT FROM")
    op.execute(
        f"CREATE TRIGGER registrations_count_update AFTER UPDATE OF {COLUMNS} ON registrations"
        f" FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION count_registration()"
    )
