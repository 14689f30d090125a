"""docs/operations, followed word by word from the wheel on: what it says to type, works.

Run by `.ci/wheel`, which has built the wheel. Only what the documents name is put in differently.
"""

import re
import sys
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest

from tests.faults.mail_server import MailServer, listening
from tests.faults.server import wait_until
from tests.house.sources import ROOT
from tests.server import free_port
from tests.visitor import TOKEN
from tests.wheel.operator import Operator, blocks_of

DOCUMENTS = ROOT / "docs" / "operations"
INSTALL, ACCOUNTS, MONITORING, BACKUP, UPGRADE = (
    blocks_of(DOCUMENTS / f"{name}.md")
    for name in ("install", "accounts", "monitoring", "backup", "upgrade")
)
# Of the environment that tests run in: these would be installed anew, or shadow what is.
NOT_LENT = ("eventapp", "_eventapp", "__editable__", "pip", "setuptools")


@pytest.fixture
def office() -> Iterator[MailServer]:
    with listening(MailServer()) as opened:
        yield opened


@pytest.fixture
def operator(tmp_path: Path, wheel: Path, office: MailServer) -> Operator:
    folder = tmp_path / "agency"
    folder.mkdir()
    (folder / wheel.name).symlink_to(wheel)
    port, state = free_port(), tmp_path / "terminal"
    lend_libraries(tmp_path / "libraries", state)
    own = {
        "/opt/eventapp": str(tmp_path / "opt"),
        "https://conference.agency.example": f"http://localhost:{port}",
        "smtp://localhost:25?tls=off": f"smtp://localhost:{office.port}?tls=off",
        "eventapp serve": f"eventapp serve --port {port}",
        "eventapp-NEW.whl": wheel.name,
    }
    return Operator(folder, state, own)


def lend_libraries(folder: Path, state: Path) -> None:
    """Let pip find the libraries that the tests run with, so that none is fetched."""
    folder.mkdir()
    (site,) = {Path(path) for path in sys.path if path.endswith("site-packages")}
    for path in site.iterdir():
        if not path.name.startswith(NOT_LENT):
            (folder / path.name).symlink_to(path)
    state.write_text(f'export PYTHONPATH="{folder}"\n')


def test_what_the_documents_say_to_type_works(operator: Operator, office: MailServer) -> None:
    programs, settings, check, serve, first_account = INSTALL
    for block in (programs, settings):
        operator.type(block)
    assert (operator.folder / "eventapp.env").stat().st_mode & 0o777 == 0o600
    assert "FAIL" not in operator.type(check)
    with operator.leave_running(serve):
        base = operator.put_in_own("https://conference.agency.example")
        wait_until(lambda: answers(f"{base}/readyz"), "the first answer", patience=60)
        sign_in(operator.type(first_account).strip())
        for block in (*ACCOUNTS, *MONITORING, BACKUP[0], BACKUP[1]):
            operator.type(block)
        invited = {str(message["To"]) for message in office.messages}
        assert "saga@town.example" in invited
    into_empty, over = BACKUP[2:]
    operator.type(into_empty)
    assert (operator.folder / "restored" / "eventapp.sqlite").exists()
    operator.type(over)
    upgrade(operator, serve, base)


def upgrade(operator: Operator, serve: str, base: str) -> None:
    """The next release takes over what is there; whoever had an account has it still."""
    before, new_wheel, check = UPGRADE
    operator.type(before)
    operator.type(new_wheel)
    with operator.leave_running(serve):
        wait_until(lambda: answers(f"{base}/readyz"), "an answer after the upgrade", patience=60)
        assert "FAIL" not in operator.type(check)
        said = operator.type("eventapp revoke anna.berg@agency.example organizer")
        assert "no longer has the role" in said  # and not that nobody has that address


def sign_in(address: str) -> None:
    """Open the printed address, press its button; a second factor is asked for."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(address, timeout=10).read().decode()
    token = TOKEN.search(page)
    assert token
    inside = browser.open(address, urlencode({"csrf_token": token[1]}).encode(), timeout=10)
    assert re.search(r"/account$", inside.url), inside.url


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5):
            return True
    except OSError:
        return False
