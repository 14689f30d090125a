"""Session: a slot in the programme, with its track and its room."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code
from eventapp.models.base import Base, PrimaryKey, Version
from eventapp.models.event.event import Availability
from eventapp.models.event.focus_area import FocusArea
from eventapp.models.schedule.speaker import SessionSpeaker


class SessionKind(StrEnum):
    """For all, one to choose among parallel ones, or coffee and the like."""

    PLENARY = "plenary"
    CHOICE = "choice"
    SERVICE = "service"


class Room(Base):
    """A room at one event's venue."""

    __tablename__ = "rooms"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    code: Mapped[str] = mapped_column(default=new_code)
    name: Mapped[str]
    floor: Mapped[str] = mapped_column(default="")
    # The way there from the entrance; shown at once, without a release.
    directions: Mapped[str] = mapped_column(default="", server_default="")
    seats: Mapped[int | None]
    hearing_loop: Mapped[bool] = mapped_column(default=False)
    wheelchair: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    # The English beside the Swedish, by the names of the fields; what is missing is not there.
    english: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    version: Mapped[Version]


class Track(Base):
    """A thread through one event's programme, usually a focus area."""

    __tablename__ = "tracks"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    focus_area_id: Mapped[int | None] = mapped_column(ForeignKey("focus_areas.id"))
    code: Mapped[str] = mapped_column(default=new_code)
    name: Mapped[str]
    short_name: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    # The English beside the Swedish, by the names of the fields; what is missing is not there.
    english: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    version: Mapped[Version]

    focus_area: Mapped[FocusArea | None] = relationship()

    @property
    def figure(self) -> int:
        """The woven band of its focus area, 1–6, or 0 for plain."""
        return self.focus_area.band if self.focus_area else 0


class Session(Base):
    """One session as the organizer edits it; visitors see the latest release of it."""

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("seats IS NULL OR seats >= 0", name="seats_not_negative"),
        Index("sessions_by_time", "event_id", "starts_at"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    code: Mapped[str] = mapped_column(default=new_code)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"), index=True)
    track_id: Mapped[int | None] = mapped_column(ForeignKey("tracks.id"), index=True)
    kind: Mapped[SessionKind]
    form: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    abstract: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    choice_group: Mapped[str] = mapped_column(default="")
    seats: Mapped[int | None]
    availability: Mapped[Availability] = mapped_column(default=Availability.PLENTY)
    last_queue_number: Mapped[int] = mapped_column(default=0)
    known: Mapped[list[str]] = mapped_column(default=list)
    unknown: Mapped[list[str]] = mapped_column(default=list)
    meaning: Mapped[list[str]] = mapped_column(default=list)
    learning_goals: Mapped[list[str]] = mapped_column(default=list)
    references: Mapped[list[str]] = mapped_column(default=list)
    cancelled: Mapped[bool] = mapped_column(default=False)
    # Without a place its time is only where it last stood, and how long it lasts.
    placed: Mapped[bool] = mapped_column(default=True)
    # As the latest release shows it, with its seats and whether it can be chosen; None: a draft.
    released: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # What the latest release has in English of it, its room and its track. Apart from the rest of
    # the release, which an older version of the product reads too.
    released_english: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # The English beside the Swedish, by the names of the fields; what is missing is not there.
    english: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    # Its SEQUENCE in calendars, and the last change of its released time, place or status.
    calendar_sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    calendar_changed_at: Mapped[datetime | None]
    version: Mapped[Version]

    room: Mapped[Room | None] = relationship()
    track: Mapped[Track | None] = relationship()
    appearances: Mapped[list[SessionSpeaker]] = relationship(
        order_by="SessionSpeaker.position", cascade="all, delete-orphan"
    )
