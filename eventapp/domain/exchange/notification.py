"""Notifying those who must read: of experiences at once, of leads the day after.

A job records its moment, and a lead must have none: an hour could be compared with the hour of a
survey answer. So leads are counted when their day is over, and announced together.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from eventapp.domain import outbox
from eventapp.domain.people.account import list_coordinators, list_editors
from eventapp.extensions import db
from eventapp.models import Account, Experience, Job, JobKind, Lead, LeadState


def notify_of_review(experience: Experience, *, now: datetime) -> None:
    """Notify the organisation's coordinators and the editors that a text awaits approval.

    Where nobody signs in for the organisation, its shared mailbox gets a link to approve by.
    """
    coordinators = list_coordinators(experience.organisation_id)
    if not coordinators:
        outbox.enqueue_once(
            JobKind.MAILBOX_REVIEW_MAIL,
            key=f"mailbox-review:{experience.code}:{experience.version}",
            now=now,
            experience_id=experience.id,
        )
    for reader in _once((*coordinators, *list_editors())):
        outbox.enqueue_once(
            JobKind.CARD_NOTICE_MAIL,
            key=f"card-notice:{experience.code}:{experience.version}:{reader.id}",
            now=now,
            experience_id=experience.id,
            account_id=reader.id,
        )


def has_new_leads(*, now: datetime) -> bool:
    """Whether leads of a day that is over wait, and no editor has been notified of that day."""
    return bool(_keys(now))


def notify_of_leads(*, now: datetime) -> None:
    """Notify each editor once for the latest day whose leads still wait."""
    for key, account_id in _keys(now).items():
        outbox.enqueue_once(JobKind.LEAD_NOTICE_MAIL, key=key, now=now, account_id=account_id)


def count_leads_before(now: datetime) -> int:
    """How many leads of days that are over nobody has decided about."""
    waiting = select(func.count()).where(Lead.state == LeadState.NEW, Lead.told_on < now.date())
    return db.session.scalar(waiting) or 0


def _keys(now: datetime) -> dict[str, int]:
    latest = db.session.scalar(
        select(func.max(Lead.told_on)).where(Lead.state == LeadState.NEW, Lead.told_on < now.date())
    )
    if latest is None:
        return {}
    keys = {f"lead-notice:{latest.isoformat()}:{editor.id}": editor.id for editor in list_editors()}
    sent = db.session.scalars(select(Job.dedupe_key).where(Job.dedupe_key.in_(keys)))
    return {key: keys[key] for key in keys.keys() - set(sent)}


def _once(accounts: Iterable[Account]) -> list[Account]:
    return list(dict.fromkeys(accounts))
