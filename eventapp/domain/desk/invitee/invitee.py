"""An event's list of invitees: putting people on it, and taking them off."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, insert, or_, select, update

from eventapp.domain import locking
from eventapp.domain.desk.invitee.candidate import (
    Candidate,
    EarlierGroup,
    Examination,
    examine,
    list_candidates,
)
from eventapp.domain.desk.invitee.link import invitee_token, token_of
from eventapp.domain.desk.person import PersonKey
from eventapp.domain.errors import Refusal
from eventapp.domain.event.copy.event_copy import CopyText, copy_event
from eventapp.domain.people.folding import fold
from eventapp.domain.people.name import fold_name
from eventapp.domain.people.search_text import SEARCH_TEXT_MAX_LENGTH
from eventapp.domain.record import audit, disposal
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.ids import new_code, new_secret
from eventapp.models import AuditAction, Event, EventState, Invitee, Registration

INVITEES_MAX = 5_000  # of one event
BATCH_SIZE = 500  # people in one transaction
# Written without the unit of work: others wait for this transaction.
NEW_INVITEE = insert(Invitee.__table__)  # type: ignore[arg-type]  # it is one


class InvitingOver(Refusal):
    """The event is over or called off."""

    code = "inviting-over"
    sentence = _l("The event is over or cancelled, so nobody can be invited to it.")


class TooManyInvitees(Refusal):
    """The list would be longer than INVITEES_MAX."""

    code = "too-many-invitees"
    sentence = _l("Nobody was added. The list of invited people can have at most 5,000 addresses.")


def add_many(
    event: Event, candidates: Sequence[Candidate], *, actor: str, now: datetime
) -> Iterator[int]:
    """Put those on the list who are new there, and yield how many of each batch were.

    Each batch is a transaction of its own, which the caller commits. Raises as `add_invitees`, and
    TooManyInvitees before the first where they are too many altogether.
    """
    _require_room(event, examine(event, candidates))
    for start in range(0, len(candidates), BATCH_SIZE):
        batch = candidates[start : start + BATCH_SIZE]
        yield len(add_invitees(event, batch, actor=actor, now=now).new)


def add_invitees(
    event: Event, candidates: Sequence[Candidate], *, actor: str, now: datetime
) -> Examination:
    """Put those on the list who are new there; nobody is written to.

    Returns who was added, and who was left out. Raises InvitingOver, TooManyInvitees.
    """
    event = locking.lock_event(event).event
    if event.state is EventState.CANCELLED or event.ends_at <= now:
        raise InvitingOver
    examined = examine(event, candidates)
    if not examined.new:
        return examined
    _require_room(event, examined)
    db.session.execute(NEW_INVITEE, [_values(event, person, now) for person in examined.new])
    people = len(examined.new)
    audit.record(AuditAction.INVITEES_ADDED, event, actor=actor, now=now, people=people)
    return examined


def _require_room(event: Event, examined: Examination) -> None:
    own = select(func.count()).select_from(Invitee).where(Invitee.event_id == event.id)
    if (db.session.scalar(own) or 0) + len(examined.new) > INVITEES_MAX:
        raise TooManyInvitees


def copy_with_invitees(
    event: Event, text: CopyText, group: EarlierGroup, *, actor: str, now: datetime
) -> Iterator[Event]:
    """Copy the event as `copy_event` does, and put those of this group of it on the copy's list.

    Yields the copy with the first of them, and again after each further batch: others register
    meanwhile, so each is a transaction of its own, which the caller commits. Raises as `copy_event`
    and `add_many`, before anything is there to commit.
    """
    copy = copy_event(event, text, actor=actor, now=now)
    batches = add_many(copy, list_candidates(event, group), actor=actor, now=now)
    next(batches, None)
    yield copy
    for _added in batches:
        yield copy


def remove_invitee(invitee: Invitee, *, actor: str, now: datetime) -> None:
    """Take somebody off the list: the link dies, and a letter that has not left does not go.

    Nothing happens where another has done it meanwhile.
    """
    id_, code = invitee.id, invitee.code
    event = locking.lock_event(invitee.event).event
    if db.session.scalar(select(Invitee.id).where(Invitee.code == code)) is None:
        return
    disposal.delete_invitees([id_])
    audit.record(AuditAction.INVITEE_REMOVED, event, actor=actor, now=now, invitee=code)


def is_invited(event: Event, email: str) -> bool:
    """Whether this folded address is on the event's list."""
    listed = select(Invitee.id).where(Invitee.event_id == event.id, Invitee.email == email)
    return db.session.scalar(listed) is not None


def rewrite_invitee(invitee: Invitee, *, name: str, email: str) -> None:
    """Write somebody otherwise. With another address the link that went to the old one dies.

    Where the new address is on the same list already, the old one goes.
    """
    if email != invitee.email:
        if is_invited(invitee.event, email):
            disposal.delete_invitees([invitee.id])
            return
        invitee.email, invitee.secret = email, new_secret()
        invitee.link_digest = token_digest(invitee_token(invitee))
    invitee.name, invitee.folded_name = name, fold_name(name)
    invitee.search_text = _search_text(name, email, invitee.organisation_name)
    invitee.version += 1
    db.session.flush()


def follow_registration(registration: Registration, former: PersonKey) -> None:
    """Let the event's list follow a registration whose name or address was corrected."""
    own = or_(Invitee.folded_name == former.folded_name, Invitee.registration_id == registration.id)
    invitees = db.session.scalars(
        select(Invitee).where(
            Invitee.event_id == registration.event_id, Invitee.email == former.email, own
        )
    ).all()
    for invitee in invitees:
        rewrite_invitee(invitee, name=registration.name, email=registration.email)


def follow_merge(source: Registration, target: Registration) -> None:
    """Let who was invited count as registered by the one that stays of two merged doubles."""
    unlinked = Invitee.registration_id.is_(None) & (Invitee.email == source.email)
    db.session.execute(
        update(Invitee)
        .where(
            Invitee.event_id == source.event_id,
            or_(Invitee.registration_id == source.id, unlinked),
        )
        .values(registration_id=target.id)
    )


def _values(event: Event, candidate: Candidate, now: datetime) -> dict[str, object]:
    secret = new_secret()
    return {
        "code": new_code(),
        "secret": secret,
        "link_digest": token_digest(token_of(secret)),
        "event_id": event.id,
        "name": candidate.name,
        "folded_name": fold_name(candidate.name),
        "email": candidate.email,
        "organisation_name": candidate.organisation,
        "search_text": _search_text(candidate.name, candidate.email, candidate.organisation),
        "language": candidate.language,
        "created_at": now,
    }


def _search_text(*parts: str) -> str:
    return " ".join(map(fold, parts))[:SEARCH_TEXT_MAX_LENGTH]
