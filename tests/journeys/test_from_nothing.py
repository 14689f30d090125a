"""The main story: an agency begins with nothing, and a year later deletes what it may not keep.

Only commands, a browser and a mail server; the test calls nothing of the product itself.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.databases import PostgresqlServer
from tests.faults.mail_server import MailServer, listening
from tests.journeys.browser_user import BrowserUser
from tests.journeys.from_nothing import accounts, start_list
from tests.journeys.from_nothing.accounts import StaffMember
from tests.journeys.from_nothing.installation import Installation

INGRID = "ingrid.tjarnglans@lansstyrelsen.example"
OSKAR = "oskar.lindhav@lansstyrelsen.example"
ROLES = ("Administratör", "Redaktör", "Säkerhetskontakt")
SITE, PHONE = "Länsstyrelsen i Skogslän", "08-465 004 11"
SetOut = Callable[..., BrowserUser]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(
    request: pytest.FixtureRequest, postgresql: PostgresqlServer
) -> Iterator[str]:
    """Where the database will be: empty for a file that does not exist yet."""
    if request.config.getoption("--db") not in {"both", request.param}:
        pytest.skip("not asked for")
    if request.param == "sqlite":
        yield ""
        return
    with postgresql.new_database("from_nothing") as address:
        yield address


@pytest.fixture
def installation(tmp_path: Path, url: str) -> Iterator[Installation]:
    with listening(MailServer()) as office:
        yield Installation(tmp_path / "installation", office, url)


@pytest.fixture
def set_out(browser: Browser, installation: Installation) -> Iterator[SetOut]:
    under_way: list[BrowserUser] = []

    def go(name: str, *, scripted: bool = True) -> BrowserUser:
        under_way.append(BrowserUser(browser, installation.base, name, scripted=scripted))
        return under_way[-1]

    yield go
    for each in under_way:
        each.close()


def test_from_nothing_to_a_receipt(installation: Installation, set_out: SetOut) -> None:
    before_it_has_begun(installation)
    ingrid = StaffMember(set_out("Ingrid"), "Ingrid Tjärnglans", INGRID)
    with installation.serving():
        first_hour(installation, ingrid)
        with_a_colleague(installation, ingrid, set_out)


def before_it_has_begun(installation: Installation) -> None:
    """The self-test names what is not there yet, in a sentence, and makes nothing up."""
    checked = installation.run("check")
    assert checked.code == 1
    assert "FAIL migrations" in checked.stdout
    for good in ("settings", "disk", "secrets, of the environment", "mail", "database"):
        assert f"ok   {good}" in checked.stdout
    assert "Traceback" not in checked.stderr


def first_hour(installation: Installation, ingrid: StaffMember) -> None:
    """From the command that makes the first account to a site with a name and focus areas."""
    made = installation.run("create-organizer", INGRID)
    assert made.code == 0, made.stderr
    address = made.stdout.strip()
    assert address.startswith(installation.base)
    accounts.sign_in_first(ingrid, address.removeprefix(installation.base), installation.now)
    desk = ingrid.browser
    start_list.left(desk, 7)
    start_list.try_mail(desk, installation.office, INGRID)
    start_list.left(desk, 6)
    start_list.choose_name(desk, SITE, PHONE)
    start_list.left(desk, 5)
    start_list.add_focus_areas(desk)
    start_list.left(desk, 4)


def with_a_colleague(installation: Installation, ingrid: StaffMember, set_out: SetOut) -> StaffMember:
    oskar = StaffMember(set_out("Oskar"), "Oskar Lindhav", OSKAR)
    start_list.invite_colleague(ingrid.browser, OSKAR, *ROLES)
    accounts.accept_invitation(oskar, installation.office, installation.now)
    return oskar
