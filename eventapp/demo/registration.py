"""The people of a sample event: they register, wait, get places and cancel, each at a moment."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from eventapp.demo.sample import Moments, Sample
from eventapp.demo.timeline import ORGANIZER, SECURITY_CONTACT, TimedStep
from eventapp.domain.desk.cancellation import complete_cancellation, force_cancel
from eventapp.domain.people.organisation import Directory
from eventapp.domain.protected.alias import register_alias
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.override import force_register, force_seat
from eventapp.domain.registration.registration import Affiliation, Applicant, Reception, register
from eventapp.models import Badge, Event, Registration, RegistrationState, Visibility

# How whoever bears an alias is reached: a number that is given to nobody.
REACH = "Ring 070-174 06 05, vardagar efter klockan 16. Säg att det gäller konferensen."


def registration_steps(
    event: Event, sample: Sample, moments: Moments, directory: Directory
) -> Iterator[TimedStep]:
    """Every registration, promotion and cancellation of the event."""
    participants = Participants(event, directory)
    for person in sample["registrations"]:
        yield TimedStep(moments.at(person["registered_at"]), partial(participants.register, person))
        if person["from_waiting_list"]:
            yield TimedStep(
                moments.at(person["from_waiting_list"]), partial(participants.give_place, person)
            )
        if person["cancelled_at"]:
            yield TimedStep(
                moments.at(person["cancelled_at"]), partial(participants.cancel, person)
            )


@dataclass(frozen=True, slots=True)
class Participants:
    """An event's people: their registrations, by their codes in the sample."""

    event: Event
    directory: Directory
    registrations: dict[str, Registration] = field(default_factory=dict)

    def register(self, person: Sample, *, now: datetime) -> None:
        """Register a person; at once past the queue where the sample says so."""
        registration = self._register(person, now=now).registration
        self.registrations[person["code"]] = registration
        waits = registration.state is RegistrationState.WAITLISTED
        if waits and person["state"] != "waitlisted" and not person["from_waiting_list"]:
            self.give_place(person, now=now)

    def give_place(self, person: Sample, *, now: datetime) -> None:
        """The organizer gives a place to someone who waits."""
        registration = self.registrations[person["code"]]
        force_seat(registration, actor=ORGANIZER, reason=person["forced_reason"], now=now)

    def cancel(self, person: Sample, *, now: datetime) -> None:
        """Cancel by the person's own link; after the last day for that, by the organizer."""
        registration = self.registrations[person["code"]]
        if now < self.event.cancellation_closes_at:
            cancel(registration, now=now)
            return
        reason = person["forced_reason"]
        cancellation = force_cancel(registration, actor=ORGANIZER, reason=reason, now=now)
        complete_cancellation(cancellation.code, now=cancellation.undo_until)

    def _register(self, person: Sample, *, now: datetime) -> Reception:
        applicant = self._applicant(person)
        if applicant.visibility is Visibility.PROTECTED:
            alias = replace(applicant, visibility=Visibility.NORMAL)
            return register_alias(self.event, alias, REACH, actor=SECURITY_CONTACT, now=now)
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
            raise LookupError(f"no organisation has the code {code}")
        return Affiliation(organisation.name, organisation.id, organisation.lineage)
