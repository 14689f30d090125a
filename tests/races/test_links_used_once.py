"""A link that works once, used by several at once: it works once."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain.door import device as devices
from eventapp.domain.people import sign_in_link
from eventapp.domain.permission import Role
from eventapp.domain.survey import response
from eventapp.extensions import db
from eventapp.models import Device, SignInLink, SurveyResponse
from tests.builders import NOON, an_event
from tests.builders.account import an_account
from tests.builders.survey import a_reply, an_open_survey, links_of
from tests.races.concurrent import Task, remove_condition, run_concurrently

pytestmark = pytest.mark.xdist_group("races")

AT_ONCE = 4
DELAY = 0.05  # seconds between finding the link and using it


@dataclass(frozen=True, slots=True)
class Link:
    """A kind of link: how it is made and used, what a loser is answered, how often it was used.

    `guard` is the condition in its statement that lets only one succeed.
    """

    make: Callable[[], str]
    use: Callable[[str], Any]
    refusal: str
    uses: Callable[[], int]
    guard: str


def a_pairing_link() -> str:
    return devices.pairing_token(devices.invite(an_event(), "Entré", actor="organizer", now=NOON))


def a_sign_in_link() -> str:
    account = an_account(Role.ORGANIZER)
    return sign_in_link.sign_in_token(
        sign_in_link.create_sign_in_link(
            account, lasts=sign_in_link.SIGN_IN_LINK_DURATION, now=NOON
        )
    )


def a_survey_link() -> str:
    return links_of(an_open_survey())[0]


def _count(*which: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(*which)) or 0


LINKS = {
    "pairing a phone": Link(
        a_pairing_link,
        lambda token: devices.pair(token, now=NOON),
        "pairing-spent",
        lambda: _count(Device.paired_at.is_not(None)),
        " AND devices.paired_at IS NULL AND devices.revoked_at IS NULL$",
    ),
    "signing in": Link(
        a_sign_in_link,
        lambda token: sign_in_link.use_sign_in_link(token, now=NOON),
        "link-used",
        lambda: _count(SignInLink.used_at.is_not(None)),
        " AND sign_in_links.used_at IS NULL$",
    ),
    "answering a survey": Link(
        a_survey_link,
        lambda token: response.submit_response(token, a_reply(), now=NOON),
        "survey-link-used",
        lambda: _count(SurveyResponse.key.is_not(None)),
        r" AND survey_tokens.used IS \S+$",
    ),
}


@pytest.fixture(params=LINKS.values(), ids=LINKS.keys())
def link(request: pytest.FixtureRequest) -> Link:
    kind: Link = request.param
    return kind


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let time pass between finding and using, as it may on any machine."""
    for module, name in ((devices, "find_to_pair"), (sign_in_link, "find_sign_in_link")):
        monkeypatch.setattr(module, name, _and_pause(getattr(module, name)))


def _and_pause(look: Callable[..., Any]) -> Callable[..., Any]:
    def look_and_pause(*arguments: Any, **options: Any) -> Any:
        link = look(*arguments, **options)
        time.sleep(DELAY)
        return link

    return look_and_pause


def by_all(link: Link, token: str) -> list[Task]:
    def use() -> str:
        link.use(token)
        return "in"

    return [use] * AT_ONCE


@pytest.mark.usefixtures("slowly")
def test_of_several_at_once_one_gets_in(app: Flask, link: Link) -> None:
    token = link.make()

    assert run_concurrently(app, by_all(link, token)) == ["in", *[link.refusal] * (AT_ONCE - 1)]
    assert link.uses() == 1


@pytest.mark.usefixtures("slowly")
def test_without_its_guard_the_link_lets_in_more(
    app: Flask, app_without_locks: Flask, link: Link
) -> None:
    """The control: were this to pass with one, the test above would prove nothing."""
    token = link.make()
    with app_without_locks.app_context():
        unguarded = remove_condition(db.engine, link.guard)

    answers = run_concurrently(app_without_locks, by_all(link, token))

    assert unguarded
    assert answers != ["in", *[link.refusal] * (AT_ONCE - 1)]
