"""Approving an experience: its organisation and an editor approve, then it is published.

Every approval is of one text; a changed text needs both approvals again.
"""

from datetime import date, datetime

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.event.focus_area import list_valid_areas
from eventapp.domain.exchange import notification
from eventapp.domain.exchange.experience import ExperienceStateConflict
from eventapp.domain.exchange.finding import search_index
from eventapp.domain.exchange.renewal import MAILBOX, first_ask_on
from eventapp.domain.locking import lock_row
from eventapp.domain.people.account import list_coordinators
from eventapp.domain.record import audit
from eventapp.i18n import _l
from eventapp.models import AuditAction, Experience, ExperienceState

CHAIN = ("problem", "cause", "measure", "result", "contact_function", "contact_email")
FOCUS_AREAS = "focus_areas"


class TextIncomplete(Refusal):
    """A card without its chain of problem, cause, measure and result cannot be judged."""

    code = "text-missing"
    sentence = _l(
        "First write the problem, cause, measure, result and contact, and choose a focus area."
    )


class ApprovalMissing(Refusal):
    """Nothing about an organisation is published without its yes, and an editor's."""

    code = "approval-missing"
    sentence = _l("Both the organisation and an editor must approve the text first.")


class CoordinatorsDecide(Refusal):
    """Where somebody signs in for the organisation, they approve, and no link does."""

    code = "coordinators-decide"
    sentence = _l("Your organisation’s coordinators decide about this. They have got a letter.")


def send_for_review(experience: Experience, *, actor: str, now: datetime) -> None:
    """Ask the organisation and the editors to read.

    Raises TextIncomplete, ExperienceStateConflict.
    """
    lock_row(experience)
    if experience.state is not ExperienceState.DRAFT:
        raise ExperienceStateConflict
    _require_complete(experience, now)
    experience.state = ExperienceState.IN_REVIEW
    experience.change_wanted = ""
    experience.version += 1
    audit.record(AuditAction.EXPERIENCE_SENT_FOR_REVIEW, experience, actor=actor, now=now)
    notification.notify_of_review(experience, now=now)


def approve_by_municipality(
    experience: Experience, *, version: int, actor: str, now: datetime
) -> None:
    """Record the organisation's approval of the text it has read.

    Raises StaleVersion, ExperienceStateConflict.
    """
    _lock_in_review(experience, version)
    experience.municipality_approved_at = now
    experience.change_wanted = ""
    experience.version += 1
    audit.record(
        AuditAction.EXPERIENCE_APPROVED_BY_THE_ORGANISATION, experience, actor=actor, now=now
    )


def ask_for_change(
    experience: Experience, change: str, *, version: int, actor: str, now: datetime
) -> None:
    """Record the change that the organisation asks for; the experience is a draft again."""
    _lock_in_review(experience, version)
    experience.municipality_approved_at = experience.editor_approved_at = None
    experience.change_wanted = change
    experience.state = ExperienceState.DRAFT
    experience.version += 1
    audit.record(AuditAction.EXPERIENCE_CHANGE_WANTED, experience, actor=actor, now=now)


def approve_by_mailbox(experience: Experience, *, version: int, now: datetime) -> None:
    """Record the approval of an organisation that nobody signs in for, by its shared mailbox.

    Raises CoordinatorsDecide, StaleVersion, ExperienceStateConflict.
    """
    require_no_coordinators(experience)
    approve_by_municipality(experience, version=version, actor=MAILBOX, now=now)


def ask_for_change_by_mailbox(
    experience: Experience, change: str, *, version: int, now: datetime
) -> None:
    """As approve_by_mailbox, but send it back with the change that is asked for."""
    require_no_coordinators(experience)
    ask_for_change(experience, change, version=version, actor=MAILBOX, now=now)


def require_no_coordinators(experience: Experience) -> None:
    """Raise CoordinatorsDecide where somebody signs in for the organisation."""
    if list_coordinators(experience.organisation_id):
        raise CoordinatorsDecide


def approve_by_editor(experience: Experience, *, version: int, actor: str, now: datetime) -> None:
    """Record an editor's approval: nobody can be recognised, nothing can be misused."""
    _lock_in_review(experience, version)
    experience.editor_approved_at = now
    experience.version += 1
    audit.record(AuditAction.EXPERIENCE_APPROVED_BY_AN_EDITOR, experience, actor=actor, now=now)


def publish(
    experience: Experience, *, actor: str, now: datetime, review_on: date | None = None
) -> None:
    """Let everybody read and find it.

    Raises ExperienceStateConflict, ApprovalMissing, TextIncomplete.
    """
    lock_row(experience)
    if experience.state is not ExperienceState.IN_REVIEW:
        raise ExperienceStateConflict
    if not experience.both_approve:
        raise ApprovalMissing
    _require_complete(experience, now)
    experience.state = ExperienceState.PUBLISHED
    experience.published_at = now
    experience.retired_at, experience.next_ask_on = None, first_ask_on(now.date())
    experience.review_on = review_on or _a_year_after(now.date())
    experience.version += 1
    search_index.index_experience(experience)
    audit.record(AuditAction.EXPERIENCE_PUBLISHED, experience, actor=actor, now=now)


def withdraw(experience: Experience, *, reason: str, actor: str, now: datetime) -> None:
    """Withdraw it for good, from reading and from searching. Raises ExperienceStateConflict."""
    lock_row(experience)
    if experience.state is ExperienceState.WITHDRAWN:
        raise ExperienceStateConflict
    experience.state = ExperienceState.WITHDRAWN
    experience.withdrawn_reason = reason
    experience.version += 1
    search_index.remove_from_index(experience)
    audit.record(AuditAction.EXPERIENCE_WITHDRAWN, experience, actor=actor, now=now, reason=reason)


def list_missing(experience: Experience, *, now: datetime) -> list[str]:
    """The names of the fields that must be written before anybody is asked to read.

    An area is one of them where there is any to choose.
    """
    missing = [name for name in CHAIN if not getattr(experience, name)]
    if not experience.focus_areas and list_valid_areas(on=now.date()):
        missing.append(FOCUS_AREAS)
    return missing


def _require_complete(experience: Experience, now: datetime) -> None:
    """Raises TextIncomplete."""
    if list_missing(experience, now=now):
        raise TextIncomplete


def _lock_in_review(experience: Experience, version: int) -> None:
    lock_row(experience)
    check_version(experience, version)
    if experience.state is not ExperienceState.IN_REVIEW:
        raise ExperienceStateConflict


def _a_year_after(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28))
