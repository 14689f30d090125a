"""`eventapp retention`: counts, deletes and prints a receipt, without names."""

import pytest
from click.testing import CliRunner
from flask import Flask

from eventapp.cli import retention as command
from eventapp.clock import standing_at
from eventapp.config import Settings
from eventapp.domain.retention.run import start_run
from eventapp.extensions import db
from eventapp.models import DataKind
from tests.builders import DAY, a_registration, an_event
from tests.builders.retention import REFERENCE, a_rule


@pytest.fixture(autouse=True)
def here(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command runs in the app of the test, which is migrated."""
    settings: Settings = app.extensions["settings"]
    monkeypatch.setattr(command, "command_settings", lambda: settings)
    monkeypatch.setattr(command, "create_app", lambda _settings: app)
    monkeypatch.setattr(command, "migrate", lambda _app: None)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(command.retention, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_a_dry_run_counts_and_the_run_prints_its_receipt() -> None:
    event = an_event()
    registration = a_registration(event)
    name, title, later = registration.name, event.title, event.ends_at + 200 * DAY
    a_rule(DataKind.REGISTRATIONS)

    with standing_at(later):
        trial = run("--dry-run")
        assert "1 in all" in trial
        assert title in trial
        receipt = run()
        again = run("--dry-run")

    assert "1 item was deleted" in receipt
    assert REFERENCE in receipt
    assert title in receipt
    assert name not in trial + receipt
    assert "0 in all" in again


def test_a_run_that_was_interrupted_is_finished() -> None:
    event = an_event()
    a_registration(event)
    later = event.ends_at + 200 * DAY
    a_rule(DataKind.REGISTRATIONS)
    with standing_at(later):
        code = start_run(actor="admin", now=later).code
        db.session.commit()

        assert code in run()
