"""Keep what the kitchen is told as sealed sums; triggers empty them when needs change."""

import sqlalchemy as sa
from alembic import op

revision = "0047_keep_sums_of_needs"
down_revision = "0046_keep_what_the_door_shows"

# A sum is of so many people with consecutive numbers (`PEOPLE_IN_SUM`).
EMPTY = (
    "INSERT INTO kitchen_sums (event_id, block) SELECT event_id, id / 512 FROM registrations"
    " WHERE id = {id}{if_needed} ON CONFLICT (event_id, block)"
    " DO UPDATE SET key_number = NULL, sealed = NULL;"
)
WITH_NEEDS = (
    " AND EXISTS (SELECT 1 FROM care_needs WHERE care_needs.registration_id = registrations.id)"
)
OF_NEED = EMPTY.format(id="{row}.registration_id", if_needed="")
# Name: table, what happens to it, on what condition, what is done.
TRIGGERS = {
    "kitchen_need_added": ("care_needs", "INSERT", "", OF_NEED.format(row="NEW")),
    "kitchen_need_changed": ("care_needs", "UPDATE", "", OF_NEED.format(row="NEW")),
    "kitchen_need_deleted": ("care_needs", "DELETE", "", OF_NEED.format(row="OLD")),
    "kitchen_person_changed": (
        "registrations",
        "UPDATE OF state",
        "WHEN (OLD.state <> NEW.state) ",
        EMPTY.format(id="NEW.id", if_needed=WITH_NEEDS),
    ),
}


def upgrade() -> None:
    op.create_table(
        "kitchen_sums",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key_number", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_kitchen_sums_event_id_events"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "block", name=op.f("pk_kitchen_sums")),
    )
    op.execute(
        "INSERT INTO kitchen_sums (event_id, block) SELECT DISTINCT event_id, id / 512"
        " FROM registrations JOIN care_needs ON care_needs.registration_id = registrations.id"
    )
    for name, (table, deed, when, body) in TRIGGERS.items():
        head = f"CREATE TRIGGER {name} AFTER {deed} ON {table} FOR EACH ROW {when}"
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"{head}BEGIN {body} END")
        else:
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {body} RETURN NULL; END $$"
            )
            op.execute(f"{head}EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    for name, (table, *_rest) in TRIGGERS.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("kitchen_sums")
