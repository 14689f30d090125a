"""Certificates: for those who came, and confirmed for as long as the registration is there."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete

from eventapp.domain.desk.cancellation import force_cancel
from eventapp.domain.desk.prints.certificate import (
    NotOver,
    certificate_token,
    find_certificate,
    list_certificates,
    may_issue,
    record_certificates,
    sample_attendance,
)
from eventapp.domain.desk.prints.person import NothingToPrint
from eventapp.domain.event.attendance import mark_own_attendance
from eventapp.domain.record.disposal import delete_registrations
from eventapp.domain.schedule.release import store_release
from eventapp.extensions import db
from eventapp.models import AttendanceMode, CheckIn, Event, EventState, SessionKind
from tests.builders import HOUR, NOON, a_registration, a_session, an_event
from tests.builders.door import a_digest, a_phone, a_scan
from tests.domain.door.sending import send

OVER = NOON + 10 * HOUR


@pytest.fixture
def event(app: Flask) -> Event:
    held = an_event(starts_at=NOON - 2 * HOUR, ends_at=NOON + 6 * HOUR)
    a_session(held, kind=SessionKind.PLENARY, starts_at=NOON + HOUR, title="Platsen spelar roll")
    a_session(held, kind=SessionKind.PLENARY, starts_at=NOON - 2 * HOUR, title="Före")
    store_release(held, actor="organizer", now=NOON)
    return held


def issue(event: Event) -> str:
    issued = list_certificates(event, now=OVER)
    record_certificates(event, issued, actor="organizer", now=OVER)
    return issued[0].token


def test_those_who_came_get_one_with_what_they_took_part_in(event: Event) -> None:
    phone, _token = a_phone(event)
    came, stayed_away = a_registration(event, name="Åsa Öhlén"), a_registration(event)
    send(phone, a_scan(a_digest(came)))

    (certificate,) = list_certificates(event, now=OVER)

    assert certificate.name == "Åsa Öhlén"
    assert certificate.token == certificate_token(came) != certificate_token(stayed_away)
    assert [s.title for s in certificate.attended.sessions] == ["Platsen spelar roll"]
    assert certificate.attended.minutes == 60


def test_before_the_end_or_when_it_did_not_take_place_there_are_none(event: Event) -> None:
    assert may_issue(event, now=OVER)
    with pytest.raises(NothingToPrint):
        list_certificates(event, now=OVER)
    with pytest.raises(NotOver):
        list_certificates(event, now=event.ends_at - timedelta(seconds=1))
    event.state = EventState.CANCELLED
    with pytest.raises(NotOver):
        list_certificates(event, now=OVER)


def test_on_a_screen_those_who_said_so_took_part(app: Flask) -> None:
    meeting = an_event(form=AttendanceMode.ONLINE, starts_at=NOON - HOUR, ends_at=NOON + HOUR)
    mark_own_attendance(a_registration(meeting), now=NOON)
    a_registration(meeting)

    (certificate,) = list_certificates(meeting, now=OVER)

    assert len(certificate.attended.days) == 1


def test_an_issued_one_is_confirmed_and_outlives_the_scans(event: Event) -> None:
    phone, _token = a_phone(event)
    came = a_registration(event, name="Åsa de la Öhlén")
    send(phone, a_scan(a_digest(came)))
    assert find_certificate(certificate_token(came)) is None
    token = issue(event)
    db.session.execute(delete(CheckIn))

    confirmed = find_certificate(token)

    assert confirmed
    assert (confirmed.initials, confirmed.attended.minutes) == ("Å. d. l. Ö.", 60)
    assert issue(event) == token
    delete_registrations([came.id])
    assert find_certificate(token) is None


def test_an_entry_that_was_undone_takes_the_next_certificate_away(event: Event) -> None:
    phone, _token = a_phone(event)
    came, mistaken = a_registration(event), a_registration(event)
    scan = a_scan(a_digest(mistaken))
    send(phone, a_scan(a_digest(came)), scan)
    issue(event)
    token = certificate_token(mistaken)
    assert find_certificate(token)
    send(phone, a_scan(target=scan["id"]))

    issue(event)

    assert find_certificate(token) is None


def test_it_is_confirmed_no_longer_once_the_person_is_cancelled(event: Event) -> None:
    phone, _token = a_phone(event)
    came = a_registration(event)
    send(phone, a_scan(a_digest(came)))
    token = issue(event)

    force_cancel(came, actor="organizer", reason="Var någon annan", now=OVER)

    assert find_certificate(token) is None


@pytest.mark.parametrize("wrong", ["", "x", "0" * 26, "Ä" * 26, "0" * 400])
def test_any_other_token_confirms_nothing(event: Event, wrong: str) -> None:
    phone, _token = a_phone(event)
    came = a_registration(event)
    send(phone, a_scan(a_digest(came)))
    token = issue(event)

    assert find_certificate(wrong) is None
    assert find_certificate(came.code + wrong[:16]) is None
    assert find_certificate(token[:-1]) is None
    assert find_certificate(token + "a") is None


def test_the_sample_is_of_somebody_who_was_there_all_the_time(event: Event) -> None:
    assert sample_attendance(event).minutes == 120
