"""Whether more than their own word says that people come from the organisation that they named.

Anybody may register as from any municipality. What is for certain organisations alone opens for
those whose address is the organisation's (the link that opens it went there), and for those whom
somebody with a say vouches for: its coordinator, or an organizer who invited them with it,
registered or approved them, or says so on their page. That stands in the log.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.people.folding import fold
from eventapp.domain.people.mail_host import PROVIDERS, hosts_of
from eventapp.domain.people.organisation import ListedOrganisation, load_directory
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.models import (
    Audience,
    AuditAction,
    AuditEntry,
    Event,
    Invitee,
    Material,
    Organisation,
    Registration,
    RegistrationState,
)
from eventapp.models.schedule.material import is_not_withdrawn

Body = ListedOrganisation | Organisation
VOUCHING = (
    AuditAction.REGISTERED_BY_THE_COORDINATOR,
    AuditAction.REGISTERED_BY_AN_ORGANIZER,
    AuditAction.REGISTERED_BY_IMPORT,
    AuditAction.REGISTRATION_FORCED,
    AuditAction.ORGANISATION_VOUCHED,
)


@dataclass(frozen=True, slots=True)
class ProvenCount:
    """How many have a place from an organisation and its parts, and of how many that is proven."""

    name: str
    people: int
    proven: int


def vouch_for(registration: Registration, *, actor: str, now: datetime) -> None:
    """Write down that the person comes from the organisation that they named."""
    locking.lock_event(registration.event)
    if not proven_lineage(registration):
        audit.record(AuditAction.ORGANISATION_VOUCHED, registration, actor=actor, now=now)


def needs_proof(registration: Registration) -> bool:
    """Whether something is for certain organisations, and this person's word is all there is."""
    return (
        registration.state is RegistrationState.CONFIRMED
        and registration.organisation_id is not None
        and has_limited_materials(registration.event_id)
        and not proven_lineage(registration)
    )


def has_limited_materials(event_id: int) -> bool:
    """Whether any material of the event is for certain organisations."""
    limited = select(Material.id).where(
        Material.event_id == event_id,
        Material.audience == Audience.ORGANISATIONS,
        is_not_withdrawn(),
    )
    return db.session.scalar(limited.limit(1)) is not None


def proven_lineage(registration: Registration) -> frozenset[int]:
    """The ids of the organisation and all that it is a part of; none where nothing proves it."""
    lineage = _lineage(registration.organisation)
    names = [name for organisation in lineage for name in _names(organisation)]
    proven = _has_address_of(registration, lineage) or registration.id in _vouched(
        registration.event_id, {registration.id: (registration, names)}
    )
    return frozenset(organisation.id for organisation in lineage) if proven else frozenset()


def count_proven(event: Event, organisations: Iterable[Organisation]) -> list[ProvenCount]:
    """Count those with a place from each, in few queries however many people there are."""
    chosen, directory = list(organisations), load_directory()
    listed = {o.id: o for o in (*directory.organisations, *directory.ended)}
    parts = {organisation.id: set(directory.parts_of(organisation.id)) for organisation in chosen}
    everywhere = {id_ for ids in parts.values() for id_ in ids}
    people = db.session.scalars(
        select(Registration).where(
            Registration.event_id == event.id,
            Registration.organisation_id.in_(everywhere),
            Registration.state == RegistrationState.CONFIRMED,
        )
    ).all()
    proven, open_ = set(), {}
    for person in people:
        own = listed.get(person.organisation_id or 0)
        lineage = [listed[id_] for id_ in own.lineage if id_ in listed] if own else []
        if _has_address_of(person, lineage):
            proven.add(person.id)
        else:
            open_[person.id] = person, [name for o in lineage for name in _names(o)]
    proven |= _vouched(event.id, open_)
    return [
        ProvenCount(
            organisation.name,
            sum(person.organisation_id in parts[organisation.id] for person in people),
            sum(
                person.organisation_id in parts[organisation.id] and person.id in proven
                for person in people
            ),
        )
        for organisation in chosen
    ]


def _lineage(organisation: Organisation | None) -> list[Organisation]:
    lineage: list[Organisation] = []
    while organisation is not None and organisation not in lineage:
        lineage.append(organisation)
        organisation = organisation.parent
    return lineage


def _has_address_of(registration: Registration, lineage: Iterable[Body]) -> bool:
    """Whether the address is at a host of one of them, or below it; common providers prove none."""
    host = registration.email.rpartition("@")[2].lower()
    hosts = set(hosts_of(lineage)) - set(PROVIDERS)
    return any(host == own or host.endswith(f".{own}") for own in hosts)


def _names(organisation: Body) -> list[str]:
    named = ("name", "short_name", "also_known_as")
    return [fold(name) for key in named if (name := getattr(organisation, key))]


def _vouched(event_id: int, people: Mapping[int, tuple[Registration, Sequence[str]]]) -> set[int]:
    """Those whom somebody vouches for, of people by their ids, with their organisations' names."""
    vouched = {id_ for id_, (person, _names) in people.items() if person.approved_at}
    by_code = {person.code: id_ for id_, (person, _names) in people.items() if id_ not in vouched}
    if not by_code:
        return vouched
    codes = db.session.scalars(
        select(AuditEntry.subject_code).where(
            AuditEntry.subject_kind == "registration",
            AuditEntry.subject_code.in_(by_code),
            AuditEntry.action.in_(VOUCHING),
        )
    )
    vouched |= {by_code[code] for code in codes}
    emails = {people[id_][0].email for id_ in by_code.values()}
    invited = db.session.execute(
        select(Invitee.email, Invitee.organisation_name).where(
            Invitee.event_id == event_id, Invitee.email.in_(emails)
        )
    ).all()
    as_invited = {(row.email, fold(row.organisation_name)) for row in invited}
    return vouched | {
        id_
        for id_ in by_code.values()
        if any((people[id_][0].email, name) in as_invited for name in people[id_][1])
    }
