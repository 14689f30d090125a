"""What somebody answers by their personal link, and registering by it."""

from datetime import datetime, timedelta

from sqlalchemy import select

from eventapp.domain import outbox
from eventapp.domain.desk.invitee.letter import microsecond_of, second_of
from eventapp.domain.desk.invitee.link import may_answer
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.registration.registration import Applicant, Reception, register
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, Invitee, InviteeAnswer, JobKind

REASON_MAX_LENGTH = 200
LATER_DAYS = (2, 7, 14)


class InvitationOver(Refusal):
    """The event takes no registrations any more."""

    code = "invitation-over"
    sentence = _l("The invitation can no longer be answered: registration has closed.")


class TooLateToAskAgain(Refusal):
    """Registration closes before the day on which somebody wants to be asked again."""

    code = "too-late-to-ask-again"
    sentence = _l("We cannot remind you then. Answer now, or choose another day if there is one.")


def answer_invitation(
    invitee: Invitee,
    answer: InviteeAnswer,
    *,
    reason: str = "",
    days: int = 0,
    now: datetime,
) -> None:
    """Write down the answer, whatever it was before; for LATER, ask again after so many days.

    Raises InvitationOver, and TooLateToAskAgain where registration closes before that day.
    """
    if not _lock(invitee) or not may_answer(invitee.event, now=now):
        raise InvitationOver
    invitee.answer, invitee.answered_at = answer, now
    invitee.reason = reason if answer is InviteeAnswer.NO else ""
    invitee.remind_at = None
    invitee.version += 1
    if answer is InviteeAnswer.LATER:
        _ask_again(invitee, days, now=now)
    audit.record(
        AuditAction.INVITEE_ANSWERED,
        invitee.event,
        actor=audit.PARTICIPANT,
        now=now,
        invitee=invitee.code,
        answer=answer.value,
    )


def list_later_days(event: Event, *, now: datetime) -> list[int]:
    """After how many days somebody may be asked again, while they can still register."""
    return [days for days in LATER_DAYS if may_answer(event, now=now + timedelta(days=days))]


def register_invited(slug: str, token: str, applicant: Applicant, *, now: datetime) -> Reception:
    """Register as anybody does, and note it for whoever the link was sent to.

    Raises as `register`.
    """
    reception = register(slug, applicant, now=now)
    invitee = db.session.scalar(
        select(Invitee)
        .where(
            Invitee.link_digest == token_digest(token),
            Invitee.event_id == reception.registration.event_id,
        )
        .with_for_update()
    )
    if invitee is not None:
        invitee.answer, invitee.answered_at = InviteeAnswer.YES, now
        invitee.reason, invitee.remind_at = "", None
        invitee.version += 1
        if reception.added:
            invitee.registration_id = reception.registration.id
    return reception


def _lock(invitee: Invitee) -> bool:
    """Lock the row and read it again; whether it is still there."""
    own = select(Invitee).where(Invitee.id == invitee.id).with_for_update(of=Invitee)
    return db.session.scalar(own.execution_options(populate_existing=True)) is not None


def _ask_again(invitee: Invitee, days: int, *, now: datetime) -> None:
    if days not in list_later_days(invitee.event, now=now):
        raise TooLateToAskAgain
    invitee.remind_at = now + timedelta(days=days)
    outbox.post_at(
        JobKind.INVITEE_REMINDER_MAIL,
        key=f"invitee:{invitee.code}:asked:{invitee.version}",
        due_at=invitee.remind_at,
        now=now,
        invitee_id=invitee.id,
        added=second_of(invitee),
        asked=microsecond_of(invitee.remind_at),
    )
