"""Let registrations be searched and sorted by folded words in ordinary columns."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0027_let_registrations_be_searched"
down_revision = "0026_add_prints"

BATCH = 1000
SEARCH_TEXT_MAX_LENGTH = 400
SORT_NAME_MAX_LENGTH = 100
INDEXES = {
    "registrations_by_time": ["event_id", "registered_at", "id"],
    "registrations_by_state": ["event_id", "state"],
    "registrations_by_name": ["event_id", "sort_name", "search_text"],
    "registrations_by_organisation": ["event_id", "organisation_id", "organisation_name"],
}
WHOLE_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "ø": "o",
        "œ": "oe",
        "ß": "ss",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "þ": "th",
        "ı": "i",
        "ŋ": "n",
        "ŧ": "t",
        "ħ": "h",
    }
)
LAST_LETTERS = {"å": "{", "ä": "|", "ö": "}"}


def upgrade() -> None:
    bytewise = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    with op.batch_alter_table("registrations") as batch:
        batch.add_column(sa.Column("sort_name", bytewise, nullable=False, server_default=""))
        batch.add_column(sa.Column("search_text", bytewise, nullable=False, server_default=""))
    _fill()
    for name, columns in INDEXES.items():
        op.create_index(name, "registrations", columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "registrations")
    with op.batch_alter_table("registrations") as batch:
        batch.drop_column("search_text")
        batch.drop_column("sort_name")


def _fill() -> None:
    """Write both for those who are registered; neither database folds as Python does."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, name, email FROM registrations")).all()
    update = sa.text(
        "UPDATE registrations SET search_text = :search_text, sort_name = :sort_name WHERE id = :id"
    )
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        connection.execute(update, [_values(row.id, row.name, row.email) for row in batch])


def _values(row_id: int, name: str, email: str) -> dict[str, object]:
    return {
        "id": row_id,
        "search_text": f"{_fold(name)} {_fold(email)}"[:SEARCH_TEXT_MAX_LENGTH],
        "sort_name": _sort_name(name)[:SORT_NAME_MAX_LENGTH],
    }


def _fold(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).lower().translate(WHOLE_LETTERS)
    return " ".join("".join(_plain(letter) for letter in letters).split())


def _plain(letter: str) -> str:
    category = unicodedata.category(letter)[0]
    return letter if category in "LN" else "" if category == "M" else " "


def _sort_name(name: str) -> str:
    return "".join(LAST_LETTERS.get(letter, _fold(letter) or letter) for letter in name.casefold())
