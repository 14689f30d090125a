"""`eventapp create-organizer` makes a first organizer, and lets in who lost the phone as before."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings
from eventapp.cli.main import main
from eventapp.cli.migration import disconnecting
from eventapp.domain.people.account import find_by_email
from eventapp.domain.people.role import roles_of
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account
from tests.builders.account import an_account


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTAPP_MODE", "development")
    monkeypatch.setenv("EVENTAPP_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)


def run(email: str) -> Result:
    return CliRunner().invoke(main, ["create-organizer", email])


def test_the_first_is_an_administrator_and_nobody_gets_more_by_asking_again() -> None:
    assert "/sign-in/links/" in run("ingrid@bra.example").stdout
    with disconnecting(create_app(command_settings())):
        analyst, ended = an_account(Role.ANALYST), an_account(Role.ORGANIZER)
        ended.active = False
        emails = analyst.email, ended.email
        db.session.commit()

    again = run(emails[0])
    refused = run(emails[1])

    assert "/sign-in/links/" in again.stdout
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "That account has been ended." in refused.stderr
    with disconnecting(create_app(command_settings())):
        assert roles("ingrid@bra.example") == {Role.ADMIN, Role.ORGANIZER}
        assert roles(emails[0]) == {Role.ANALYST}


@pytest.mark.parametrize("email", ["ingrid", "ingrid@", "@bra.example"])
def test_what_is_no_address_makes_no_account(email: str) -> None:
    assert "write an email address" in run(email).stderr


def roles(email: str) -> set[Role]:
    account = find_by_email(email)
    assert isinstance(account, Account)
    return {role.role for role in roles_of(account.grants)}
