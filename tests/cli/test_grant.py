"""`eventapp grant` and `revoke` do what the accounts page does, or say in a sentence why not."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eventapp.cli.main import main


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Runner":
    monkeypatch.setenv("EVENTAPP_MODE", "development")
    monkeypatch.setenv("EVENTAPP_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return Runner()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "eventapp.sqlite"


class Runner:
    """The program, in the data folder of the test."""

    def __call__(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)


def test_roles_are_given_and_ended_or_refused_with_one_sentence(run: Runner) -> None:
    assert run("create-organizer", "ingrid@bra.example").exit_code == 0

    invited = run("grant", "alma@bra.example", "editor")
    assert "is invited to the role editor" in invited.stdout
    refusals = {
        ("grant", "a@b.example", "coordinator"): "is given with --organisation.",
        (
            "revoke",
            "ingrid@bra.example",
            "admin",
        ): "This is the only administrator who",
    }
    for arguments, sentence in refusals.items():
        refused = run(*arguments)
        assert refused.exit_code != 0, arguments
        assert sentence in refused.stderr, (arguments, refused.stderr)
        assert "Traceback" not in refused.stderr

    ended = run("revoke", "ingrid@bra.example", "organizer")
    assert ended.stdout == "ingrid@bra.example no longer has the role organizer.\n"


def test_revoking_withdraws_an_open_invitation(run: Runner) -> None:
    run("create-organizer", "ingrid@bra.example")
    run("grant", "alma@bra.example", "editor")

    revoked = run("revoke", "alma@bra.example", "editor")
    assert revoked.exit_code == 0, revoked.stderr
    assert revoked.stdout == (
        "The invitation of alma@bra.example to the role editor has been withdrawn.\n"
    )
    again = run("revoke", "alma@bra.example", "editor")
    assert again.exit_code != 0
    assert "neither has the role nor is invited to it" in again.stderr


def test_a_role_at_an_organisation_that_has_ended_is_revoked_and_not_given(
    run: Runner, database: Path
) -> None:
    run("create-organizer", "ingrid@bra.example")
    code = "kommun-0114"
    run("grant", "saga@bra.example", "coordinator", "--organisation", code)
    with closing(sqlite3.connect(database)) as connection, connection:
        ended = "UPDATE organisations SET ended_on = '2020-01-01' WHERE code = ?"
        connection.execute(ended, (code,))

    refused = run("grant", "bo@bra.example", "coordinator", "--organisation", code)
    assert "has ended, so it gets no new roles" in refused.stderr
    revoked = run("revoke", "saga@bra.example", "coordinator", "--organisation", code)
    assert "has been withdrawn" in revoked.stdout, revoked.stderr
