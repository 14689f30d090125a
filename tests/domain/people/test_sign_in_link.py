"""Sign-in addresses that are mailed: three an hour, whatever else was handed out."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from eventapp.domain.people import sign_in_link
from eventapp.domain.people.account import end_sessions
from eventapp.domain.people.sign_in_link import (
    LINKS_PER_HOUR_MAX,
    OPERATOR_LINK_DURATION,
    SIGN_IN_LINK_DURATION,
    SignInLinkUsed,
)
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account, Job, JobKind, SignInLink
from tests.builders import HOUR, NOON, an_organisation
from tests.builders.account import an_account, grant


@pytest.fixture
def coordinator(app: Flask) -> Account:
    return an_account(Role.COORDINATOR, organisation=an_organisation())


def mailed() -> int:
    which = Job.kind == JobKind.SIGN_IN_MAIL
    return db.session.scalar(select(func.count()).select_from(Job).where(which)) or 0


def test_three_addresses_are_mailed_an_hour(coordinator: Account) -> None:
    for minute in range(LINKS_PER_HOUR_MAX + 2):
        sign_in_link.request_sign_in_link(coordinator.email, now=NOON + timedelta(minutes=minute))
    assert mailed() == LINKS_PER_HOUR_MAX

    sign_in_link.request_sign_in_link(coordinator.email, now=NOON + HOUR)
    assert mailed() == LINKS_PER_HOUR_MAX + 1


def test_addresses_handed_out_by_the_demo_do_not_count(coordinator: Account) -> None:
    for _ in range(LINKS_PER_HOUR_MAX):
        sign_in_link.create_sign_in_link(coordinator, lasts=OPERATOR_LINK_DURATION, now=NOON)

    sign_in_link.request_sign_in_link(coordinator.email, now=NOON)

    assert mailed() == 1


def test_signing_out_everywhere_ends_links_that_were_not_used(coordinator: Account) -> None:
    link = sign_in_link.create_sign_in_link(coordinator, lasts=OPERATOR_LINK_DURATION, now=NOON)
    token = sign_in_link.sign_in_token(link)
    assert sign_in_link.find_sign_in_link(token, now=NOON)

    end_sessions(coordinator)

    assert sign_in_link.find_sign_in_link(token, now=NOON) is None
    with pytest.raises(SignInLinkUsed):
        sign_in_link.use_sign_in_link(token, now=NOON)


def test_a_role_of_the_staff_ends_the_links_mailed_before(coordinator: Account) -> None:
    token = sign_in_link.sign_in_token(
        sign_in_link.create_sign_in_link(coordinator, lasts=SIGN_IN_LINK_DURATION, now=NOON)
    )

    grant(coordinator, Role.COORDINATOR, organisation=an_organisation())
    assert sign_in_link.find_sign_in_link(token, now=NOON)
    grant(coordinator, Role.EDITOR)

    assert sign_in_link.find_sign_in_link(token, now=NOON) is None


def test_the_link_of_a_closed_account_names_nobody_and_opens_nothing(coordinator: Account) -> None:
    token = sign_in_link.sign_in_token(
        sign_in_link.create_sign_in_link(coordinator, lasts=SIGN_IN_LINK_DURATION, now=NOON)
    )
    coordinator.active = False
    db.session.flush()

    assert sign_in_link.find_sign_in_link(token, now=NOON) is None
    with pytest.raises(SignInLinkUsed):
        sign_in_link.use_sign_in_link(token, now=NOON)


def test_an_address_is_mailed_although_the_promise_of_a_deleted_one_remains(
    coordinator: Account,
) -> None:
    sign_in_link.request_sign_in_link(coordinator.email, now=NOON)
    first = db.session.scalars(select(SignInLink)).one()
    number = first.id
    db.session.delete(first)
    db.session.flush()
    # SQLite gives numbers again, and PostgreSQL does after a restore.
    if db.engine.dialect.name == "postgresql":
        again = text("SELECT setval('sign_in_links_id_seq', :id, false)")
        db.session.execute(again, {"id": number})

    sign_in_link.request_sign_in_link(coordinator.email, now=NOON)

    assert db.session.scalars(select(SignInLink.id)).all() == [number]
    assert mailed() == 2
