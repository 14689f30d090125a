"""Merging at the desk: what moves is shown first, then done, then undone."""

import pytest

from eventapp.clock import standing_at
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.extensions import db
from eventapp.models import Organisation, OrganisationMerge
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.account import an_account, signed_in
from tests.builders.delegation import a_coordinator
from tests.builders.forms import send
from tests.visitor import Visitor

HOME = "/organizer/organisations"


@pytest.fixture
def pair(app: object) -> tuple[Organisation, Organisation]:
    """Two that are one, both with places at an event, one with a person and a coordinator."""
    del app
    source, target = an_organisation("Fria städer"), an_organisation("Föreningen Fria Städer")
    event = an_event(seats=9, reserved={source: 3, target: 4})
    a_registration(event, organisation=source)
    a_coordinator(source)
    db.session.commit()
    return source, target


def fields(target: Organisation) -> dict[str, str]:
    return {"keep": target.code, "source_version": "1", "target_version": "1"}


def test_what_moves_is_shown_and_done_and_undone(
    desk: Visitor, pair: tuple[Organisation, Organisation]
) -> None:
    source, target = pair
    page = f"{HOME}/{source.code}/merge"

    preview = desk.get(f"{page}/new?keep={target.code}").text
    assert "<dt>Registrations</dt><dd>1</dd>" in preview
    assert "<dt>Roles of coordinators</dt><dd>1</dd>" in preview
    assert 'data-label="Afterwards">7</td>' in preview

    answer = send(desk, page, **fields(target))
    assert answer.headers["Location"].endswith(target.code)
    assert send(desk, page, **fields(target)).status_code == 409
    merge = db.session.query(OrganisationMerge).one()
    assert merge.code in desk.get(f"{HOME}/{target.code}").text
    assert merge.code in desk.get(f"{HOME}/{target.code}/history").text
    target_link = f'<a href="{HOME}/{target.code}"><bdi>{target.name}</bdi></a>'
    assert f"Everything is now with {target_link}." in desk.get(f"{HOME}/{source.code}").text

    undo = f"{HOME}/merges/{merge.code}/undoing"
    assert send(desk, undo).headers["Location"].endswith(source.code)
    assert "Fria städer" in desk.get(f"{HOME}?q=fria").text
    again = send(desk, undo)
    assert "can no longer be undone" in desk.get(again.headers["Location"]).text


def test_after_ten_minutes_it_is_not_offered(
    desk: Visitor, pair: tuple[Organisation, Organisation]
) -> None:
    source, target = pair
    send(desk, f"{HOME}/{source.code}/merge", **fields(target))
    code = db.session.query(OrganisationMerge).one().code

    with standing_at(NOON + UNDO_PERIOD):
        assert code not in desk.get(f"{HOME}/{target.code}").text
        send(desk, f"{HOME}/merges/{code}/undoing")
    db.session.expire_all()
    assert db.session.query(OrganisationMerge).one().undone_at is None


def test_one_must_be_chosen_and_the_preview_be_of_today(
    desk: Visitor, pair: tuple[Organisation, Organisation]
) -> None:
    source, target = pair
    page = f"{HOME}/{source.code}/merge"

    answers = [
        send(desk, page, **{**fields(target), **other})
        for other in ({"keep": ""}, {"keep": source.code}, {"source_version": "0"})
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 409]
    assert desk.get(f"{HOME}/{source.code}/merge/new").status_code == 200


def test_a_page_left_open_after_the_merge_does_not_offer_it_again(
    desk: Visitor, pair: tuple[Organisation, Organisation]
) -> None:
    source, target = pair
    page, other = f"{HOME}/{source.code}/merge", an_organisation("En helt annan")
    send(desk, page, **fields(target))
    code = db.session.query(OrganisationMerge).one().code

    for keep in (target, other):
        answer = send(desk, page, **{**fields(keep), "keep": keep.code})
        assert answer.status_code == 409
        assert "It has been merged into another organisation" in answer.text
        assert "Merge them" not in answer.text
        assert "See what moves" not in answer.text
        assert f"Everything is now with {target.name}." in answer.text
        assert f"{HOME}/merges/{code}/undoing" in answer.text


def test_it_is_undone_from_the_list_and_from_the_log_too(
    desk: Visitor, pair: tuple[Organisation, Organisation]
) -> None:
    source, target = pair
    send(desk, f"{HOME}/{source.code}/merge", **fields(target))
    code = db.session.query(OrganisationMerge).one().code
    undo = f"{HOME}/merges/{code}/undoing"

    signed_in(desk, an_account(Role.ADMIN, Role.ORGANIZER))  # who reads the log
    for page in (HOME, "/organizer/log"):
        assert desk.get(page).text.count(undo) == 1, page
        with standing_at(NOON + UNDO_PERIOD):
            assert undo not in desk.get(page).text, page
