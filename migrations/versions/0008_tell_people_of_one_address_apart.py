"""Let an address serve several people, told apart by their folded names."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0008_tell_people_of_one_address_apart"
down_revision = "0007_create_delegation_feeds"

LIVING = sa.text("state <> 'cancelled'")
BATCH = 1000


def upgrade() -> None:
    with op.batch_alter_table("registrations") as batch_op:
        batch_op.add_column(
            sa.Column("folded_name", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("first_letter_at", sa.DateTime(timezone=True), nullable=True))
    _fold_names()
    with op.batch_alter_table("registrations") as batch_op:
        batch_op.drop_index("one_living_registration")
        batch_op.create_index(
            "one_living_registration_per_person",
            ["event_id", "email", "folded_name"],
            unique=True,
            sqlite_where=LIVING,
            postgresql_where=LIVING,
        )


def downgrade() -> None:
    with op.batch_alter_table("registrations") as batch_op:
        batch_op.drop_index("one_living_registration_per_person")
        batch_op.create_index(
            "one_living_registration",
            ["event_id", "email"],
            unique=True,
            sqlite_where=LIVING,
            postgresql_where=LIVING,
        )
        batch_op.drop_column("first_letter_at")
        batch_op.drop_column("folded_name")


def _fold_names() -> None:
    """Fold the names of those who are registered; neither database folds as Python does."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, name FROM registrations")).all()
    update = sa.text("UPDATE registrations SET folded_name = :folded WHERE id = :id")
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        connection.execute(update, [{"id": row.id, "folded": _fold(row.name)} for row in batch])


def _fold(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())
