"""Organisation: a municipality with its administrations, a region, an agency; a tree."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.models.base import Base, PrimaryKey, Version


class OrganisationKind(StrEnum):
    """What sort of organisation it is."""

    MUNICIPALITY = "municipality"
    REGION = "region"
    AGENCY = "agency"
    ADMINISTRATION = "administration"
    GROUP = "group"
    OTHER = "other"


class SizeClass(StrEnum):
    """How many live in a municipality; fixed classes, set by those who run the installation."""

    UP_TO_15 = "up-to-15"
    UP_TO_50 = "up-to-50"
    UP_TO_100 = "up-to-100"
    UP_TO_200 = "up-to-200"
    OVER_200 = "over-200"


class Organisation(Base):
    """One organisation; `parent` is what it is a part of."""

    __tablename__ = "organisations"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[OrganisationKind]
    name: Mapped[str]
    short_name: Mapped[str] = mapped_column(default="")
    also_known_as: Mapped[str] = mapped_column(default="")
    official_code: Mapped[str] = mapped_column(default="")
    mailbox: Mapped[str] = mapped_column(default="", server_default="")
    # A SizeClass, or empty where nobody has said.
    size_class: Mapped[str] = mapped_column(String(40), default="", server_default="")
    # From this day it is offered in no form; None while it is in use.
    ended_on: Mapped[date | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    version: Mapped[Version]

    parent: Mapped[Organisation | None] = relationship(remote_side="Organisation.id")

    def ended(self, on: date) -> bool:
        """Whether it has ended by that day."""
        return self.ended_on is not None and self.ended_on <= on


class OrganisationDirectory(Base):
    """All organisations as one thing: its row is their lock, its revision rises when they change.

    What only adds and edits rows need not raise it; see `directory_revision`.
    """

    __tablename__ = "organisation_directory"

    id: Mapped[PrimaryKey]
    revision: Mapped[int] = mapped_column(default=1)
