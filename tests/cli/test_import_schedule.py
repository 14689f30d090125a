"""`eventapp import-schedule` on an empty installation: counts, and each repair."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eventapp.cli.main import main
from tests.builders.schedule_file import a_talk, as_json

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EVENTAPP_MODE", "development")
    monkeypatch.setenv("EVENTAPP_DATA", str(tmp_path / "data"))

    def run(*arguments: str, content: bytes) -> Result:
        file = tmp_path / "schema.json"
        file.write_bytes(content)
        return CliRunner().invoke(
            main, ["import-schedule", str(file), "--event", "konferens", *arguments]
        )

    return run


def test_an_event_is_made_of_a_file_and_a_later_one_moves_it(run: Run) -> None:
    talks = [a_talk(1, duration=""), a_talk(2)]
    trial = run("--dry-run", content=as_json(*talks))
    done = run("--json", content=as_json(*talks))
    later = run(content=as_json(a_talk(2, room="Linden"), a_talk(3)))

    assert "2 sessions, 1 rooms, 1 days, 2 speakers: 2 new, 0 moved" in trial.stdout
    assert "nothing was written" in trial.stdout
    report = json.loads(done.stdout)
    assert report == {
        "sessions": 2,
        "rooms": 1,
        "days": 1,
        "speakers": 2,
        "repairs": [
            {
                "at": "session 1",
                "code": "duration-missing",
                "message": "It does not say how long the session lasts. It got 30 minutes.",
            }
        ],
        "new": 2,
        "moved": 0,
        "gone": 0,
    }
    assert "1 new, 1 moved, 0 changed otherwise, 1 gone." in later.stdout
    assert "gone from the file: Föredrag 1" in later.stdout


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"schedule": {"rooms": [], "conference": {"days": []}}}']
)
def test_a_broken_file_is_refused_in_a_sentence(run: Run, content: bytes) -> None:
    result = run("--json", content=content)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Nothing was written." in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
