"""Event: a conference, a seminar or a network meeting, with its seats and its windows."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.i18n import EnglishText
from eventapp.ids import new_event_id
from eventapp.models.base import Base, PrimaryKey, Version

if TYPE_CHECKING:
    from eventapp.models.event.series import Series
    from eventapp.models.letter.letter import LetterWording
    from eventapp.models.registration.delegation import Delegation
    from eventapp.models.registration.question import RegistrationQuestion


class EventKind(StrEnum):
    """What sort of gathering."""

    CONFERENCE = "conference"
    NETWORK_MEETING = "network-meeting"
    SEMINAR = "seminar"
    WORKSHOP = "workshop"


class AttendanceMode(StrEnum):
    """Where people meet."""

    ON_SITE = "on-site"
    ONLINE = "online"


class EventState(StrEnum):
    """The state of an event."""

    DRAFT = "draft"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class EventVisibility(StrEnum):
    """Who may see the address: that of a closed event only those with a confirmed place."""

    OPEN = "open"
    CLOSED = "closed"


class Promotion(StrEnum):
    """How a freed seat passes on: given at once, or offered with a deadline."""

    AUTOMATIC = "automatic"
    OFFER = "offer"


class Availability(StrEnum):
    """Seats left, coarsely: exact figures would show that somebody just registered."""

    PLENTY = "plenty"
    FEW = "few"
    FULL = "full"


class Stage(StrEnum):
    """The stage of an event, as visitors see it."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    ONGOING = "ongoing"
    OVER = "over"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Event(Base):
    """One event. `revision` rises whenever something that visitors see of it changes."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("seats >= 0", name="seats_not_negative"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("events_by_time", "state", "starts_at"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[str] = mapped_column(unique=True, default=new_event_id)
    slug: Mapped[str] = mapped_column(unique=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)

    title: Mapped[str]
    subtitle: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    audience: Mapped[str] = mapped_column(default="")
    organiser: Mapped[str] = mapped_column(default="")
    host: Mapped[str] = mapped_column(default="")
    record_number: Mapped[str] = mapped_column(default="")
    kind: Mapped[EventKind]
    form: Mapped[AttendanceMode]
    state: Mapped[EventState] = mapped_column(default=EventState.DRAFT)
    visibility: Mapped[EventVisibility] = mapped_column(default=EventVisibility.OPEN)
    focus_areas: Mapped[list[str]] = mapped_column(default=list)
    agenda: Mapped[list[str]] = mapped_column(default=list)

    time_zone: Mapped[str] = mapped_column(default="Europe/Stockholm")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    registration_opens_at: Mapped[datetime]
    registration_closes_at: Mapped[datetime]
    cancellation_closes_at: Mapped[datetime]

    venue_name: Mapped[str] = mapped_column(default="")
    venue_city: Mapped[str] = mapped_column(default="")
    venue_address: Mapped[str] = mapped_column(default="")
    online_url: Mapped[str] = mapped_column(default="")
    access_notes: Mapped[list[str]] = mapped_column(default=list)
    # The own words on how to get there, and a map; both beside the address.
    directions: Mapped[str] = mapped_column(default="", server_default="")
    map_url: Mapped[str] = mapped_column(default="", server_default="")
    photo_notice: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")

    seats: Mapped[int]
    reserved_until: Mapped[datetime | None]
    promotion: Mapped[Promotion] = mapped_column(default=Promotion.AUTOMATIC)
    offer_hours: Mapped[int] = mapped_column(default=48)
    # Within how many days an organizer decides about each registration; None where nobody does.
    approval_days: Mapped[int | None]
    availability: Mapped[Availability] = mapped_column(default=Availability.PLENTY)
    last_queue_number: Mapped[int] = mapped_column(default=0)
    # Places of options that not everybody can have, by "question option": read with the lock.
    option_limits: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")

    # The English beside the Swedish, by the names of the fields; what is missing is not there.
    english: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    # What calendars show of it: see domain/schedule/event_calendar.py. None: nothing is stored yet.
    calendar: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    # Whether those who have a place may ask its lecturers.
    takes_session_questions: Mapped[bool] = mapped_column(default=True, server_default=true())

    # Whether those who have a place are asked three questions after each of its sessions.
    asks_session_feedback: Mapped[bool] = mapped_column(default=False, server_default=false())

    # The last day to send slides, in its time zone; None where nobody has said one.
    slides_due_on: Mapped[date | None]

    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[Version]

    series: Mapped[Series | None] = relationship(back_populates="events")
    delegations: Mapped[list[Delegation]] = relationship(back_populates="event")
    questions: Mapped[list[RegistrationQuestion]] = relationship(
        order_by="RegistrationQuestion.position, RegistrationQuestion.id"
    )
    wordings: Mapped[list[LetterWording]] = relationship(viewonly=True)

    def text_in(self, language: str, name: str) -> str:
        """One of its texts in this language, if it is written in it; else the Swedish."""
        english = self.english.get(name) if language == "en" else None
        return EnglishText(english) if english else str(getattr(self, name))

    def points_in(self, language: str, name: str) -> list[str]:
        """As text_in, of a list."""
        english = self.english.get(name) if language == "en" else None
        return [EnglishText(point) for point in english] if english else getattr(self, name)

    def title_in(self, language: str) -> str:
        """The title in this language, if it is written in it; else the Swedish."""
        return self.text_in(language, "title")

    @property
    def closed(self) -> bool:
        """Whether only those with a confirmed place see the address."""
        return self.visibility is EventVisibility.CLOSED

    @property
    def online(self) -> bool:
        """Whether people meet online."""
        return self.form is AttendanceMode.ONLINE

    def takes_registrations(self, now: datetime) -> bool:
        """Whether the window for registering is open: from opening up to, not at, closing."""
        return (
            self.state is EventState.PUBLISHED
            and self.registration_opens_at <= now < self.registration_closes_at
        )

    def stage(self, now: datetime) -> Stage:
        """The event's stage; cancelled and postponed come first, then over, then open."""
        if self.state in {EventState.CANCELLED, EventState.POSTPONED}:
            return Stage(self.state.value)
        if now >= self.ends_at:
            return Stage.OVER
        if self.takes_registrations(now):
            return Stage.OPEN
        if now >= self.starts_at:
            return Stage.ONGOING
        return Stage.UPCOMING if now < self.registration_opens_at else Stage.CLOSED

    def reserves_seats(self, now: datetime) -> bool:
        """Whether delegations still have their reserved seats."""
        return self.reserved_until is None or now < self.reserved_until
