"""Backups are whole or not there, of one moment, private, and go away when they are old."""

import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import insert, select

from eventapp.clock import standing_at
from eventapp.config import Settings
from eventapp.domain.installation import archive
from eventapp.domain.installation.backup import last_backup, write_backup
from eventapp.extensions import db
from eventapp.models import AuditEntry, Submission, SurveyResponse
from tests.builders import NOON
from tests.builders.survey import a_draft
from tests.faults.server import as_environment

WAIT_SECONDS = 60


def backup(app: Flask, *arguments: str) -> Result:
    settings: Settings = app.extensions["settings"]
    db.session.commit()
    environment = as_environment(replace(settings, mode="development"))
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        return CliRunner().invoke(main(), ["backup", *arguments])
    finally:
        os.environ.clear()
        os.environ.update(before)


def main() -> object:
    from eventapp.cli.main import main as program

    return program


def unpacked(path: Path) -> dict[str, bytes]:
    with archive.opened(path) as members:
        return {name: source.read() for name, source in members}


def test_a_backup_is_private_has_no_key_and_is_remembered(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "backup.tar.gz"

    done = backup(app, str(path))

    assert done.exit_code == 0, done.output
    assert path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [path.name]
    everything = b"".join(unpacked(path).values())
    settings: Settings = app.extensions["settings"]
    for key in (settings.secret_key, settings.ticket_keys, settings.care_keys, settings.smtp_url):
        assert key.removeprefix("1:").encode() not in everything
    assert last_backup() == NOON


def test_replies_that_are_not_mixed_are_left_out_and_counted(app: Flask, tmp_path: Path) -> None:
    survey = a_draft()
    db.session.add(SurveyResponse(survey_id=survey.id, content={"texts": {"q": "Ett svar"}}))
    path = tmp_path / "backup.tar.gz"

    done = backup(app, str(path))

    assert "Left out 1 survey answers" in done.output
    assert b"Ett svar" not in b"".join(unpacked(path).values())


def test_a_backup_is_of_one_moment_while_others_write(app: Flask, tmp_path: Path) -> None:
    stop, written = threading.Event(), threading.Event()

    def write_pairs() -> None:
        number = 0
        with app.app_context():
            while not stop.is_set():
                number += 1
                entry = {"at": NOON, "actor": "a", "action": "x", "subject_kind": "y"}
                db.session.execute(insert(AuditEntry), [{**entry, "subject_code": str(number)}])
                db.session.execute(
                    insert(Submission), [{"digest": f"{number:064d}", "created_at": NOON}]
                )
                db.session.commit()
                written.set()
            db.session.remove()

    writer = threading.Thread(target=write_pairs)
    writer.start()
    try:
        assert written.wait(WAIT_SECONDS)
        manifests = [
            write_backup(tmp_path / f"{number}.tar.gz", app.extensions["files"], now=NOON)
            for number in range(5)
        ]
    finally:
        stop.set()
        writer.join()

    rows = [
        (manifest.tables["audit_entries"].rows, manifest.tables["submissions"].rows)
        for manifest in manifests
    ]
    assert all(entries == submissions for entries, submissions in rows)
    assert rows[-1] > rows[0]  # they did write meanwhile


@pytest.mark.on_sqlite_alone
def test_a_killed_backup_leaves_nothing_under_the_name(app: Flask, tmp_path: Path) -> None:
    settings = replace(app.extensions["settings"], mode="development")
    large = settings.data_folder / "files" / "ab" / ("ab" * 32)
    large.parent.mkdir(parents=True)
    with large.open("wb") as target:
        target.truncate(20 * 10**9)  # takes no room, and minutes to read
    path = tmp_path / "backup.tar.gz"
    unfinished = path.with_name(f"{path.name}.part")
    command = [sys.executable, "-m", "eventapp", "backup", str(path)]
    db.session.commit()
    process = subprocess.Popen(command, env={**os.environ, **as_environment(settings)})
    try:
        deadline = time.monotonic() + WAIT_SECONDS
        while not (unfinished.exists() and unfinished.stat().st_size):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert "is being written" in backup(app, str(path)).output
    finally:
        process.kill()
        process.wait()
    assert not path.exists()
    large.unlink()

    assert backup(app, str(path)).exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == [path.name]


@pytest.mark.on_sqlite_alone
def test_backups_of_a_folder_are_named_by_their_moment_and_age(app: Flask, tmp_path: Path) -> None:
    old, recent = "eventapp-20270101T000000Z.tar.gz", f"eventapp-{NOON:%Y%m%d}T000000Z.tar.gz"
    for name in (old, recent, "eventapp-20200101.tar.gz", "other.tar.gz"):
        (tmp_path / name).touch()

    with standing_at(NOON):
        done = backup(app, "--keep", "30", str(tmp_path))

    assert "Deleted 1 backups older than 30 days." in done.output
    left = {path.name for path in tmp_path.iterdir()}
    new = f"eventapp-{NOON:%Y%m%dT%H%M%SZ}.tar.gz"
    assert left == {recent, "eventapp-20200101.tar.gz", "other.tar.gz", new}
    assert "needs a folder" in backup(app, "--keep", "30", str(tmp_path / "file")).output
    assert db.session.scalars(select(AuditEntry.action)).all() == ["backed up"]


def test_a_path_that_cannot_be_written_is_told_in_one_sentence(app: Flask, tmp_path: Path) -> None:
    done = backup(app, str(tmp_path / "not there" / "backup.tar.gz"))

    assert done.exit_code == 1
    assert re.fullmatch(r"Error: No such file or directory: .*not there.*\.\n", done.output)
