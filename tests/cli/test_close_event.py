"""`eventapp close-event`: closes once, writes the bundle, and says why it does not."""

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from eventapp.cli import close_event as command
from eventapp.config import Settings
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, EventClosing
from tests.builders import an_event
from tests.builders.closing import an_event_with_everything, over


@pytest.fixture(autouse=True)
def here(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command runs in the app of the test, which is migrated."""
    settings: Settings = app.extensions["settings"]
    monkeypatch.setattr(command, "command_settings", lambda: settings)
    monkeypatch.setattr(command, "create_app", lambda _settings: app)
    monkeypatch.setattr(command, "migrate", lambda _app: None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command.close_event, arguments)


def test_it_closes_the_event_and_writes_the_same_bundle_twice(app: Flask, tmp_path: Path) -> None:
    slug = over(an_event_with_everything(app)).slug
    db.session.commit()
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    done, again = run("--event", slug, str(first)), run("--event", slug, str(second))

    assert (done.exit_code, again.exit_code) == (0, 0)
    assert first.read_bytes() == second.read_bytes()
    assert zipfile.ZipFile(first).testzip() is None
    assert db.session.query(EventClosing).count() == 1
    taken = db.session.query(AuditEntry).filter_by(action=AuditAction.FILE_EXPORTED.value).count()
    assert taken == 2


def test_what_cannot_be_closed_is_said_in_a_sentence(tmp_path: Path) -> None:
    slug = an_event().slug
    db.session.commit()
    file = tmp_path / "a.zip"
    refused, unknown = run("--event", slug, str(file)), run("--event", "nix", str(file))

    assert (refused.exit_code, unknown.exit_code) == (1, 2)
    assert "inte över" in refused.stderr
    assert "there is no event" in unknown.stderr
    assert not file.exists()
