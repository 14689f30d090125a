"""Closing: only what is over and counted, once; opened again by a second word, and logged."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.retention.closing.closing import (
    BundleUnderWay,
    ClosedAlready,
    NotClosed,
    StillToCome,
    SurveyUnfinished,
    close_event,
    find_bundle,
    find_closing,
    find_ready_bundle,
    has_failed,
    list_bundles,
    make_bundle_again,
    reopen_event,
)
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AuditEntry,
    Event,
    EventBundle,
    EventClosing,
    EventState,
    Job,
    JobKind,
    JobState,
)
from tests.builders import DAY, NOON, an_event
from tests.builders.survey import an_open_survey, closed_and_mixed

pytestmark = pytest.mark.usefixtures("app")


def a_past_event(**facts: object) -> Event:
    event = an_event(**facts)  # type: ignore[arg-type]
    event.starts_at, event.ends_at = NOON - 2 * DAY, NOON - DAY
    db.session.commit()
    return event


def close(event: Event) -> EventClosing:
    return close_event(event, language="sv", actor="organizer", now=NOON)


def bundle_of(event: Event) -> EventBundle:
    closing = find_closing(event)
    assert closing
    bundle = find_bundle(closing)
    assert bundle
    return bundle


def test_closing_is_logged_and_promises_the_bundle_once() -> None:
    event = a_past_event()
    closing = close(event)
    db.session.commit()

    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == AuditAction.EVENT_CONCLUDED)
    ).one()
    assert (entry.subject_code, entry.details) == (event.public_id, {"closing": closing.code})
    jobs = db.session.query(Job).filter_by(kind=JobKind.EVENT_BUNDLE).all()
    assert [job.payload for job in jobs] == [{"bundle_id": bundle_of(event).id, "round": 1}]
    with pytest.raises(ClosedAlready):
        close(event)


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.POSTPONED, EventState.PUBLISHED])
def test_what_is_not_over_stays_open(state: EventState) -> None:
    event = a_past_event()
    event.state = state
    if state is EventState.PUBLISHED:
        event.ends_at = NOON + timedelta(seconds=1)
    with pytest.raises(StillToCome):
        close(event)


def test_an_event_that_was_cancelled_can_be_closed_before_its_day() -> None:
    event = an_event()
    event.state = EventState.CANCELLED
    assert close(event).event_id == event.id


def test_a_survey_must_be_closed_and_counted_first() -> None:
    event = a_past_event()
    survey = an_open_survey(6, event)
    with pytest.raises(SurveyUnfinished):
        close(event)
    closed_and_mixed(survey).complete = False
    db.session.commit()
    with pytest.raises(SurveyUnfinished):
        close(event)
    survey.complete = True
    assert close(event)


def test_opened_again_it_can_be_closed_again_and_the_first_bundle_stays() -> None:
    event = a_past_event()
    first = close(event)
    bundle_of(event).made_at = NOON
    reopen_event(event, actor="organizer", now=NOON)

    assert find_closing(event) is None
    assert find_ready_bundle(event, first.code)
    with pytest.raises(NotClosed):
        reopen_event(event, actor="organizer", now=NOON)
    second = close(event)
    assert [bundle.closing for bundle in list_bundles(event)] == [second, first]
    assert find_ready_bundle(event, second.code) is None


def test_the_bundle_of_another_event_is_not_found() -> None:
    event, other = a_past_event(), a_past_event()
    code = close(event).code
    bundle_of(event).made_at = NOON
    assert find_ready_bundle(other, code) is None


def test_a_bundle_that_failed_can_be_made_again_and_no_other() -> None:
    event = a_past_event()
    with pytest.raises(NotClosed):
        make_bundle_again(event, actor="organizer", now=NOON)
    close(event)
    with pytest.raises(BundleUnderWay):
        make_bundle_again(event, actor="organizer", now=NOON)
    db.session.query(Job).filter_by(kind=JobKind.EVENT_BUNDLE).update({"state": JobState.FAILED})
    assert has_failed(bundle_of(event))

    make_bundle_again(event, actor="organizer", now=NOON)
    assert (bundle_of(event).round, has_failed(bundle_of(event))) == (2, False)
