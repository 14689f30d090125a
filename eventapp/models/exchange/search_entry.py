"""What published experiences are found by: their entries, the words known, and a revision."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey, Version


class SearchIndex(Base):
    """One index as a whole: its row is its lock, its revision rises with each entry."""

    __tablename__ = "search_indexes"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    # Random, of this row: whoever has read of another one, before all was restored, knows nothing.
    generation: Mapped[str] = mapped_column(default=new_code)
    revision: Mapped[int]


class ExperienceEntry(Base):
    """What an experience is found and filtered by; one that is withdrawn is no longer `shown`.

    The release before searched what the database derives of the terms, `experience_index_terms`,
    which a later migration takes away.
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


class ExperiencePosting(Base):
    """Which experiences of one block of ids hold a term: their bits, or their places if few.

    Terms are compared byte by byte on both databases.
    """

    __tablename__ = "experience_postings"
    __table_args__ = ({"sqlite_with_rowid": False},)

    term: Mapped[str] = mapped_column(
        Text().with_variant(postgresql.TEXT(collation="C"), "postgresql"), primary_key=True
    )
    block: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class SynonymGroup(Base):
    """Expressions of which one is found by another; `before` is what undoing the last act restores.

    In both a comma stands between expressions. Empty stands for a group that is not in use.
    """

    __tablename__ = "synonym_groups"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    expressions: Mapped[str] = mapped_column(Text)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    before: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime]
    version: Mapped[Version]


class SearchWord(Base):
    """A word that some experience contains or once did: by its stem, and as it was written."""

    __tablename__ = "search_words"

    id: Mapped[PrimaryKey]
    stem: Mapped[str] = mapped_column(unique=True)
    word: Mapped[str]
