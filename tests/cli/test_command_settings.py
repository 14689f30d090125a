"""Every command reads its settings by the same rule, and `check` does what the work will do."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eventapp.cli.command_settings import command_settings
from eventapp.cli.main import main
from eventapp.domain.letter.bounce import LOCAL_MAX_LENGTH
from tests.faults.mail_server import MailServer, listening
from tests.faults.server import as_environment, production_settings

Run = Callable[..., Result]
REQUIRED = (
    "EVENTAPP_BASE_URL",
    "EVENTAPP_SECRET_KEY",
    "EVENTAPP_TICKET_KEYS",
    "EVENTAPP_CARE_KEYS",
    "EVENTAPP_SMTP_URL",
    "EVENTAPP_MAIL_FROM",
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an environment that sets nothing but its mode and data folder."""
    for name in as_environment(production_settings(tmp_path, MailServer())):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EVENTAPP_DATA", str(tmp_path))

    def command(*arguments: str, **environment: str) -> Result:
        with monkeypatch.context() as set_for_now:
            for name, value in environment.items():
                set_for_now.setenv(name, value)
            return CliRunner().invoke(main, list(arguments))

    return command


@pytest.mark.parametrize(
    "command", [("serve",), ("worker", "--once"), ("create-organizer", "a@b.example")]
)
def test_no_command_runs_in_production_without_what_is_required(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    ended = run(*command, EVENTAPP_MODE="production")

    assert ended.exit_code == 2
    assert [line.strip() for line in ended.stderr.splitlines()[1:]] == list(REQUIRED)
    assert not (tmp_path / "keys.json").exists()
    checked = run("check", EVENTAPP_MODE="production")
    assert f"FAIL settings: missing or too short: {', '.join(REQUIRED)}" in checked.stdout
    assert "FAIL secrets: none yet" in checked.stdout
    assert "ok   mail" not in checked.stdout
    needs = re.findall(
        r"^need (\w+), before the first “eventapp serve”: \S", checked.stdout, re.MULTILINE
    )
    assert needs == list(REQUIRED)


def test_in_development_every_command_uses_the_keys_of_the_data_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("create-organizer", "a@b.example", EVENTAPP_MODE="development").exit_code == 0
    assert run("worker", "--once", EVENTAPP_MODE="development").exit_code == 0
    checked = run("check", EVENTAPP_MODE="development")
    assert "ok   secrets, of the environment or else of the data folder" in checked.stdout
    assert checked.exit_code == 0, checked.stdout

    keys = json.loads((tmp_path / "keys.json").read_text())
    monkeypatch.setenv("EVENTAPP_MODE", "development")
    assert command_settings().secret_key == keys["secret_key"]
    monkeypatch.setenv("EVENTAPP_SECRET_KEY", "x" * 40)
    settings = command_settings(base_url="http://localhost:81")
    assert settings.secret_key == "x" * 40
    assert settings.care_keys == keys["care_keys"]
    assert settings.base_url == "http://localhost:81"


@pytest.fixture
def office() -> Iterator[MailServer]:
    with listening(MailServer()) as opened:
        yield opened


def test_check_opens_the_mail_server_as_the_sender_does(
    run: Run, tmp_path: Path, office: MailServer
) -> None:
    environment = as_environment(production_settings(tmp_path, office))

    with_tls = {**environment, "EVENTAPP_SMTP_URL": f"smtp://127.0.0.1:{office.port}"}
    refused = run("check", **with_tls).stdout
    assert (
        f"FAIL mail: 127.0.0.1, port {office.port}: the mail server offers no STARTTLS" in refused
    )
    assert "?tls=off" in refused

    assert "ok   mail\n" in run("check", **environment).stdout
    assert office.calls == 2
    assert office.messages == []


def test_check_says_that_no_mail_server_is_set(
    run: Run, tmp_path: Path, office: MailServer
) -> None:
    environment = as_environment(production_settings(tmp_path, office))
    result = run("check", **{**environment, "EVENTAPP_SMTP_URL": ""})

    assert "FAIL mail: no server or no sender is set" in result.stdout
    assert "note returned letters: set EVENTAPP_BOUNCE_ADDRESS" in result.stdout
    assert result.exit_code == 1


def test_check_says_that_no_room_is_left_for_the_signs_of_returned_letters(
    run: Run, tmp_path: Path, office: MailServer
) -> None:
    environment = as_environment(production_settings(tmp_path, office))
    environment["EVENTAPP_BOUNCE_MAILBOX"] = "imap://studs:hemligt@localhost:1"
    for length, said in (
        (LOCAL_MAX_LENGTH + 1, "is too long"),
        (LOCAL_MAX_LENGTH, "FAIL returned"),
    ):
        environment["EVENTAPP_BOUNCE_ADDRESS"] = f"{'a' * length}@bra.example"
        result = run("check", **environment)
        assert said in result.stdout
    assert "is too long" not in result.stdout


def test_check_takes_an_installation_that_has_not_begun_as_whole(
    run: Run, tmp_path: Path, office: MailServer
) -> None:
    environment = as_environment(production_settings(tmp_path, office))

    before = run("check", **environment)
    assert "ok   migrations, none yet: “eventapp serve” makes the tables" in before.stdout
    assert before.exit_code == 0, before.stdout
    assert run("create-organizer", "a@b.example", **environment).exit_code == 0
    assert "ok   migrations\n" in run("check", **environment).stdout


def test_check_says_what_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("check", EVENTAPP_MODE="production", EVENTAPP_DATA=str(tmp_path / "file" / "data"))

    assert "cannot be written (Not a directory)" in result.stdout
    assert result.exit_code == 1


def test_a_new_data_folder_is_closed_to_other_users(run: Run, tmp_path: Path) -> None:
    """It holds the database: names, addresses, sealed needs."""
    data = tmp_path / "data"

    run("check", EVENTAPP_DATA=str(data), EVENTAPP_MODE="development")

    assert data.stat().st_mode & 0o777 == 0o700


def test_check_notes_a_data_folder_that_others_can_open(run: Run, tmp_path: Path) -> None:
    note = f"note data folder: other users of this machine can open it: chmod 700 {tmp_path}"

    assert "note data folder:" not in run("check", EVENTAPP_MODE="development").output
    tmp_path.chmod(0o755)

    result = run("check", EVENTAPP_MODE="development")

    assert note in result.output
    assert "FAIL data folder" not in result.output
