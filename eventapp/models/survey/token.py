"""Token: who may answer, as far as the database knows, which is only that somebody may.

Three tables that never meet: a token records whether it is used; an asking, that a registration
was asked; a letter, sealed under a key outside the database, waits to be sent and is then gone.
"""

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class SurveyToken(Base):
    """One right to answer. Ordered by its digest, which is random; knows no time and no person."""

    __tablename__ = "survey_tokens"
    __table_args__ = ({"sqlite_with_rowid": False},)

    digest: Mapped[str] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), index=True)
    used: Mapped[bool] = mapped_column(default=False)


class SurveyAsking(Base):
    """That this registration has been asked, so that nobody is asked twice."""

    __tablename__ = "survey_askings"
    __table_args__ = ({"sqlite_with_rowid": False},)

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), primary_key=True)


class SurveyLetter(Base):
    """A link on its way: sealed (AES-256-GCM), and deleted once sent for the last time or used.

    The key is drawn from the token, so that an answer can delete the letter without
    anything else in the database saying whose it was.
    """

    __tablename__ = "survey_letters"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), index=True)
    sealed: Mapped[bytes]
