"""`eventapp verify-log`: exit 0 and how much is sealed, or exit 1 and the first broken entry."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from eventapp.cli.main import main
from eventapp.domain.record.chain import chain_head
from eventapp.domain.record.head_file import HEAD_FILE, write_head
from eventapp.extensions import db
from tests.databases import MigratedDatabase
from tests.domain.record.planting import a_sealed_log, tamper
from tests.faults.server import as_environment
from tests.settings import app_settings


@pytest.fixture
def run(app: Flask, database: MigratedDatabase, monkeypatch: pytest.MonkeyPatch) -> "Runner":
    settings = app_settings(database.data, database_url=database.url, mode="production")
    for name, value in as_environment(settings).items():
        monkeypatch.setenv(name, value)
    return Runner(database.data)


class Runner:
    """The command, run in this process."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def __call__(self, *arguments: str) -> Result:
        db.session.commit()
        return CliRunner().invoke(main, ["verify-log", *arguments])


def test_a_whole_log(run: Runner) -> None:
    a_sealed_log(3)
    head = chain_head()
    assert head
    write_head(run.data, head)
    result = run("--head", str(head))
    assert (result.exit_code, result.stdout) == (
        0,
        "The log is whole: 3 entries sealed, 0 not yet.\n",
    )


def test_a_changed_entry(run: Runner) -> None:
    ids = a_sealed_log(3)
    tamper(f"UPDATE audit_entries SET actor = 'x' WHERE id = {ids[1]}")
    result = run()
    assert result.exit_code == 1
    assert f"broken at position 2: entry {ids[1]} was changed" in result.stdout
    assert "no log-head.json" in result.stderr


def test_a_cut_end_is_found_by_the_file_beside_the_database_or_by_a_head(run: Runner) -> None:
    ids = a_sealed_log(4)
    head = chain_head()
    assert head
    tamper(
        f"DELETE FROM audit_entries WHERE id = {ids[3]}",
        f"DELETE FROM audit_seals WHERE entry_id = {ids[3]}",
    )
    assert run().exit_code == 0
    assert run("--head", str(head)).exit_code == 1
    write_head(run.data, head)
    assert "cut off" in run().stdout


def test_another_secret_key_needs_the_former_one(
    run: Runner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    a_sealed_log(2)
    former = tmp_path / "former"
    former.write_text("a secret of more than 32 characters, for tests\n", encoding="utf-8")
    monkeypatch.setenv("EVENTAPP_SECRET_KEY", "x" * 40)
    assert "--former-secret" in run().stdout
    assert run("--former-secret", str(former)).exit_code == 0


@pytest.mark.parametrize("head", ["x", "1", "1:zz", "-1:" + "0" * 64])
def test_a_head_that_is_none_is_refused(run: Runner, head: str) -> None:
    result = run("--head", head)
    assert result.exit_code == 2
    assert "POSITION:MAC" in result.stderr


def test_an_unreadable_file_is_not_passed_over(run: Runner) -> None:
    (run.data / HEAD_FILE).write_text(json.dumps({"position": 1}), encoding="utf-8")
    result = run()
    assert result.exit_code == 1
    assert "cannot be read" in result.stderr


def test_check_notes_another_secret_key(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The links that were sent would stop working without a word."""
    a_sealed_log(1)
    assert run().exit_code == 0
    assert "note secret key" not in CliRunner().invoke(main, ["check"]).output

    monkeypatch.setenv("EVENTAPP_SECRET_KEY", "another secret of at least 32 characters")

    assert "note secret key: EVENTAPP_SECRET_KEY is another" in (
        CliRunner().invoke(main, ["check"]).output
    )
