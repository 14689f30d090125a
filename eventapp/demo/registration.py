"""The people of a sample event: they register, wait, get places and cancel, each at their time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from eventapp.demo.sample import Moments, Sample
from eventapp.demo.timeline import ORGANIZER, SECURITY_CONTACT, TimedStep
from eventapp.domain.people.organisation import Directory, load_directory
from eventapp.domain.registration.alias import register_alias
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.override import force_cancel, force_register, force_seat
from eventapp.domain.registration.registration import (
    Affiliation,
    Applicant,
    Reception,
    cancel,
    register,
)
from eventapp.models import Badge, Event, Registration, RegistrationState, Visibility


def registration_steps(event: Event, sample: Sample, moments: Moments) -> Iterator[TimedStep]:
    """Everything that people did about their places, and that was done about them."""
    cast = Participants(event, load_directory())
    for person in sample["registrations"]:
        yield TimedStep(moments.at(person["registered_at"]), partial(cast.enter, person))
        if person["from_waiting_list"]:
            yield TimedStep(moments.at(person["from_waiting_list"]), partial(cast.place, person))
        if person["cancelled_at"]:
            yield TimedStep(moments.at(person["cancelled_at"]), partial(cast.leave, person))


@dataclass(frozen=True, slots=True)
class Participants:
    """An event's people: their registrations, by their codes in the sample."""

    event: Event
    directory: Directory
    registrations: dict[str, Registration] = field(default_factory=dict)

    def enter(self, person: Sample, *, now: datetime) -> None:
        """Register by the rules, or by force with its reason; who was let past the queue, too."""
        made = self._register(person, now=now).registration
        self.registrations[person["code"]] = made
        waits = made.state is RegistrationState.WAITLISTED
        if waits and person["state"] != "waitlisted" and not person["from_waiting_list"]:
            self.place(person, now=now)

    def place(self, person: Sample, *, now: datetime) -> None:
        """The organizer gives a place to someone who waits."""
        registration = self.registrations[person["code"]]
        force_seat(registration, actor=ORGANIZER, reason=person["forced_reason"], now=now)

    def leave(self, person: Sample, *, now: datetime) -> None:
        """Cancel; after the last day for it, by the organizer's hand."""
        registration = self.registrations[person["code"]]
        if now < self.event.cancellation_closes_at:
            cancel(registration, now=now)
            return
        force_cancel(registration, actor=ORGANIZER, reason=person["forced_reason"], now=now)

    def _register(self, person: Sample, *, now: datetime) -> Reception:
        applicant = self._applicant(person)
        if applicant.visibility is Visibility.PROTECTED:
            return register_alias(self.event, applicant, actor=SECURITY_CONTACT, now=now)
        if self.event.takes_registrations(now):
            return register(self.event.slug, applicant, now=now)
        reason = person["forced_reason"]
        return force_register(self.event, applicant, actor=ORGANIZER, reason=reason, now=now)

    def _applicant(self, person: Sample) -> Applicant:
        return Applicant(
            name=person["name"],
            email=person["email"],
            affiliation=self._affiliation(person["organisation"]),
            role=person["role"],
            visibility=Visibility(person["visibility"]),
            badge=Badge(person["badge"]),
            answers=person["answers"],
            needs=CareNeeds(diet=person["diet"], access=person["access"]),
            sessions=(*person["choices"].values(), *person["waiting_choices"].values()),
            # The notice was the one shown when the event opened.
            notice_version=f"{self.event.registration_opens_at:%Y-%m-%d}",
        )

    def _affiliation(self, code: str) -> Affiliation:
        organisation = self.directory.find(code)
        if organisation is None:
            raise LookupError(f"the facts know no organisation {code}")
        return Affiliation(organisation.name, organisation.id, organisation.lineage)
