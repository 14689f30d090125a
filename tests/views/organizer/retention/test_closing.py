"""Closing an event from its page: what is open, the bundle, what is deleted when, and back."""

import pytest
from flask import Flask

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Event, Job, JobKind, JobState
from eventapp.worker.loop import run_all
from tests.builders import an_event
from tests.builders.account import an_account, signed_in
from tests.builders.closing import an_event_with_everything, over, unpacked
from tests.builders.forms import send
from tests.builders.survey import an_open_survey
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both


@pytest.fixture
def event(app: Flask) -> Event:
    return over(an_event_with_everything(app))


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    """A browser in which an organizer has signed in."""
    client.set_cookie("language", "en")
    return signed_in(client, an_account(Role.ORGANIZER))


def work() -> None:
    db.session.query(Job).filter(Job.kind != JobKind.EVENT_BUNDLE).update({"state": JobState.DONE})
    db.session.commit()
    run_all()


def test_from_the_events_page_to_the_bundle_and_back(desk: Visitor, event: Event) -> None:
    overview = f"/organizer/events/{event.slug}"
    page = f"{overview}/closing"
    assert f'href="{page}"' in desk.get(overview).text
    assert "Nothing. Everything is done." in desk.get(page).text

    assert send(desk, f"{page}/bundles", page=page).status_code == 303
    assert "0 of 8 parts are ready" in desk.get(page).text
    work()
    shown = desk.get(page).text
    address = shown.partition(f'href="{page}/bundles/')[2].partition('"')[0]
    got = desk.get(f"{page}/bundles/{address}")
    assert got.mimetype == "application/zip"
    assert "Läs mig.txt" in unpacked(got.data)
    assert "arkivpaket" in got.headers["Content-Disposition"]
    assert "Closed on" in desk.get(overview).text
    actions = db.session.query(AuditEntry.action, AuditEntry.details).all()
    assert (AuditAction.FILE_EXPORTED, {"list": "bundle"}) in [tuple(row) for row in actions]

    asks = desk.get(f"{page}/reopening/new").text
    assert "The bundle that was made stays here" in asks
    assert send(desk, f"{page}/reopening", page=f"{page}/reopening/new").status_code == 303
    again = desk.get(page).text
    assert "Earlier bundles" in again
    assert address in again
    assert send(desk, f"{page}/reopening", page=page).status_code == 409


def test_an_open_survey_is_named_and_holds_it_up(desk: Visitor, event: Event) -> None:
    an_open_survey(5, event)
    db.session.commit()
    page = f"/organizer/events/{event.slug}/closing"

    shown = desk.get(page).text
    assert "1 survey takes answers still" in shown
    assert "Close the event</button>" not in shown
    refused = send(desk, f"{page}/bundles", page=f"/organizer/events/{event.slug}")
    assert refused.status_code == 409
    assert "A survey is not finished" in refused.text


def test_what_is_to_come_says_when(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()
    page = f"/organizer/events/{event.slug}/closing"
    assert "It can be closed when it is" in desk.get(page).text
    assert send(desk, f"{page}/bundles", page=f"/organizer/events/{event.slug}").status_code == 409


def test_a_bundle_that_failed_says_so_and_can_be_made_again(desk: Visitor, event: Event) -> None:
    page = f"/organizer/events/{event.slug}/closing"
    send(desk, f"{page}/bundles", page=page)
    db.session.query(Job).filter_by(kind=JobKind.EVENT_BUNDLE).update({"state": JobState.FAILED})
    db.session.commit()

    assert "The bundle could not be made" in desk.get(page).text
    assert send(desk, f"{page}/bundles/again", page=page).status_code == 303
    work()
    assert "Get the bundle" in desk.get(page).text
    assert send(desk, f"{page}/bundles/again", page=page).status_code == 409


def test_a_records_officer_takes_the_bundle_and_closes_nothing(
    client: Visitor, desk: Visitor, event: Event
) -> None:
    page = f"/organizer/events/{event.slug}/closing"
    send(desk, f"{page}/bundles", page=page)
    work()
    officer = signed_in(client, an_account(Role.RECORDS_OFFICER))

    shown = officer.get(page).text
    assert "Open the event again" not in shown
    assert "Get the bundle" in shown
    assert officer.get(f"{page}/reopening/new").status_code == 404
