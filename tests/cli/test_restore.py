"""A restored installation goes on: on either database, from either, from an older release."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from eventapp.app import create_app
from eventapp.cli.main import main
from eventapp.cli.migration import upgrade_to
from eventapp.clock import standing_at
from eventapp.domain.event.copy.event_copy import copy_event, suggest_copy
from eventapp.domain.event.deletion import delete_draft
from eventapp.domain.installation import database_copy
from eventapp.domain.installation.database_copy import OWN
from eventapp.domain.record.erasure import row_digest
from eventapp.domain.registration.registration_count import list_miscounted
from eventapp.extensions import db
from eventapp.models import AuditSeal, Event, Registration
from eventapp.serving.data_folder import used
from eventapp.worker import exchange, loop
from tests.builders.forms import send
from tests.builders.moments import NOON
from tests.databases import KINDS, PostgresqlServer
from tests.faults.server import as_environment, wait_until
from tests.golden.installation import ORIGIN, Installation, fill, read, write_files
from tests.settings import app_settings
from tests.visitor import Visitor

Address = Callable[[str, str], str]
PATIENCE = 90  # seconds
pytestmark = pytest.mark.xdist_group("restore")


@pytest.fixture(scope="module")
def address(postgresql: PostgresqlServer) -> Iterator[Address]:
    """The address of a new database of a kind; SQLite's lies in the data folder."""
    with ExitStack() as stack:
        yield (
            lambda kind, name: (
                stack.enter_context(postgresql.new_database(name)) if kind == "postgresql" else ""
            )
        )


@pytest.fixture(scope="module")
def older_backup(
    address: Address, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """Backups of an installation that the older release left, taken before its upgrade."""
    backups: dict[str, Path] = {}

    def back_up(kind: str) -> Path:
        if kind not in backups:
            data = tmp_path_factory.mktemp(f"older-{kind}")
            url = address(kind, "older")
            leave_older(data, url)
            backups[kind] = data / "backup.tar.gz"
            done = run(data, url, "backup", str(backups[kind]))
            assert done.exit_code == 0, done.output
        return backups[kind]

    return back_up


def leave_older(data: Path, url: str) -> None:
    golden = read("installation")
    app = create_app(replace(app_settings(data, database_url=url), mode="development"))
    with app.app_context():
        upgrade_to(app, golden["revision"])
        with db.engine.begin() as connection:
            fill(connection, golden["rows"])
        db.engine.dispose()
    write_files(data)


def run(data: Path, url: str, *arguments: str) -> Result:
    """Run a command on an installation with the golden keys."""
    before = dict(os.environ)
    os.environ.update(environment(data, url))
    try:
        return CliRunner().invoke(main, list(arguments))
    finally:
        os.environ.clear()
        os.environ.update(before)


def environment(data: Path, url: str) -> dict[str, str]:
    return as_environment(replace(app_settings(data, database_url=url), mode="development"))


@contextmanager
def opened(data: Path, url: str) -> Iterator[Installation]:
    """The installation in this folder, its clock standing where the golden one was left."""
    app = create_app(replace(app_settings(data, database_url=url), mode="development"))
    app.test_client_class = Visitor
    with standing_at(NOON), app.app_context():
        yield Installation(app, data)
        db.session.remove()
        db.engine.dispose()


def asked_for(request: pytest.FixtureRequest, *kinds: str) -> None:
    asked = request.config.getoption("--db")
    if asked != "both" and {*kinds} - {asked}:
        pytest.skip("not asked for")


@pytest.mark.parametrize("kind", KINDS)
def test_a_restored_installation_goes_on_working(
    kind: str,
    older_backup: Callable[[str], Path],
    address: Address,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    asked = request.config.getoption("--db")
    if asked not in {kind, "both"}:
        pytest.skip("not asked for")
    first, second = tmp_path / "first", tmp_path / "second"
    url = address(kind, "goes_on")

    restored = run(first, url, "restore", str(older_backup(kind)))

    assert restored.exit_code == 0, restored.output
    assert "Warning" not in restored.output
    with opened(first, url) as now:
        assert_participants_notice_nothing(now)
        assert_staff_sign_in_again(now)
        assert_only_new_letters_go_out(now)
        before = {table: now.rows(table) for table in db.metadata.tables}

    (other,) = {*KINDS} - {kind} if asked == "both" else {kind}
    assert run(first, url, "backup", str(tmp_path / "again.tar.gz")).exit_code == 0
    url = address(other, "moved")
    assert run(second, url, "restore", str(tmp_path / "again.tar.gz")).exit_code == 0

    with opened(second, url) as now:
        after = {table: now.rows(table) for table in before}
    assert sum(map(len, before.values())) > 100
    for table in before.keys() - OWN:
        assert comparable(table, after[table]) == comparable(table, before[table]), table


def assert_participants_notice_nothing(now: Installation) -> None:
    jon = now.people["jon"]
    assert now.visitor().get(f"/registrations/{jon['personal']}").status_code == 200
    assert jon["code"][:4] in now.visitor().get(f"/registrations/{jon['personal']}/ticket").text
    file = now.visitor().get(f"/events/kongress/materials/{now.secrets['material']}")
    assert file.data == b"Minnesanteckningar\n"
    scan = {**read("installation")["sent_scans"][0], "id": "AAAAAAAAAAAAAAAAAAAA9Q"}
    sent = {"json": {"scans": [scan]}, "headers": {"Origin": ORIGIN}}
    answer = now.phone().post("/api/v1/door/scans", **sent)
    assert answer.get_json()["answers"][0]["result"] in {"stored", "known"}, answer.text
    exchange.index_missing(now=NOON)  # the worker's turn, within a minute
    page = now.visitor().get("/experiences?q=närvaroteam")
    assert f"/experiences/{now.secrets['card']}" in page.text


def assert_staff_sign_in_again(now: Installation) -> None:
    assert now.admin().get("/organizer").status_code == 303
    link = f"/sign-in/links/{now.secrets['sign_in_link']}"
    assert now.visitor().get(link).status_code == 410
    client = now.visitor()
    with_password = {"email": "admin@bra.example", "password": now.secrets["password"]}
    asked = send(client, "/sign-in", page="/sign-in", **with_password)
    page = str(asked.headers["Location"])
    later = NOON + timedelta(minutes=1)  # the code of NOON was used before the backup
    code = pyotp.TOTP(now.secrets["totp"]).at(int(later.timestamp()))
    with standing_at(later):
        assert send(client, page, page=page, code=code).status_code == 303
    assert client.get("/organizer").status_code == 200


def assert_only_new_letters_go_out(now: Installation) -> None:
    held = [job["id"] for job in now.rows("jobs") if job["state"] == "held"]
    assert held
    send(now.visitor(), "/registrations", page="/registrations", email=now.people["cia"]["email"])
    assert loop.run_all() == 1  # a new job: its number comes after those that came back
    assert [job["id"] for job in now.rows("jobs") if job["state"] == "held"] == held


CHANGED = {"accounts": {"epoch"}, "sign_in_links": {"used_at"}, "jobs": {"state", "leased_until"}}
DERIVED = {"experience_index_title", "experience_index_body", "experience_index_terms"}


def comparable(table: str, rows: list[dict[str, Any]]) -> list[str]:
    """Rows without what a restore changes on purpose, in an order of their own."""
    left_out = CHANGED.get(table, set()) | DERIVED
    return sorted(
        repr(sorted((key, plain(value)) for key, value in row.items() if key not in left_out))
        for row in rows
        if row.get("action") not in {"restored", "backed up"}
    )


def plain(value: Any) -> Any:
    return value.replace(tzinfo=None).isoformat() if hasattr(value, "tzinfo") else value


def a_copy() -> Event:
    """One more draft, made as organizers make it."""
    event = db.session.scalars(sa.select(Event).where(Event.slug == "kongress")).one()
    return copy_event(event, suggest_copy(event), actor="admin", now=NOON)


@pytest.mark.parametrize("kind", KINDS)
def test_no_event_gets_the_number_and_the_log_of_a_deleted_draft(
    kind: str,
    older_backup: Callable[[str], Path],
    address: Address,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    if request.config.getoption("--db") not in {kind, "both"}:
        pytest.skip("not asked for")
    first, second = tmp_path / "first", tmp_path / "second"
    url = address(kind, "draft_deleted")
    assert run(first, url, "restore", str(older_backup(kind))).exit_code == 0
    with opened(first, url) as before:
        draft = a_copy()
        number = draft.id
        delete_draft(draft, actor="admin", now=NOON)
        seals = sa.insert(AuditSeal).values(position=5000, entry_id=5000, key_print="", mac=b"m")
        db.session.execute(seals)  # of an entry that somebody removed
        db.session.commit()
        assert number in {row["event_id"] for row in before.rows("audit_entries")}
    assert run(first, url, "backup", str(tmp_path / "backup.tar.gz")).exit_code == 0
    url = address(kind, "numbered")

    assert run(second, url, "restore", str(tmp_path / "backup.tar.gz")).exit_code == 0

    with opened(second, url) as now:
        assert a_copy().id > number
        db.session.commit()
        newest = max(row["id"] for row in now.rows("audit_entries"))
    assert kind == "sqlite" or newest > 5000


def test_a_backup_by_the_release_before_of_a_newer_database_can_be_restored(
    older_backup: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After rolling back, the release before copies what it does not know to be counted."""
    first, second = tmp_path / "first", tmp_path / "second"
    rolled_back = str(tmp_path / "rolled-back.tar.gz")
    assert run(first, "", "restore", str(older_backup("sqlite"))).exit_code == 0
    with monkeypatch.context() as release_before:
        release_before.setattr(database_copy, "OWN", {"alembic_version", "heartbeats"})
        assert run(first, "", "backup", rolled_back).exit_code == 0

    restored = run(second, "", "restore", rolled_back)

    assert restored.exit_code == 0, restored.output
    with opened(second, "") as now:
        assert now.rows("registration_counts")
        assert list_miscounted() == []


def test_what_is_there_is_replaced_only_when_asked(
    older_backup: Callable[[str], Path], tmp_path: Path
) -> None:
    archive = str(older_backup("sqlite"))
    assert run(tmp_path, "", "restore", archive).exit_code == 0
    with opened(tmp_path, ""):
        db.session.execute(sa.text("UPDATE events SET title = 'Ändrad'"))
        db.session.commit()
    stray = tmp_path / "files" / "ab" / "abcd"
    stray.parent.mkdir(parents=True)
    stray.write_text("of the former")

    refused = run(tmp_path, "", "restore", archive)
    assert "add --replace" in refused.output
    with used(tmp_path):
        in_use = run(tmp_path, "", "restore", "--replace", archive)
    assert "Stop it" in in_use.output
    with opened(tmp_path, "") as now:
        assert {row["title"] for row in now.rows("events")} == {"Ändrad"}
    assert stray.exists()

    assert run(tmp_path, "", "restore", "--replace", archive).exit_code == 0
    with opened(tmp_path, "") as now:
        assert "Ändrad" not in {row["title"] for row in now.rows("events")}
    assert not stray.exists()
    assert not list(tmp_path.glob("*restoring*")) + list(tmp_path.glob("*former*"))


def test_the_data_folders_own_list_of_erased_people_is_applied(
    older_backup: Callable[[str], Path], tmp_path: Path
) -> None:
    archive = str(older_backup("sqlite"))
    wrong = run(tmp_path, "", "restore", "--erasures", archive, archive)
    assert wrong.exit_code == 1
    assert "is not a list of erased people" in wrong.output
    someone = Registration(code=read("installation")["rows"]["registrations"][0]["code"])
    with opened(tmp_path, ""):
        line = f"{row_digest(someone)} {NOON.isoformat()}"
    (tmp_path / "erasures").write_text(line)

    restored = run(tmp_path, "", "restore", archive)

    assert "Erased again: 1 " in restored.output, restored.output
    with opened(tmp_path, "") as now:
        assert someone.code not in {row["code"] for row in now.rows("registrations")}


@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_restore_leaves_the_former_and_is_run_again(
    kind: str,
    older_backup: Callable[[str], Path],
    address: Address,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    if request.config.getoption("--db") not in {kind, "both"}:
        pytest.skip("not asked for")
    url = address(kind, "killed")
    restoring = ("restore", "--replace", str(older_backup("sqlite")))
    program = [sys.executable, "-m", "eventapp"]
    alone = {**os.environ, **environment(tmp_path, url)}
    subprocess.run([*program, "create-organizer", "anna@town.example"], env=alone, check=True)

    process = subprocess.Popen([*program, *restoring], env=alone)
    try:
        wait_until((tmp_path / "restoring").exists, "the restore", patience=PATIENCE)
    finally:
        process.kill()
        process.wait()

    with opened(tmp_path, url) as former:
        assert [row["email"] for row in former.rows("accounts")] == ["anna@town.example"]
    # A killed client's connection ends when PostgreSQL notices.
    wait_until(lambda: run(tmp_path, url, *restoring).exit_code == 0, "the next", patience=PATIENCE)
    with opened(tmp_path, url) as now:
        assert "anna@town.example" not in {row["email"] for row in now.rows("accounts")}
        assert now.rows("registrations")
    assert not list(tmp_path.glob("*restoring*"))
