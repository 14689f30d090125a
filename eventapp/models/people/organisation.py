"""Organisation: a municipality with its administrations, a region, an agency; a tree."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
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
