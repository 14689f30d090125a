"""Organisation: a municipality with its administrations, a region, an agency; a tree."""

from __future__ import annotations

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
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    version: Mapped[Version]

    parent: Mapped[Organisation | None] = relationship(remote_side="Organisation.id")
