"""The start list of an empty installation: each step is done by doing it, or set aside."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from eventapp.domain.event.start_list import (
    StartList,
    StartStep,
    StepState,
    close_start_list,
    load_start_list,
    set_aside,
    take_up,
)
from eventapp.domain.people.mail_trial import answer_mail_trial, send_mail_trial
from eventapp.domain.permission import Role
from eventapp.domain.record import audit, disposal
from eventapp.domain.site.settings import LogoPicture, save_logo, save_settings
from eventapp.domain.site.site import Site, newest_version
from eventapp.extensions import db
from eventapp.models import Account, AuditAction, FocusArea, TrialOutcome
from tests.builders import NOON, an_event, an_organisation
from tests.builders.account import an_account, an_admin

pytestmark = pytest.mark.usefixtures("app")
TODAY = NOON.date()


def listed() -> StartList:
    start_list = load_start_list(on=TODAY)
    assert start_list is not None
    return start_list


def do(step: StartStep, admin: Account) -> None:
    """Do what the step asks for, in the least way."""
    match step:
        case StartStep.MAIL:
            answer_mail_trial(send_mail_trial(admin, "a@bra.example", now=NOON), TrialOutcome.BOTH)
        case StartStep.SITE:
            save_settings(Site(name="Exempel"), version=0, actor=admin.code, now=NOON)
        case StartStep.FOCUS_AREAS:
            area = {"code": "a", "name": "A", "name_en": "A", "short_name": "A"}
            db.session.add(
                FocusArea(**area, short_name_en="A", position=1, valid_from=date(2023, 1, 1))
            )
        case StartStep.ORGANISATIONS:
            an_account(Role.COORDINATOR, organisation=an_organisation())
        case StartStep.COLLEAGUES:
            an_admin()
            an_account(Role.SECURITY_CONTACT)
        case StartStep.RETENTION:
            audit.record(
                AuditAction.RETENTION_DECIDED, audit.INSTALLATION, actor=admin.code, now=NOON
            )
        case StartStep.EVENT:
            an_event()
    db.session.flush()


def test_everything_is_open_at_first() -> None:
    an_admin()
    assert set(listed().states.values()) == {StepState.OPEN}
    assert (listed().finished, listed().left, listed().admins) == (0, len(StartStep), 1)


@pytest.mark.parametrize("step", StartStep)
def test_a_step_is_done_by_doing_it_and_no_other_is(step: StartStep) -> None:
    do(step, an_admin())
    done = [step for step, state in listed().states.items() if state is StepState.DONE]
    assert done == [step]


def test_an_ended_area_an_account_that_was_closed_and_a_role_for_one_event_do_not_count() -> None:
    admin = an_account(Role.ADMIN)
    for step in (StartStep.FOCUS_AREAS, StartStep.ORGANISATIONS, StartStep.COLLEAGUES):
        do(step, admin)
    db.session.query(FocusArea).update({"valid_until": date(2024, 1, 1)})
    db.session.query(Account).filter(Account.id != admin.id).update({"active": False})
    assert set(listed().states.values()) == {StepState.OPEN}


def test_a_logo_without_a_name_is_not_yet_name_and_look(app: Flask) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], site_name="")
    save_logo(LogoPicture(b"png", 10, 5, "d1"), version=0, actor="a1", now=NOON)
    assert listed().states[StartStep.SITE] is StepState.OPEN

    newest = newest_version()
    assert newest is not None
    save_settings(Site(name="Exempel"), version=newest.id, actor="a1", now=NOON)
    assert listed().states[StartStep.SITE] is StepState.DONE


def test_colleagues_are_not_done_while_nobody_registers_protected_people() -> None:
    for _ in range(2):
        an_admin()
    assert listed().states[StartStep.COLLEAGUES] is StepState.OPEN
    an_account(Role.SECURITY_CONTACT)
    assert listed().states[StartStep.COLLEAGUES] is StepState.DONE


@pytest.mark.parametrize("outcome", sorted(set(TrialOutcome) - {TrialOutcome.BOTH}))
def test_a_letter_that_was_not_seen_whole_has_failed(outcome: TrialOutcome) -> None:
    trial = send_mail_trial(an_account(Role.ADMIN), "a@bra.example", now=NOON)
    assert listed().states[StartStep.MAIL] is StepState.OPEN
    answer_mail_trial(trial, outcome)
    assert listed().states[StartStep.MAIL] is StepState.FAILED


def test_a_step_is_set_aside_and_taken_up_again() -> None:
    admin = an_account(Role.ADMIN)
    for _twice in range(2):
        set_aside(StartStep.COLLEAGUES, admin, now=NOON)
    assert listed().states[StartStep.COLLEAGUES] is StepState.ASIDE
    for _twice in range(2):
        take_up(StartStep.COLLEAGUES)
    assert listed().states[StartStep.COLLEAGUES] is StepState.OPEN


def test_the_list_ends_only_when_nothing_is_left() -> None:
    admin = an_account(Role.ADMIN)
    assert not close_start_list(admin, now=NOON)
    for step in StartStep:
        set_aside(step, admin, now=NOON)
    assert listed().left == 0
    assert close_start_list(admin, now=NOON)
    assert load_start_list(on=TODAY) is None
    assert close_start_list(admin, now=NOON)


def test_a_closed_list_stays_closed_when_the_account_that_closed_it_goes() -> None:
    admin, colleague = an_account(Role.ADMIN), an_account(Role.ADMIN)
    for step in StartStep:
        set_aside(step, admin, now=NOON)
    assert close_start_list(colleague, now=NOON)

    disposal.delete_accounts([colleague.id])
    db.session.commit()

    assert load_start_list(on=TODAY) is None
