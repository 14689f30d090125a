"""Leads: submitted without an account, taken up as a draft or set aside."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventapp.domain.errors import Refusal
from eventapp.domain.exchange.experience import ExperienceText, draft
from eventapp.domain.locking import lock_row
from eventapp.domain.paging import Page
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Event, Experience, Lead, LeadState, Organisation

PAGE_SIZE = 50
EXPERIENCE_TITLE_MAX_LENGTH = 80


class LeadAlreadyDecided(Refusal):
    """Somebody has decided about it already."""

    code = "lead-taken"
    sentence = _l("Someone has already decided about this lead.")


@dataclass(frozen=True, slots=True)
class LeadText:
    """What is submitted. The contact is a function and a shared mailbox."""

    title: str
    story: str
    contact_function: str
    contact_email: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class LeadPage:
    """One page of leads; pages count from 1."""

    leads: Sequence[Lead]
    page: int
    pages: int
    total: int


def submit(text: LeadText, organisation_id: int, *, event: Event | None, now: datetime) -> Lead:
    """Store a lead with its day alone: an hour could be compared with that of a survey answer.

    The same text sent again on the same day is the lead that waits already. Flushes.
    """
    words = asdict(text) | {"organisation_id": organisation_id, "told_on": now.date()}
    lock_row(db.session.get_one(Organisation, organisation_id))  # a second click waits
    if waiting := db.session.scalar(select(Lead).filter_by(**words, state=LeadState.NEW)):
        return waiting
    lead = Lead(event=event, **words)
    db.session.add(lead)
    db.session.flush()
    return lead


def take_up(lead: Lead, *, actor: str, now: datetime) -> Experience:
    """Draft an experience from the lead; its story is the problem until an editor sorts it.

    Raises LeadAlreadyDecided. Flushes.
    """
    lock_row(lead)
    if lead.state is not LeadState.NEW:
        raise LeadAlreadyDecided
    text = ExperienceText(
        title=lead.title[:EXPERIENCE_TITLE_MAX_LENGTH],
        problem=lead.story,
        failed=lead.failed,
        contact_function=lead.contact_function,
        contact_email=lead.contact_email,
    )
    experience = draft(lead.organisation, text, actor=actor, now=now, event_id=lead.event_id)
    lead.state, lead.experience = LeadState.TAKEN_UP, experience
    db.session.flush()
    return experience


def set_aside(lead: Lead) -> None:
    """Decide against the lead. Raises LeadAlreadyDecided."""
    lock_row(lead)
    if lead.state is not LeadState.NEW:
        raise LeadAlreadyDecided
    lead.state = LeadState.SET_ASIDE


def find(code: str) -> Lead | None:
    """The lead of this code."""
    return db.session.scalar(select(Lead).where(Lead.code == code))


def list_leads(*, page: int) -> LeadPage:
    """The leads that nobody has decided about, the newest first."""
    waiting = select(Lead).where(Lead.state == LeadState.NEW)
    total = count_waiting()
    shown = Page.of(total, wanted=page, size=PAGE_SIZE)
    leads = db.session.scalars(
        waiting.options(joinedload(Lead.organisation), joinedload(Lead.event))
        .order_by(Lead.told_on.desc(), Lead.id.desc())
        .limit(PAGE_SIZE)
        .offset(shown.start)
    ).all()
    return LeadPage(leads, shown.number, shown.pages, total)


def count_waiting() -> int:
    """The number of leads that nobody has decided about."""
    waiting = select(func.count()).select_from(Lead).where(Lead.state == LeadState.NEW)
    return db.session.scalar(waiting) or 0
