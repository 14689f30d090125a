"""Whether a published card still holds: its shared mailbox is asked after 6 and 12 months.

Who answers renews it for a year, or retires it, which can be undone for ten minutes.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.exchange.experience import ExperienceStateConflict
from eventapp.domain.exchange.finding import search_index
from eventapp.domain.locking import lock_row
from eventapp.domain.record import audit
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.extensions import db
from eventapp.i18n import _, _l
from eventapp.models import AuditAction, Experience, ExperienceState, JobKind

ASK_AFTER = (timedelta(days=182), timedelta(days=365))
YEAR = timedelta(days=365)
ASKED_AT_ONCE_MAX = 50
BETWEEN_TWO = timedelta(weeks=1)  # letters to one mailbox
MAILBOX = "mailbox"  # who acts, in the log


class TooLateToUndoRetirement(Refusal):
    """It was retired longer ago than retiring can be undone."""

    code = "too-late-to-undo-retirement"
    sentence = _l("It is more than ten minutes since it was retired. Write to us instead.")


def first_ask_on(published: date) -> date:
    """When the mailbox of a card that is published that day is asked first."""
    return published + ASK_AFTER[0]


def has_to_ask(*, now: datetime) -> bool:
    """Whether ask_mailboxes has anybody to ask, without taking a lock."""
    return db.session.scalar(select(Experience.id).where(_is_due(now)).limit(1)) is not None


def ask_mailboxes(*, now: datetime) -> None:
    """Promise a letter about each card whose time has come, and no mailbox more than one a week.

    Where many are due at once, as after an upgrade, the others wait. Safe with many workers.
    """
    due = db.session.scalars(
        select(Experience)
        .where(_is_due(now))
        .order_by(Experience.contact_email, Experience.id)
        .limit(ASKED_AT_ONCE_MAX)
        .with_for_update(skip_locked=True, of=Experience)
    ).all()
    earlier = Counter[str]()
    for experience in due:
        weeks = earlier[experience.contact_email]
        earlier[experience.contact_email] += 1
        if weeks:
            experience.next_ask_on = now.date() + weeks * BETWEEN_TWO
            continue
        outbox.enqueue_once(
            JobKind.EXPERIENCE_REMINDER_MAIL,
            key=f"experience-reminder:{experience.code}:{now.date().isoformat()}",
            now=now,
            experience_id=experience.id,
        )
        experience.next_ask_on = _next_ask(experience, now.date())


def renew(experience: Experience, *, now: datetime) -> None:
    """It still holds: to be looked over in a year. Raises ExperienceStateConflict."""
    lock_row(experience)
    if experience.state is not ExperienceState.PUBLISHED:
        raise ExperienceStateConflict
    experience.renewed_at = now
    experience.review_on = now.date() + YEAR
    experience.next_ask_on = _next_ask(experience, now.date())
    experience.version += 1
    audit.record(AuditAction.EXPERIENCE_RENEWED, experience, actor=MAILBOX, now=now)


def retire(experience: Experience, *, now: datetime) -> None:
    """It holds no longer: nobody finds it any more. Raises ExperienceStateConflict."""
    lock_row(experience)
    if experience.state is not ExperienceState.PUBLISHED:
        raise ExperienceStateConflict
    experience.state = ExperienceState.WITHDRAWN
    experience.retired_at = now
    experience.withdrawn_reason = _("It holds no longer, says the organisation.")
    experience.version += 1
    search_index.remove_from_index(experience)
    audit.record(AuditAction.EXPERIENCE_RETIRED, experience, actor=MAILBOX, now=now)


def undo_retirement(experience: Experience, *, now: datetime) -> None:
    """Publish it again as it was; its text has both approvals. Raises TooLateToUndoRetirement."""
    lock_row(experience)
    if not may_undo_retirement(experience, now=now):
        raise TooLateToUndoRetirement
    experience.state = ExperienceState.PUBLISHED
    experience.retired_at, experience.withdrawn_reason = None, ""
    experience.version += 1
    search_index.index_experience(experience)
    audit.record(AuditAction.EXPERIENCE_RETIREMENT_UNDONE, experience, actor=MAILBOX, now=now)


def may_undo_retirement(experience: Experience, *, now: datetime) -> bool:
    """Whether it was retired a moment ago."""
    retired_at = experience.retired_at
    return retired_at is not None and now < retired_at + UNDO_PERIOD


def list_overdue(organisations: set[int], *, now: datetime) -> Sequence[Experience]:
    """Published cards of these organisations that should have been looked over by now."""
    return db.session.scalars(
        select(Experience)
        .where(
            Experience.organisation_id.in_(organisations),
            Experience.state == ExperienceState.PUBLISHED,
            Experience.review_on < now.date(),
        )
        .order_by(Experience.review_on, Experience.id)
    ).all()


def _next_ask(experience: Experience, on: date) -> date:
    """After six months the year is next, then a year from now on."""
    since = experience.renewed_at or experience.published_at
    a_year = since.date() + ASK_AFTER[1] if since else on
    return a_year if a_year > on else on + YEAR


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Published, with a mailbox, and its day has come; of older ones, six months have passed."""
    return and_(
        Experience.state == ExperienceState.PUBLISHED,
        Experience.contact_email != "",
        or_(
            Experience.next_ask_on <= now.date(),
            and_(Experience.next_ask_on.is_(None), Experience.published_at <= now - ASK_AFTER[0]),
        ),
    )
