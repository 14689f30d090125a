"""Staff get addresses that sign them in once."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from eventapp.app import create_app
from eventapp.cli.create_organizer import create_organizer
from eventapp.demo.account import STAFF, seed_accounts
from eventapp.demo.sample import read
from eventapp.domain.people.sign_in_link import find_sign_in_link
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account
from tests.builders import NOON, an_event, an_organisation
from tests.settings import app_settings


@pytest.mark.usefixtures("app")
def test_the_sample_has_somebody_in_each_role_with_a_fresh_address_each_time() -> None:
    slug = read("further_events")["event_live"]["event"]["slug"]
    an_event(slug=slug, reserved={an_organisation(): 10})
    first, second = seed_accounts("http://localhost"), seed_accounts("http://localhost")
    assert set(first) == {key for key, _role, _name, _email in STAFF}
    assert not set(first.values()) & set(second.values())
    accounts = db.session.scalars(select(Account)).all()
    assert len(accounts) == len(STAFF)
    assert find_sign_in_link(first["organizer_sign_in"].rpartition("/")[2], now=NOON)


def test_the_first_organizer_is_an_administrator_too_the_second_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENTAPP_DATA", str(tmp_path))
    monkeypatch.setenv("EVENTAPP_MODE", "test")
    for name in ("DATABASE_URL", "EVENTAPP_SECRET_KEY", "EVENTAPP_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    runner = CliRunner()
    for email in ("first@bra.example", "second@bra.example"):
        done = runner.invoke(create_organizer, [email])
        assert done.exit_code == 0, done.output
        assert done.stdout.startswith("http://localhost:8000/sign-in/links/")
    assert runner.invoke(create_organizer, ["nobody"]).exit_code == 2
    assert roles_in(tmp_path) == [{Role.ORGANIZER, Role.ADMIN}, {Role.ORGANIZER}]


def roles_in(data: Path) -> list[set[str]]:
    app: Flask = create_app(app_settings(data))
    with app.app_context():
        accounts = db.session.scalars(select(Account).order_by(Account.id)).all()
        roles = [{grant.role for grant in account.grants} for account in accounts]
        db.session.remove()
        db.engine.dispose()
    return roles
