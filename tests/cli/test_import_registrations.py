"""`eventapp import-registrations` on an empty installation: a report for each row."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eventapp.cli.main import main
from tests.builders.planted_list import ENCODINGS, planted_file, planted_outcomes
from tests.builders.registration_import import PROTECTED, a_csv, a_person

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EVENTAPP_MODE", "development")
    monkeypatch.setenv("EVENTAPP_DATA", str(tmp_path / "data"))

    def run(*arguments: str, content: bytes) -> Result:
        file = tmp_path / "lista.csv"
        file.write_bytes(content)
        return CliRunner().invoke(
            main, ["import-registrations", str(file), "--event", "konferens", *arguments]
        )

    return run


def test_it_says_what_it_would_do_then_does_it_once(run: Run) -> None:
    content = a_csv(a_person(1), a_person(2, Namn="ALI EK TVÅ"), a_person(3, **{"E-post": "ali"}))

    trial = run("--dry-run", content=content)
    done = run(content=content)
    again = run("--json", content=content)

    assert "3 rows: 1 taken, 1 repaired, 1 held, 0 quarantined, 0 refused." in trial.stdout
    assert "nothing was written" in trial.stdout
    assert done.exit_code == 0
    report = json.loads(again.stdout)
    assert report["rows"] == 3
    assert [row["outcome"] for row in report["report"]] == ["refused", "refused", "held"]
    assert report["report"][0]["problems"] == [
        {"field": "", "code": "registered", "message": "Is registered already."}
    ]


def test_with_no_security_contact_it_stops_and_prints_no_word_of_the_row(run: Run) -> None:
    content = a_csv(a_person(1), a_person(2, Namn="Maja Hemlund", Övrigt=PROTECTED))

    result = run("--json", content=content)

    assert result.exit_code == 1
    assert "security contact" in result.stderr
    assert "Hemlund" not in result.output
    assert json.loads(result.stdout)["report"][1]["outcome"] == "quarantined"
    assert "1 taken" in run("--dry-run", content=content).stdout


def test_a_file_that_is_no_list_is_answered_with_one_sentence(run: Run) -> None:
    result = run(content=b"PK\x03\x04broken")

    assert result.exit_code == 1
    assert "cannot be read" in result.stderr


def test_of_a_real_list_the_clean_are_taken_and_every_planted_fault_is_met(run: Run) -> None:
    for name in ENCODINGS:
        result = run("--dry-run", "--json", content=planted_file(name))

        report = json.loads(result.stdout)["report"]
        assert {row["row"]: row["outcome"] for row in report} == planted_outcomes(name)
        assert all(bool(row["problems"]) == (row["outcome"] != "taken") for row in report)
