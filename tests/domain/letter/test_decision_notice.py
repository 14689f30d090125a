"""Organizers are written to before a seat that waits for them is lost: once a day, by day."""

from datetime import datetime, timedelta

import pytest

from eventapp.clock import standing_at
from eventapp.domain.desk.approval import approve
from eventapp.domain.letter.decision_notice import NOTICE_TIME
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import Event, Registration
from eventapp.worker import handlers, letter, loop
from tests.builders import DAY, HOUR, NOON, a_registration, an_event
from tests.builders.account import an_account

pytestmark = pytest.mark.usefixtures("app")
DUE = NOON + 5 * DAY - NOTICE_TIME  # the first day on which the letter goes


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    """The letters about decisions, in order."""
    letters: list[Letter] = []

    def send(written: Letter) -> None:
        if "/registrations?state=pending" in str(written.body):
            letters.append(written)

    monkeypatch.setattr(handlers, "send", send)
    return letters


def work(now: datetime) -> None:
    db.session.commit()
    with standing_at(now):
        letter.run_due(now=now)
        loop.run_all()


@pytest.fixture
def pending() -> Registration:
    """Somebody who waits for five days at most."""
    event = an_event(title="Trygga torg", approval_days=5, starts_at=NOON + 30 * DAY)
    return a_registration(event, name="Anna Ek")


def an_organizer_of(event: Event | None, language: str = "sv") -> str:
    """Somebody who runs this event, or all; the address."""
    account = an_account(Role.ORGANIZER, event=event)
    account.language = language
    return account.email


def test_it_comes_before_the_seat_is_lost_and_once_a_day(
    pending: Registration, sent: list[Letter]
) -> None:
    own = an_organizer_of(pending.event, "en")
    an_organizer_of(None)  # gets none
    a_registration(pending.event).decide_by = NOON + 14 * DAY  # has time yet

    work(DUE - timedelta(minutes=1))
    assert sent == []
    for hours in (0, 1, 5):
        work(DUE + hours * HOUR)
    (written,) = sent
    assert written.to == own
    assert written.subject == "1 registration is waiting for your decision: Trygga torg"
    assert "Anna" not in str(written.body) + str(written.html)

    work(DUE + DAY)
    assert len(sent) == 2


@pytest.mark.parametrize("hour", [-8, 10])
def test_nobody_is_written_to_at_night(
    pending: Registration, sent: list[Letter], hour: int
) -> None:
    an_organizer_of(pending.event)
    work(DUE + DAY + hour * HOUR)
    assert sent == []


def test_without_organizers_of_its_own_those_of_all_events_have_it(
    pending: Registration, sent: list[Letter]
) -> None:
    del pending
    an_account(Role.ADMIN)
    everywhere = an_organizer_of(None)
    work(DUE)
    assert [written.to for written in sent] == [everywhere]


def test_who_was_decided_about_meanwhile_is_not_written_about(
    pending: Registration, sent: list[Letter]
) -> None:
    an_organizer_of(pending.event)
    db.session.commit()
    letter.run_due(now=DUE)
    approve(pending, actor="desk", now=DUE)
    work(DUE)
    assert sent == []
