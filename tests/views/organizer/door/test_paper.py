"""A list on paper, entered by codes and Enter: after the event too, each person once a day."""

from datetime import datetime

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventapp.domain.permission import Role
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, CheckIn, Event, Registration
from tests.builders import DAY, HOUR, NOON, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.views.public.pages import words
from tests.visitor import Visitor

LONG_AGO = NOON - 30 * DAY


def of_two_days(starts_at: datetime) -> Event:
    return an_event(
        seats=20,
        starts_at=starts_at,
        ends_at=starts_at + DAY + 4 * HOUR,
        registration_opens_at=LONG_AGO - DAY,
        registration_closes_at=starts_at,
        cancellation_closes_at=starts_at,
    )


def a_guest(event: Event) -> Registration:
    registration = a_registration(event, name="Åsa Öberg", now=LONG_AGO)
    db.session.commit()
    return registration


@pytest.fixture
def event(app: Flask) -> Event:
    """One that began an hour ago."""
    return of_two_days(NOON - HOUR)


@pytest.fixture
def guest(event: Event) -> Registration:
    return a_guest(event)


@pytest.fixture
def desk(client: Visitor, app: Flask) -> Visitor:
    return signed_in(client, an_account(Role.ORGANIZER))


def enter(desk: Visitor, event: Event, code: str, day: str = "") -> TestResponse:
    address = f"/organizer/events/{event.slug}/door/paper?day={day}"
    return desk.post(address, data={"code": code, "csrf_token": desk.form_token()})


def entries() -> int:
    return db.session.query(CheckIn).count()


def test_a_code_is_entered_as_people_write_it_and_can_be_undone(
    desk: Visitor, event: Event, guest: Registration
) -> None:
    code = guest.desk_code.lower()
    answer = enter(desk, event, f" {code[:4]} {code[4:]} ")
    assert answer.status_code == 303
    page = desk.get(answer.location).text
    assert "Åsa Öberg kom" in words(page)
    undo = page.partition("/undoing")[0].rpartition('action="')[2] + "/undoing"
    assert desk.post(undo, data={"csrf_token": desk.form_token()}).status_code == 303
    assert enter(desk, event, code).status_code == 303
    entry = db.session.query(AuditEntry).filter_by(action=AuditAction.CHECKED_IN_AT_DESK).first()
    assert entry
    assert entry.details == {"list": "paper"}


def test_days_after_the_event_one_still_says_on_which_day(desk: Visitor, app: Flask) -> None:
    event = of_two_days(NOON - 10 * DAY)
    guest = a_guest(event)
    first = event.starts_at.date()
    assert enter(desk, event, guest.desk_code, first.isoformat()).status_code == 303
    assert enter(desk, event, guest.desk_code, (first + DAY).isoformat()).status_code == 303
    again = enter(desk, event, guest.desk_code, first.isoformat())
    assert again.status_code == 409
    assert "redan incheckad" in words(again.text)
    assert entries() == 2


@pytest.mark.parametrize("code", ["ZZZZ9999", "å", "x" * 39])
def test_a_code_that_nobody_has_stays_in_the_field(desk: Visitor, event: Event, code: str) -> None:
    answer = enter(desk, event, code)
    assert answer.status_code == 409
    assert "Ingen på det här evenemanget har den koden" in words(answer.text)
    assert f'value="{code}"' in answer.text


def test_an_empty_line_and_an_endless_one_are_said_kindly(desk: Visitor, event: Event) -> None:
    assert enter(desk, event, "").status_code == 422
    assert enter(desk, event, "A" * 5000).status_code == 422


def test_whoever_has_cancelled_is_not_entered(
    desk: Visitor, event: Event, guest: Registration
) -> None:
    cancel(guest, now=LONG_AGO)
    db.session.commit()
    answer = enter(desk, event, guest.desk_code)
    assert answer.status_code == 409
    assert "har avbokat sig" in words(answer.text)
    assert entries() == 0


def test_before_the_event_there_is_no_list(desk: Visitor, app: Flask) -> None:
    event = of_two_days(NOON + 5 * DAY)
    assert "Evenemanget har inte börjat" in words(
        desk.get(f"/organizer/events/{event.slug}/door/paper").text
    )
    assert enter(desk, event, "ABCD2345").status_code == 404


def test_a_day_that_is_none_is_the_latest_that_has_come(
    desk: Visitor, event: Event, guest: Registration
) -> None:
    assert enter(desk, event, guest.desk_code, "2031-13-77").status_code == 303


def test_undo_is_of_the_day_that_was_entered_and_nothing_more_is_said(
    desk: Visitor, app: Flask
) -> None:
    event = of_two_days(NOON - 10 * DAY)
    guest = a_guest(event)
    first = event.starts_at.date()
    page = f"/organizer/events/{event.slug}/door/paper?day={first}&last={guest.code}"
    assert "Åsa Öberg" not in desk.get(page).text  # not entered yet: an address alone says nothing

    enter(desk, event, guest.desk_code, (first + DAY).isoformat())
    assert "Åsa Öberg" not in desk.get(page).text
    enter(desk, event, guest.desk_code, first.isoformat())
    shown = desk.get(page).text
    undo = shown.partition("/undoing")[0].rpartition('action="')[2] + "/undoing"
    desk.post(undo, data={"csrf_token": desk.form_token()})

    assert enter(desk, event, guest.desk_code, first.isoformat()).status_code == 303
    assert enter(desk, event, guest.desk_code, (first + DAY).isoformat()).status_code == 409


def test_undone_on_the_page_itself_one_goes_on_with_the_list(
    desk: Visitor, event: Event, guest: Registration
) -> None:
    page = desk.get(enter(desk, event, guest.desk_code).location).text
    undo = page.partition("/undoing")[0].rpartition('action="')[2]
    undo += page.partition(undo)[2].partition('"')[0]
    answer = desk.post(undo.replace("&amp;", "&"), data={"csrf_token": desk.form_token()})
    assert "/door/paper" in answer.location
    assert "Incheckningen är ångrad" in words(desk.get(answer.location).text)
    again = desk.post(undo.replace("&amp;", "&"), data={"csrf_token": desk.form_token()})
    assert "redan" in words(desk.get(again.location).text)
