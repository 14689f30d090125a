"""Notices: a card at once to those whose yes it waits for, leads together the day after."""

from datetime import datetime

import pytest
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain import outbox
from eventapp.domain.exchange import approval, lead
from eventapp.domain.exchange.lead import LeadText
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import Account, Job, Lead
from eventapp.worker import exchange, handlers
from tests.builders import DAY, HOUR, NOON, an_organisation
from tests.builders.account import an_account
from tests.builders.experience import EDITOR, a_draft_experience, an_experience_in_review

pytestmark = pytest.mark.usefixtures("app")


def a_lead(now: datetime = NOON) -> Lead:
    text = LeadText("Orossamtal", "Vi började ringa.", "samordnare", "funktion@town.example")
    return lead.submit(text, an_organisation().id, event=None, now=now)


def notified(now: datetime) -> list[str]:
    """Who is notified by the periodic work of a day."""
    db.session.commit()
    before = {job.id for job in db.session.scalars(select(Job))}
    db.session.commit()
    exchange.run_due(now=now)
    jobs = [job for job in db.session.scalars(select(Job)) if job.id not in before]
    accounts = [db.session.get_one(Account, job.payload["account_id"]) for job in jobs]
    return sorted(account.email for account in accounts)


def letters(monkeypatch: pytest.MonkeyPatch, now: datetime = NOON) -> list[Letter]:
    sent: list[Letter] = []
    monkeypatch.setattr(handlers, "send", sent.append)
    db.session.commit()
    with standing_at(now):
        for leased in outbox.lease(50, now=now):
            db.session.commit()
            handlers.carry_out(*handlers.compose_all([leased], {}))
    db.session.commit()
    return sent


def test_a_lead_leaves_no_trace_of_its_hour() -> None:
    an_account(Role.EDITOR)
    a_lead()

    assert notified(NOON) == []
    assert notified(NOON + 2 * HOUR) == []
    assert db.session.scalars(select(Job)).all() == []


def test_each_editor_is_told_once_the_day_after_however_often_the_clock_asks() -> None:
    editors = sorted(an_account(Role.EDITOR).email for _ in range(2))
    an_account(Role.ADMIN)
    a_lead()
    a_lead()

    assert notified(NOON + DAY) == editors
    assert notified(NOON + DAY + HOUR) == []
    assert notified(NOON + 5 * DAY) == []
    a_lead(NOON + 5 * DAY)
    assert notified(NOON + 6 * DAY) == editors


def test_where_there_is_no_editor_administrators_are_notified() -> None:
    admin = an_account(Role.ADMIN)
    an_account(Role.ORGANIZER)
    a_lead()

    assert notified(NOON + DAY) == [admin.email]


def test_the_letter_counts_what_waits_and_is_not_sent_when_nothing_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    an_account(Role.EDITOR)
    first, _second = a_lead(), a_lead()
    notified(NOON + DAY)
    lead.set_aside(first)
    (letter,) = letters(monkeypatch, NOON + DAY)

    assert "1 uppslag" in letter.body or "1 lead" in letter.body
    assert "Orossamtal" not in letter.body


def test_leads_that_are_decided_about_are_told_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    an_account(Role.EDITOR)
    only = a_lead()
    notified(NOON + DAY)
    lead.set_aside(only)

    assert letters(monkeypatch, NOON + DAY) == []


def test_an_experience_is_told_of_to_its_organisation_and_the_editors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town = an_organisation()
    editor = an_account(Role.EDITOR)
    coordinator = an_account(Role.COORDINATOR, organisation=town)
    an_account(Role.COORDINATOR, organisation=an_organisation())
    experience = an_experience_in_review(town)
    own, desk = f"/own-experiences/{experience.code}", f"/organizer/experiences/{experience.code}"

    sent = {letter.to: letter.body for letter in letters(monkeypatch)}

    assert set(sent) == {editor.email, coordinator.email}
    assert own in sent[coordinator.email]
    assert desk in sent[editor.email]


def test_an_experience_that_went_back_meanwhile_is_told_of_to_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    an_account(Role.EDITOR)
    experience = a_draft_experience()
    approval.send_for_review(experience, actor=EDITOR, now=NOON)
    approval.ask_for_change(
        experience, "Kortare.", version=experience.version, actor=EDITOR, now=NOON
    )

    assert letters(monkeypatch) == []
