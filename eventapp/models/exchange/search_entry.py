"""What published experiences are found by: their entries, the words known, and a revision."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, PrimaryKey


class SearchIndex(Base):
    """One index as a whole: its row is its lock, its revision rises with each entry."""

    __tablename__ = "search_indexes"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    revision: Mapped[int]


class ExperienceEntry(Base):
    """What an experience is found and filtered by; one that is withdrawn is no longer `shown`.

    PostgreSQL derives a vector of the terms, SQLite has a full-text index beside them, by triggers.
    Both are called `experience_index_terms` and are defined in the migration alone.
    """

    __tablename__ = "experience_entries"

    experience_id: Mapped[int] = mapped_column(ForeignKey("experiences.id"), primary_key=True)
    # Of the whole index when this was written: who has read up to a number reads on from there.
    revision: Mapped[int] = mapped_column(index=True)
    rules: Mapped[int]  # those of the stemmer it was written by
    shown: Mapped[bool]
    published_at: Mapped[datetime]
    facets: Mapped[str] = mapped_column(Text)  # "stage:tried area:unga", blanks between
    terms: Mapped[str] = mapped_column(Text)


class SearchWord(Base):
    """A word that some experience contains or once did: by its stem, and as it was written."""

    __tablename__ = "search_words"

    id: Mapped[PrimaryKey]
    stem: Mapped[str] = mapped_column(unique=True)
    word: Mapped[str]
