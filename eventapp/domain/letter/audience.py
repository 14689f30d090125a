"""LetterAudience: whom a letter goes to, as the organizer chose, and who they are at present."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from eventapp.domain.desk.invitee.status import InviteeStatus, has_status
from eventapp.domain.desk.registration_filter import RegistrationFilter, conditions, list_tree
from eventapp.domain.permission import Role
from eventapp.domain.registration.notification import AffectedPeople
from eventapp.domain.registration.registration_count import select_counts
from eventapp.extensions import db
from eventapp.i18n import _
from eventapp.models import (
    Account,
    Bounce,
    Delegation,
    Event,
    Grant,
    Invitee,
    Organisation,
    Registration,
    RegistrationCount,
    RegistrationState,
    Speaker,
    SpeakerAddress,
)
from eventapp.models.registration.registration import WHERE_IN_ENGLISH

ANSWERED = "answered"  # the criterion of those invited
ORGANISATION = "organisation"  # the criterion that every group has
SAMPLE_MAX = 50  # people whose letter can be looked at before it goes
LIVING = [state for state in RegistrationState if state is not RegistrationState.CANCELLED]
_HAS_BOUNCED = (Bounce.registration_id == Registration.id) & (Bounce.email == Registration.email)
Args = Mapping[str, Sequence[str]]


class AudienceGroup(StrEnum):
    """Whom to start from; the criteria narrow it. The strings are stored."""

    REGISTERED = "registered"
    WAITING = "waiting"
    SELECTION = "selection"
    COORDINATORS = "coordinators"
    SPEAKERS = "speakers"
    INVITED = "invited"


STATES = {
    AudienceGroup.REGISTERED: RegistrationState.CONFIRMED,
    AudienceGroup.WAITING: RegistrationState.WAITLISTED,
}


@dataclass(frozen=True, slots=True)
class LetterAudience:
    """A group and criteria, written as the list of registrations has them in its address.

    Coordinators are all who look after an organisation with a delegation; speakers all who have an
    address. Of both, organisations are the only criterion; of those invited there is one more,
    ANSWERED: what they have answered.
    """

    group: AudienceGroup = AudienceGroup.REGISTERED
    criteria: Args = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """As a letter's row has it."""
        return {"to": self.group.value, "criteria": {k: list(v) for k, v in self.criteria.items()}}

    @property
    def organisations(self) -> Sequence[str]:
        """The names, or codes, of those that it is limited to; none where it is not."""
        return RegistrationFilter.from_args(self.criteria).organisations

    def limited_to(self, organisations: Sequence[str]) -> "LetterAudience":
        """The same people, as far as they come from these organisations; all if there is none."""
        if not organisations:
            return self
        return LetterAudience(self.group, {**self.criteria, ORGANISATION: list(organisations)})

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "LetterAudience":
        """What a letter's row has; everybody who is registered if it says nothing."""
        group = AudienceGroup(stored.get("to", AudienceGroup.REGISTERED))
        return cls(group, stored.get("criteria", {}))


@dataclass(frozen=True, slots=True)
class AudienceSize:
    """How many people a letter would go to, and what to know of them before it does."""

    affected: AffectedPeople
    in_english: int
    undeliverable: int


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody whose letter can be looked at."""

    code: str
    name: str
    organisation: str


def select_recipients(event: Event, audience: LetterAudience) -> Select[int]:
    """A query for the ids: of accounts, speakers’ addresses, invitees, else of registrations."""
    if audience.group is AudienceGroup.SPEAKERS:
        return select(SpeakerAddress.id).where(*_are_speakers(event, audience))
    if audience.group is AudienceGroup.INVITED:
        return select(Invitee.id).where(*_are_invitees(event, audience))
    if audience.group is AudienceGroup.COORDINATORS:
        return select(Account.id).where(*_are_coordinators(event, audience))
    return select(Registration.id).where(*_are_registrations(event, audience))


def measure_audience(event: Event, audience: LetterAudience) -> AudienceSize:
    """Count them, in few queries."""
    if audience.group is AudienceGroup.SPEAKERS:
        return _measure_speakers(event, audience)
    if audience.group is AudienceGroup.COORDINATORS:
        return _measure_coordinators(event, audience)
    if audience.group is AudienceGroup.INVITED:
        return _measure_invitees(event, audience)
    if not RegistrationFilter.from_args(audience.criteria):
        return _measure_everybody(event, audience)
    which = _are_registrations(event, audience)
    # Looked up once: PostgreSQL would go through all of them for each person that it joins.
    bounced = select(Bounce.registration_id).join(Registration, _HAS_BOUNCED).correlate(None)
    people, organisations, english, undeliverable = db.session.execute(
        select(
            func.count(),
            func.count(Registration.organisation_name.distinct()),
            func.count(case((Registration.language == "en", 1))),
            func.count(case((Registration.id.in_(bounced), 1))),
        ).where(*which)
    ).one()
    return AudienceSize(AffectedPeople(people, organisations), english, undeliverable)


def _measure_everybody(event: Event, audience: LetterAudience) -> AudienceSize:
    """Where no criterion narrows them: from the counts that are kept, and from indexes."""
    state = STATES.get(audience.group)
    states = [state] if state else LIVING
    by_name = db.session.execute(
        select_counts([event.id], RegistrationCount.organisation_name).where(
            RegistrationCount.state.in_(states)
        )
    ).all()
    which = Registration.event_id == event.id, Registration.state.in_(states)
    english = select(func.count()).select_from(Registration)
    # Asked of each bounce: a join would go through everybody on SQLite.
    bounced = select(Registration.id).where(_HAS_BOUNCED, *which).correlate(Bounce).exists()
    return AudienceSize(
        AffectedPeople(sum(people for _name, people in by_name), len(by_name)),
        db.session.scalar(english.where(*which, WHERE_IN_ENGLISH)) or 0,
        db.session.scalar(select(func.count(Bounce.id)).where(bounced)) or 0,
    )


def list_sample(event: Event, audience: LetterAudience) -> list[SamplePerson]:
    """The first of them, by name; of others than participants none: no place is written about."""
    if audience.group not in STATES and audience.group is not AudienceGroup.SELECTION:
        return []
    rows = db.session.execute(
        select(Registration.code, Registration.name, Registration.organisation_name)
        .where(*_are_registrations(event, audience))
        .order_by(Registration.sort_name, Registration.search_text, Registration.id)
        .limit(SAMPLE_MAX)
    )
    return [SamplePerson(*row) for row in rows]


def list_organisation_names(event: Event) -> list[str]:
    """The names of the organisations that the event's people come from, in order."""
    return list(
        db.session.scalars(
            select(RegistrationCount.organisation_name)
            .where(RegistrationCount.event_id == event.id)
            .distinct()
            .order_by(RegistrationCount.organisation_name)
        )
    )


def list_organisation_choices(event: Event, chosen: Sequence[str]) -> dict[str, str]:
    """What a letter can be limited to, and what it is called: organisations of the event's people.

    And what is `chosen` already: codes stand for an organisation with all below it, as the list of
    registrations has them; a name stays, also where nobody comes from there any more.
    """
    names = list_organisation_names(event)
    others = list(dict.fromkeys(value for value in chosen if value not in set(names)))
    coded: dict[str, str] = {}
    if others:
        rows = db.session.execute(
            select(Organisation.code, Organisation.name).where(Organisation.code.in_(others))
        )
        coded = {code: _("%(name)s and all below it", name=name) for code, name in rows}
    return {name: name for name in names} | {value: coded.get(value, value) for value in others}


def _names_of(audience: LetterAudience) -> list[str]:
    """The names that it is limited to; those of codes with all below them."""
    wanted = audience.organisations
    if not wanted:
        return []
    coded = select(Organisation.name).where(Organisation.id.in_(list_tree(wanted)))
    return [*wanted, *db.session.scalars(coded)]


def _measure_speakers(event: Event, audience: LetterAudience) -> AudienceSize:
    people, organisations, english, dead = db.session.execute(
        select(
            func.count(),
            func.count(func.nullif(Speaker.organisation, "").distinct()),
            func.count(case((SpeakerAddress.language == "en", 1))),
            func.count(SpeakerAddress.bounced_at),
        )
        .join(SpeakerAddress.speaker)
        .where(*_are_speakers(event, audience))
    ).one()
    return AudienceSize(AffectedPeople(people, organisations), english, dead)


def _measure_coordinators(event: Event, audience: LetterAudience) -> AudienceSize:
    people, english, dead = db.session.execute(
        select(
            func.count(),
            func.count(case((Account.language == "en", 1))),
            func.count(Account.bounced_at),
        ).where(*_are_coordinators(event, audience))
    ).one()
    organisations = db.session.scalar(
        select(func.count(Grant.organisation_id.distinct()))
        .join(Account, Account.id == Grant.account_id)
        .where(_looks_after(event, audience), Account.active.is_(True))
    )
    return AudienceSize(AffectedPeople(people, organisations or 0), english, dead)


def _measure_invitees(event: Event, audience: LetterAudience) -> AudienceSize:
    people, organisations, english = db.session.execute(
        select(
            func.count(),
            func.count(func.nullif(Invitee.organisation_name, "").distinct()),
            func.count(case((Invitee.language == "en", 1))),
        ).where(*_are_invitees(event, audience))
    ).one()
    return AudienceSize(AffectedPeople(people, organisations), english, 0)


def _are_invitees(event: Event, audience: LetterAudience) -> list[ColumnElement[bool]]:
    """Those invited already: who has had no invitation gets that first."""
    which = [Invitee.event_id == event.id, Invitee.invited_at.is_not(None)]
    wanted = {word for word in audience.criteria.get(ANSWERED, ()) if word in set(InviteeStatus)}
    if wanted:
        which.append(has_status(*map(InviteeStatus, sorted(wanted))))
    if names := _names_of(audience):
        which.append(Invitee.organisation_name.in_(names))
    return which


def _are_speakers(event: Event, audience: LetterAudience) -> list[ColumnElement[bool]]:
    which = [SpeakerAddress.event_id == event.id]
    if names := _names_of(audience):
        which.append(SpeakerAddress.speaker.has(Speaker.organisation.in_(names)))
    return which


def _are_registrations(event: Event, audience: LetterAudience) -> list[ColumnElement[bool]]:
    which = conditions(event, RegistrationFilter.from_args(audience.criteria))
    which.append(Registration.state != RegistrationState.CANCELLED)
    if state := STATES.get(audience.group):
        which.append(Registration.state == state)
    return which


def _are_coordinators(event: Event, audience: LetterAudience) -> list[ColumnElement[bool]]:
    return [Account.active.is_(True), Account.grants.any(_looks_after(event, audience))]


def _looks_after(event: Event, audience: LetterAudience) -> ColumnElement[bool]:
    organisations = select(Delegation.organisation_id).where(Delegation.event_id == event.id)
    if names := _names_of(audience):
        named = select(Organisation.id).where(Organisation.name.in_(names))
        organisations = organisations.where(Delegation.organisation_id.in_(named))
    coordinates = Grant.role == Role.COORDINATOR.value
    return coordinates & Grant.organisation_id.in_(organisations)
