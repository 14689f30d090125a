"""`eventapp grant` and `revoke` do what the accounts page does, or say in a sentence why not."""

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
        ("revoke", "ingrid@bra.example", "admin"): "This is the only administrator.",
    }
    for arguments, sentence in refusals.items():
        refused = run(*arguments)
        assert refused.exit_code != 0, arguments
        assert sentence in refused.stderr, (arguments, refused.stderr)
        assert "Traceback" not in refused.stderr

    ended = run("revoke", "ingrid@bra.example", "organizer")
    assert ended.stdout == "ingrid@bra.example no longer has the role organizer.\n"
