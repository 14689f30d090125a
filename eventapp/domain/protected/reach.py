"""Opening the way to reach somebody who is registered under an alias: for a reason, and seen."""

from datetime import datetime

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import list_overseers
from eventapp.domain.protected.alias import KnownAlias
from eventapp.domain.record import audit
from eventapp.domain.record.audit import Subject
from eventapp.domain.registration.override import require_reason
from eventapp.i18n import _l
from eventapp.models import Account, AuditAction, JobKind


class NobodyToNotify(Refusal):
    """There is no other administrator or records officer who would learn of it."""

    code = "nobody-to-notify"
    sentence = _l(
        "Nobody else can be told that you open this. Ask an administrator to give one more person "
        "the role of administrator or records officer, then try again."
    )


def reach_person(known: KnownAlias, *, by: Account, reason: str, now: datetime) -> str:
    """Return how the person is reached; to be shown only once this is committed.

    The log gets the reason, and the code of the alias, which leads to no registration without the
    key. Each other administrator and records officer is sent a letter, once a minute at most.
    Raises ReasonMissing, NobodyToNotify.
    """
    require_reason(reason)
    overseers = list_overseers(by)
    if not overseers:
        raise NobodyToNotify
    subject = Subject("alias", known.code)
    audit.record(AuditAction.PERSON_REACHED, subject, actor=by.code, now=now, reason=reason)
    for overseer in overseers:
        outbox.enqueue_once(
            JobKind.PERSON_REACHED_MAIL,
            key=f"person-reached:{known.code}:{by.code}:{overseer.code}:{now:%Y%m%d%H%M}",
            now=now,
            account_id=overseer.id,
            by=by.id,
            at=int(now.timestamp()),
        )
    return known.content.reach
