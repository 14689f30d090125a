"""Offer and Need: what an organisation can give others, and what it seeks."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey, Version
from eventapp.models.event.focus_area import FocusArea
from eventapp.models.people.organisation import Organisation


class ListingKind(StrEnum):
    """Which way the help goes."""

    OFFER = "offer"
    NEED = "need"


class Listing(Base):
    """Parent of both: within a focus area, for a time."""

    __tablename__ = "wishes"
    __table_args__ = (Index("wishes_by_area", "focus_area_id", "kind"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    kind: Mapped[ListingKind]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    focus_area_id: Mapped[int] = mapped_column(ForeignKey("focus_areas.id"))
    title: Mapped[str]
    text: Mapped[str]
    told_on: Mapped[date]
    ends_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
    version: Mapped[Version]

    organisation: Mapped[Organisation] = relationship()
    focus_area: Mapped[FocusArea] = relationship()

    __mapper_args__ = {"polymorphic_on": "kind"}  # noqa: RUF012  # SQLAlchemy reads it


class Offer(Listing):
    """What an organisation can show, lend or tell."""

    __mapper_args__ = {"polymorphic_identity": ListingKind.OFFER}  # noqa: RUF012


class Need(Listing):
    """What an organisation would like help with."""

    __mapper_args__ = {"polymorphic_identity": ListingKind.NEED}  # noqa: RUF012
