"""`eventapp export-registrations`: the file that the page gives, and a line in the log."""

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from eventapp.cli import export_registrations as command
from eventapp.config import Settings
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry
from tests.builders import a_registration, an_event


@pytest.fixture(autouse=True)
def here(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command runs in the app of the test, which is migrated."""
    settings: Settings = app.extensions["settings"]
    monkeypatch.setattr(command, "command_settings", lambda: settings)
    monkeypatch.setattr(command, "create_app", lambda _settings: app)
    monkeypatch.setattr(command, "migrate", lambda _app: None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command.export_registrations, arguments)


def test_the_ending_decides_the_format_unless_it_is_said(tmp_path: Path) -> None:
    event = an_event()
    a_registration(event, name="Åsa Östrom")
    slug = event.slug
    db.session.commit()
    files = [tmp_path / name for name in ("a.csv", "b.xlsx", "c.txt")]

    results = [run("--event", slug, str(file)) for file in files]
    said = run("--event", slug, "--format", "csv", str(files[2]))

    assert {result.exit_code for result in (*results, said)} == {0}
    assert "Åsa Östrom" in files[0].read_text("utf-8-sig")
    assert load_workbook(files[1]).worksheets[0]["A2"].value == "Åsa Östrom"
    assert files[2].read_text("utf-8-sig") == files[0].read_text("utf-8-sig")
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600
    assert "Östrom" not in said.stdout
    entries = db.session.scalars(select(AuditEntry)).all()
    exported = [entry for entry in entries if entry.action == AuditAction.FILE_EXPORTED]
    assert [(entry.actor, entry.details["list"]) for entry in exported] == [
        ("operator", "participants")
    ] * 4


def test_an_event_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    result = run("--event", "ingen", str(tmp_path / "a.csv"))

    assert result.exit_code == 2
    assert "there is no event" in result.stderr
    assert not (tmp_path / "a.csv").exists()
