"""Seeding the sample once, in one transaction: an installation has all of it or nothing."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from eventapp.clock import utcnow
from eventapp.demo import (
    conference,
    current_events,
    door,
    exchange,
    focus_area,
    invitee,
    material,
    organisation,
    sample_mail,
    series,
    session_question,
    speaker,
    survey,
)
from eventapp.demo.material import Slides
from eventapp.demo.speaker import Portraits
from eventapp.domain import outbox
from eventapp.domain.event.event import all_events_revision
from eventapp.extensions import db


def seed_sample() -> None:
    """Create the sample unless there are events, with every mail marked as sent. Commits."""
    now = utcnow()
    count, _revisions = all_events_revision()
    if count:
        db.session.rollback()
        return
    # What needs no database is drawn and set meanwhile, on another processor.
    with ThreadPoolExecutor() as meanwhile:
        portraits = meanwhile.submit(speaker.draw_portraits)
        slides = meanwhile.submit(material.set_slides)
        _seed(portraits, slides, now=now)
    db.session.commit()
    sample_mail.store_sample_mail()


def _seed(portraits: Future[Portraits], slides: Future[Slides], *, now: datetime) -> None:
    organisation.seed_organisations()
    focus_area.seed_focus_areas()
    conference.seed_conference(now=now)
    series.seed_series()
    current_events.seed_current_events(now=now)
    invitee.seed_invitees(now=now)
    speaker.seed_speakers(portraits.result(), now=now)
    session_question.seed_session_questions(now=now)
    door.seed_check_ins(now=now)
    material.seed_materials(slides.result(), now=now)
    survey.seed_surveys(now=now)
    exchange.seed_exchange(now=now)
    outbox.mark_all_done(now=now)
