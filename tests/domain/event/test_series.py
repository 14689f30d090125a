"""Series of online meetings: created from dates, listed, and the revision of their page."""

from datetime import timedelta

import pytest

from eventapp.domain.event.deletion import delete_draft
from eventapp.domain.event.event import publish_event
from eventapp.domain.event.series import (
    SeriesText,
    SeriesUsed,
    create_series,
    delete_series,
    find_series,
    list_meetings,
    series_revision,
)
from eventapp.extensions import db
from eventapp.models import AuditEntry, EventState, Series
from tests.builders import DAY, NEXT_MONTH, NOON, an_event

pytestmark = pytest.mark.usefixtures("app")

TEXT = SeriesText("Nätverket", "", [], "https://meet.example/x", 20, timedelta(minutes=90))


def create(*, published: bool = True) -> Series:
    dates = [NEXT_MONTH + 30 * DAY, NEXT_MONTH]
    return create_series(TEXT, dates, published=published, actor="organizer", now=NOON)


def test_each_date_becomes_an_online_meeting_in_order_of_time() -> None:
    meetings = list_meetings(create())

    assert [meeting.starts_at for meeting in meetings] == [NEXT_MONTH, NEXT_MONTH + 30 * DAY]
    assert {meeting.ends_at - meeting.starts_at for meeting in meetings} == {TEXT.lasts}
    assert all(meeting.online and meeting.closed for meeting in meetings)


def test_drafts_are_no_meetings_that_anybody_sees() -> None:
    series = create(published=False)
    assert list_meetings(series) == []

    draft = series.events[0]
    publish_event(draft, actor="organizer", now=NOON)

    assert list_meetings(series) == [draft]
    assert {event.state for event in series.events} == {EventState.DRAFT, EventState.PUBLISHED}


def test_two_series_of_one_title_get_two_addresses() -> None:
    assert create().slug != create().slug


def test_the_pages_revision_rises_with_the_series_and_each_meeting() -> None:
    series = create()
    revisions = [series_revision(series.slug)]
    series.events[0].revision += 1
    revisions.append(series_revision(series.slug))
    series.version += 1
    revisions.append(series_revision(series.slug))
    an_event(series_id=series.id)
    revisions.append(series_revision(series.slug))

    assert len(set(revisions)) == len(revisions)
    assert series_revision("none") is None


def test_a_series_without_meetings_is_deleted_and_no_other() -> None:
    series = create(published=False)
    with pytest.raises(SeriesUsed):
        delete_series(series, actor="organizer", now=NOON)
    for draft in list(series.events):
        delete_draft(draft, actor="organizer", now=NOON)
    db.session.expire_all()

    delete_series(series, actor="organizer", now=NOON)

    assert find_series(series.slug) is None
    assert db.session.query(AuditEntry).filter_by(action="series deleted").count() == 1
