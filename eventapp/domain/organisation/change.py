"""Adding an organisation, changing what is said of it, and moving it in the tree."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select, update

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.exchange.finding.search_index import index_experiences
from eventapp.domain.locking import LockedEvent
from eventapp.domain.organisation.official_code import tidy_official_code
from eventapp.domain.people.folding import fold
from eventapp.domain.people.organisation import lineage, lock_directory
from eventapp.domain.record.audit import record_change
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.ids import new_code
from eventapp.models import (
    AuditAction,
    Event,
    Experience,
    ExperienceState,
    Organisation,
    OrganisationKind,
    Registration,
)


class OrganisationNameTaken(Refusal):
    """Another organisation, in use and with the same parent, has that name."""

    code = "organisation-name-taken"
    sentence = _l("There is already an organisation with that name. Write one that differs.")


class OfficialCodeTaken(Refusal):
    """Another organisation of the same kind has that official code."""

    code = "official-code-taken"
    sentence = _l("Another organisation of that kind has this official code.")


class BelowItself(Refusal):
    """The new parent is the organisation itself, or a part of it."""

    code = "below-itself"
    sentence = _l("An organisation cannot be a part of itself. Choose another one.")


class NotInUse(Refusal):
    """The parent has ended or been merged."""

    code = "not-in-use"
    sentence = _l("That organisation has ended. Choose one that is in use.")


@dataclass(frozen=True, slots=True)
class OrganisationText:
    """What is said of an organisation, but for its place in the tree."""

    name: str
    kind: OrganisationKind = OrganisationKind.OTHER
    short_name: str = ""
    also_known_as: str = ""
    official_code: str = ""
    mailbox: str = ""
    size_class: str = ""


def add_organisation(
    text: OrganisationText, parent: Organisation | None, *, actor: str, now: datetime
) -> Organisation:
    """Add an organisation below the parent, or at the top. Flushes.

    Raises OfficialCodeMalformed, OrganisationNameTaken, OfficialCodeTaken, NotInUse.
    """
    text = replace(text, official_code=tidy_official_code(text.official_code, text.kind))
    lock_directory()
    if parent is not None and parent.ended(now.date()):
        raise NotInUse
    organisation = Organisation(code=new_code(), parent=parent, **asdict(text))
    _refuse_doubles(organisation, parent.id if parent else None, now=now)
    db.session.add(organisation)
    db.session.flush()
    record_change(
        AuditAction.ORGANISATION_ADDED,
        organisation,
        before={},
        after=values_of(organisation),
        actor=actor,
        now=now,
    )
    return organisation


def change_organisation(
    organisation: Organisation,
    text: OrganisationText,
    *,
    version: int,
    actor: str,
    now: datetime,
) -> bool:
    """Change what is said of an organisation; False where that is what is said already.

    A new name also stands at once at the events that are not over, and in what its published
    experiences are found by. An official code that was there before is left as it is.
    Raises StaleVersion, OfficialCodeMalformed, OrganisationNameTaken, OfficialCodeTaken.
    """
    lock_events(coming_event_ids([organisation.id], now))
    lock_directory()
    check_version(organisation, version)
    before, former_name = values_of(organisation), organisation.name
    if (text.kind, text.official_code) != (organisation.kind, organisation.official_code):
        text = replace(text, official_code=tidy_official_code(text.official_code, text.kind))
    new = asdict(text)
    if all(getattr(organisation, name) == value for name, value in new.items()):
        return False
    for name, value in new.items():
        setattr(organisation, name, value)
    _refuse_doubles(organisation, organisation.parent_id, now=now)
    organisation.version += 1
    if organisation.name != former_name:
        rename_people(organisation, former_name, now=now)
    if (organisation.name, organisation.size_class) != (former_name, before["size_class"]):
        renew_experiences(organisation)
    record_change(
        AuditAction.ORGANISATION_CHANGED,
        organisation,
        before=before,
        after=values_of(organisation),
        actor=actor,
        now=now,
    )
    return True


def move_organisation(
    organisation: Organisation,
    parent: Organisation | None,
    *,
    version: int,
    actor: str,
    now: datetime,
) -> bool:
    """Make it a part of another organisation, or of none; False where it is so already.

    What is below it comes along; people who are registered keep their delegation.
    Raises StaleVersion, BelowItself, NotInUse, OrganisationNameTaken.
    """
    lock_directory()
    check_version(organisation, version)
    if parent is not None:
        if is_below(parent, organisation):
            raise BelowItself
        if parent.ended(now.date()):
            raise NotInUse
    if parent is organisation.parent:
        return False
    before = values_of(organisation)
    _refuse_doubles(organisation, parent.id if parent else None, now=now)
    organisation.parent = parent
    organisation.version += 1
    db.session.flush()
    record_change(
        AuditAction.ORGANISATION_CHANGED,
        organisation,
        before=before,
        after=values_of(organisation),
        actor=actor,
        now=now,
    )
    return True


def is_below(organisation: Organisation, top: Organisation) -> bool:
    """Whether the organisation is `top`, or lies anywhere below it."""
    rows = db.session.execute(select(Organisation.id, Organisation.parent_id)).all()
    return top.id in lineage(organisation.id, {row[0]: row[1] for row in rows})


def values_of(organisation: Organisation) -> dict[str, str | int | None]:
    """What the log says of an organisation before and after."""
    return {
        "name": organisation.name,
        "kind": organisation.kind.value,
        "short_name": organisation.short_name,
        "also_known_as": organisation.also_known_as,
        "official_code": organisation.official_code,
        "mailbox": organisation.mailbox,
        "size_class": organisation.size_class,
        "parent": organisation.parent.name if organisation.parent else None,
        "ended_on": organisation.ended_on.isoformat() if organisation.ended_on else None,
    }


def rename_people(organisation: Organisation, former_name: str, *, now: datetime) -> None:
    """Let badges and lists of the events that are not over say the new name."""
    db.session.flush()
    db.session.execute(
        update(Registration)
        .where(
            Registration.organisation_id == organisation.id,
            Registration.organisation_name == former_name,
            Registration.event_id.in_(select(Event.id).where(Event.ends_at > now)),
        )
        .values(organisation_name=organisation.name)
        .execution_options(synchronize_session=False)
    )


def renew_experiences(organisation: Organisation) -> None:
    """Let the published experiences be found by the organisation's name and size of today.

    Its own, and those of what is a part of it, which is as large as it is.
    """
    parts = select(Organisation.id).where(Organisation.parent_id == organisation.id)
    published = select(Experience).where(
        or_(Experience.organisation_id == organisation.id, Experience.organisation_id.in_(parts)),
        Experience.state == ExperienceState.PUBLISHED,
    )
    experiences = db.session.scalars(published.order_by(Experience.id)).all()
    for experience in experiences:
        experience.version += 1
    index_experiences(experiences)


def lock_events(ids: Collection[int]) -> list[LockedEvent]:
    """Lock these events, always in the same order, so that no two wait for each other."""
    events = db.session.scalars(select(Event).where(Event.id.in_(ids)).order_by(Event.id)).all()
    return [locking.lock_event(event) for event in events]


def coming_event_ids(organisation_ids: Collection[int], now: datetime) -> list[int]:
    """The events that are not over and have people of these organisations."""
    return list(
        db.session.scalars(
            select(Event.id)
            .join(Registration, Registration.event_id == Event.id)
            .where(Registration.organisation_id.in_(organisation_ids), Event.ends_at > now)
            .distinct()
        )
    )


def _refuse_doubles(organisation: Organisation, parent_id: int | None, *, now: datetime) -> None:
    with db.session.no_autoflush:
        others = db.session.scalars(
            select(Organisation).where(Organisation.id.is_distinct_from(organisation.id))
        ).all()
        for other in others:
            if other.ended(now.date()):
                continue
            if other.parent_id == parent_id and fold(other.name) == fold(organisation.name):
                raise OrganisationNameTaken
            same_code = other.official_code == organisation.official_code != ""
            if same_code and other.kind is organisation.kind:
                raise OfficialCodeTaken
