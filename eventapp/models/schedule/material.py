"""Material: a file of an event or a session, stored by its checksum, outside static files."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, CreatedAt, PrimaryKey, Version
from eventapp.models.schedule.session import Session


class Audience(StrEnum):
    """Who may have a material."""

    PUBLIC = "public"
    CONFIRMED = "confirmed"


class Material(Base):
    """One file; `checksum` is its SHA-256 in hexadecimal, `size` its bytes."""

    __tablename__ = "materials"
    __table_args__ = (Index("materials_by_event", "event_id", "session_id"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"), index=True)
    title: Mapped[str]
    language: Mapped[str] = mapped_column(default="sv")
    audience: Mapped[Audience] = mapped_column(default=Audience.PUBLIC)
    filename: Mapped[str]
    media_type: Mapped[str]
    checksum: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[CreatedAt]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[Version]

    session: Mapped[Session | None] = relationship()
