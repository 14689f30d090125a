"""Registration: one person's place, or wait for a place, at one event."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.ids import new_code, new_desk_code, new_secret
from eventapp.models.base import Base, PrimaryKey, Version
from eventapp.models.event.event import Event
from eventapp.models.people.organisation import Organisation

if TYPE_CHECKING:
    from eventapp.models.registration.session_choice import SessionChoice
    from eventapp.models.registration.ticket import Ticket


class RegistrationState(StrEnum):
    """The state of a registration."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    PENDING = "pending"  # an organizer decides; with `decide_by` it holds a seat until then
    CANCELLED = "cancelled"


# Those who take one of the event's seats.
SEATED = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)


class Visibility(StrEnum):
    """How much of the person may be shown. Protected is in old rows alone, and shown as limited."""

    NORMAL = "normal"
    LIMITED = "limited"
    PROTECTED = "protected"


class Badge(StrEnum):
    """What the name badge says; the participant chooses."""

    ORGANISATION = "organisation"
    FIRST_NAME = "first_name"
    NONE = "none"


# Compared byte by byte on PostgreSQL too, whatever the language of the database.
BYTEWISE = String().with_variant(String(collation="C"), "postgresql")
WHERE_LIVING = text("state <> 'cancelled'")
WHERE_SEATED = text("state IN ('confirmed', 'offered')")
WHERE_QUEUED = text("state = 'waitlisted'")
# Of those who have a place, whose badge says their name.
WHERE_NAMED = text("state = 'confirmed' AND badge = 'first_name' AND visibility = 'normal'")
WHERE_IN_ENGLISH = text("language = 'en'")
# Whose name has any sign that is neither of ASCII nor an accented letter of Western Europe.
WHERE_BEYOND_LATIN = {
    "sqlite": text("name GLOB '*[^ -~À-ÿ]*'"),
    "postgresql": text("name ~ '[^ -~À-ÿ]'"),
}
WHERE_TO_DECIDE = text("state = 'pending' AND decide_by IS NOT NULL")


class Registration(Base):
    """One person at one event. `secret` goes into tickets and links and is never sent anywhere."""

    __tablename__ = "registrations"
    __table_args__ = (
        # One living registration per person (address and name) and event; cancelled ones do not
        # count.
        Index(
            "one_living_registration_per_person",
            "event_id",
            "email",
            "folded_name",
            unique=True,
            sqlite_where=WHERE_LIVING,
            postgresql_where=WHERE_LIVING,
        ),
        # Seats are counted from this index alone, without touching the table.
        Index(
            "seats_taken",
            "event_id",
            "delegation_id",
            sqlite_where=WHERE_SEATED,
            postgresql_where=WHERE_SEATED,
        ),
        Index(
            "waiting_list",
            "event_id",
            "queue_number",
            unique=True,
            sqlite_where=WHERE_QUEUED,
            postgresql_where=WHERE_QUEUED,
        ),
        Index(
            "registrations_to_decide",
            "event_id",
            "decide_by",
            sqlite_where=WHERE_TO_DECIDE,
            postgresql_where=WHERE_TO_DECIDE,
        ),
        # What prints and letters count of an event: a few of many, by themselves.
        Index(
            "registrations_named",
            "event_id",
            "state",
            sqlite_where=WHERE_NAMED,
            postgresql_where=WHERE_NAMED,
        ),
        Index(
            "registrations_in_english",
            "event_id",
            "state",
            sqlite_where=WHERE_IN_ENGLISH,
            postgresql_where=WHERE_IN_ENGLISH,
        ),
        Index(
            "registrations_beyond_latin",
            "event_id",
            "state",
            sqlite_where=WHERE_BEYOND_LATIN["sqlite"],
            postgresql_where=WHERE_BEYOND_LATIN["postgresql"],
        ),
        UniqueConstraint("event_id", "desk_code"),
        Index("registrations_by_address", "email"),
        # An event's list: searched, sorted and narrowed from these alone. What is counted stands in
        # RegistrationCount.
        Index(
            "registrations_by_time", "event_id", "registered_at", "id", "search_text", "language"
        ),
        Index("registrations_by_state", "event_id", "state", "registered_at", "id", "language"),
        Index("registrations_by_name", "event_id", "sort_name", "search_text", "id"),
        Index("registrations_by_organisation", "event_id", "organisation_id", "organisation_name"),
        Index(
            "registrations_by_organisation_name", "event_id", "organisation_name", "sort_name", "id"
        ),
    )

    id: Mapped[PrimaryKey]
    # Rows are told apart by it, so that SQLite too inserts several in one statement.
    code: Mapped[str] = mapped_column(unique=True, default=new_code, insert_sentinel=True)
    secret: Mapped[str] = mapped_column(unique=True, default=new_secret)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegations.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    organisation_name: Mapped[str]

    name: Mapped[str]
    email: Mapped[str]
    folded_name: Mapped[str] = mapped_column(default="", server_default="")
    # Made of name and address whenever a registration is written, for lists alone.
    sort_name: Mapped[str] = mapped_column(BYTEWISE, default="", server_default="")
    search_text: Mapped[str] = mapped_column(BYTEWISE, default="", server_default="")
    role: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="sv")
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.NORMAL)
    badge: Mapped[Badge] = mapped_column(default=Badge.ORGANISATION)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    notice_version: Mapped[str] = mapped_column(default="")

    state: Mapped[RegistrationState]
    queue_number: Mapped[int | None]
    offer_ends_at: Mapped[datetime | None]
    # Of one that an organizer decides about: until when, when it was approved, or why not.
    decide_by: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    decline_reason: Mapped[str] = mapped_column(default="", server_default="")
    party_code: Mapped[str] = mapped_column(default="")
    party_whole: Mapped[bool] = mapped_column(default=False)

    link_digest: Mapped[str] = mapped_column(unique=True)
    link_revision: Mapped[int] = mapped_column(default=1, server_default="1")
    agenda_digest: Mapped[str] = mapped_column(unique=True)
    agenda_revision: Mapped[int] = mapped_column(default=1)
    calendar_revision: Mapped[int] = mapped_column(default=1, server_default="1")
    # Whether each chosen session is an entry of its own in the calendar.
    session_entries: Mapped[bool] = mapped_column(default=True, server_default=true())
    desk_code: Mapped[str] = mapped_column(default=new_desk_code)
    registered_at: Mapped[datetime]
    # When the first letter was due; None for registrations older than this column.
    first_letter_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[Version]

    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    choices: Mapped[list[SessionChoice]] = relationship(
        back_populates="registration", cascade="all, delete-orphan"
    )
    tickets: Mapped[list[Ticket]] = relationship(
        order_by="Ticket.revision", cascade="all, delete-orphan"
    )

    @property
    def first_name(self) -> str:
        """The first word of the name, to greet the person with."""
        return next(iter(self.name.split()), "")

    @property
    def holds_seat(self) -> bool:
        """Whether the person has one of the event's seats, or is offered it."""
        return self.state in SEATED

    @property
    def takes_seat(self) -> bool:
        """Whether a seat counts as taken by it: also while an organizer is to decide about it."""
        pending = self.state is RegistrationState.PENDING
        return self.holds_seat or (pending and self.decide_by is not None)

    @property
    def declined(self) -> bool:
        """Whether an organizer has said no, or nobody decided in time."""
        cancelled = self.state is RegistrationState.CANCELLED
        return cancelled and bool(self.decline_reason or self.let_decision_lapse)

    @property
    def let_decision_lapse(self) -> bool:
        """Whether the registration was cancelled because nobody decided about it in time."""
        ends, cancelled = self.decide_by, self.cancelled_at
        undecided = self.approved_at is None and not self.decline_reason
        return undecided and ends is not None and cancelled is not None and ends <= cancelled

    @property
    def let_offer_lapse(self) -> bool:
        """Whether the registration was cancelled because its offer was not answered in time."""
        ends, cancelled = self.offer_ends_at, self.cancelled_at
        return ends is not None and cancelled is not None and ends <= cancelled

    @property
    def living(self) -> bool:
        """Whether the person has a place, waits for one, or waits for an organizer."""
        return self.state is not RegistrationState.CANCELLED
