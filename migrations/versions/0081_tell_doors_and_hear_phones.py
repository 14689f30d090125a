"""Tell doors what organizers say, pause them, and keep what phones report of themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0081_tell_doors_and_hear_phones"
down_revision = "0080_say_how_to_get_there"

MOMENT = sa.DateTime(timezone=True)
COLUMNS = (
    ("places", "paused_at", MOMENT, None),
    ("devices", "reported_at", MOMENT, None),
    ("devices", "waiting", sa.Integer(), "0"),
    ("devices", "list_fetched_at", MOMENT, None),
    ("roster_arrivals", "organisation_name", sa.String(), ""),
)


def upgrade() -> None:
    for table, name, kind, value in COLUMNS:
        column = sa.Column(name, kind, nullable=value is None, server_default=value)
        op.add_column(table, column)
    op.create_table(
        "door_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        _belongs("door_messages", "event_id", "events"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_messages")),
        sa.UniqueConstraint("code", name=op.f("uq_door_messages_code")),
    )
    op.create_index("door_messages_by_time", "door_messages", ["event_id", "sent_at"])
    op.create_table(
        "door_message_readings",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        _belongs("door_message_readings", "message_id", "door_messages"),
        _belongs("door_message_readings", "device_id", "devices"),
        sa.PrimaryKeyConstraint("message_id", "device_id", name=op.f("pk_door_message_readings")),
    )
    op.create_index(
        op.f("ix_door_message_readings_device_id"), "door_message_readings", ["device_id"]
    )


def downgrade() -> None:
    op.drop_table("door_message_readings")
    op.drop_table("door_messages")
    for table, name, _kind, _value in reversed(COLUMNS):
        op.drop_column(table, name)


def _belongs(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete="CASCADE")
