"""`eventapp update-organisations` on an empty installation: a report, or one sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eventapp.cli.main import main

Run = Callable[..., Result]
TOWNS = Path(__file__).parents[2] / "eventapp" / "facts" / "organisations.csv"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EVENTAPP_MODE", "development")
    monkeypatch.setenv("EVENTAPP_DATA", str(tmp_path / "data"))

    def run(*arguments: str, file: Path) -> Result:
        return CliRunner().invoke(main, ["update-organisations", *arguments, str(file)])

    return run


def test_it_reports_what_it_would_do_then_does_it_once(run: Run, tmp_path: Path) -> None:
    newer = tmp_path / "newer.csv"
    text = TOWNS.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("kommun-0114,")]
    newer.write_text("\n".join([*lines, "ny,other,Ny förening,,,,"]), encoding="utf-8")

    trial = run("--dry-run", file=newer).output
    done = run("--ends-on", "2026-12-31", file=newer).output
    again = run(file=newer).output

    assert "1 new, 0 changed, 1 ended" in trial
    assert "nothing was written" in trial
    assert "ended    kommun-0114: Upplands Väsby kommun, on 2026-12-31" in done
    assert "0 new, 0 changed" in again


def test_a_broken_file_is_answered_with_one_sentence(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("code,name,full_name\n01\n")

    result = run(file=broken)

    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "Error: Line 2: it has 1 columns, and the first line 3. Nothing was written."
    ]
