"""The ground every table stands on."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Enum,
    String,
    TypeDecorator,
    literal_column,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, validates

from eventapp.clock import utcnow
from eventapp.extensions import metadata as house_metadata


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC whatever the database does with zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime: it does not name a moment."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored datetime must carry its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every moment back in UTC; SQLite forgets the zone, PostgreSQL keeps it."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# A StrEnum is kept as its own words ("waitlisted"), readable in any SQL client.
WORD = Enum(StrEnum, native_enum=False, length=40, values_callable=lambda e: [m.value for m in e])


def written_out(word: StrEnum) -> ColumnElement[str]:
    """A word in the text of a statement itself, where a parameter would hide it.

    So SQLite sees that an index of such rows alone will do, and a list of them has a fixed length.
    """
    return literal_column(f"'{word.value}'", String)


PrimaryKey = Annotated[int, mapped_column(primary_key=True)]
CreatedAt = Annotated[datetime, mapped_column(default=utcnow)]
Version = Annotated[int, mapped_column(default=1)]


class Base(DeclarativeBase):
    """Parent of every model."""

    metadata = house_metadata
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it from the class
        datetime: UtcDateTime,
        date: Date,
        StrEnum: WORD,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
    }

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'id', None)}>"


class MailReader:
    """Part of a model of somebody whom letters go to at `email`.

    `bounced_at` is when one last came back because the address is dead; another address is not.
    """

    bounced_at: Mapped[datetime | None]

    @validates("email")
    def _forget_bounce(self, _name: str, email: str) -> str:
        if email != getattr(self, "email", None):
            self.bounced_at = None
        return email
