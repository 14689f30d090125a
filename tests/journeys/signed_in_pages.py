"""Screens of any width, one for each who looks at pages: whoever must, has signed in at it."""

from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Browser, BrowserContext, Page

from eventapp.clock import utcnow
from eventapp.demo.account import STAFF
from eventapp.demo.door import pairing_address
from eventapp.domain.people.account import create_account, find_by_email
from eventapp.domain.people.sign_in import hash_password
from eventapp.domain.people.sign_in_link import create_sign_in_link, sign_in_token
from eventapp.domain.permission import Role
from eventapp.extensions import db
from tests.builders.account import an_account, grant
from tests.journeys.demo_event import app_on_demo_database
from tests.server import LiveServer

ADDRESSES = {role: email for _key, role, _name, email in STAFF}


@dataclass(frozen=True, slots=True)
class PageView:
    """An address to look at, who looks (a visitor, staff, or a paired phone), and the answer."""

    address: str
    by: Role = Role.VISITOR
    status: int = 200


def page_views(*addresses: str, by: Role = Role.VISITOR, status: int = 200) -> list[PageView]:
    """Those addresses, all looked at by the same."""
    return [PageView(address, by, status) for address in addresses]


class SignedInPages:
    """One page for each role, opened and signed in at when first asked for.

    Whatever is shown on them begins with running the script, if there is one.
    """

    def __init__(self, browser: Browser, live: LiveServer, script: str = "") -> None:
        self._browser, self._live, self._script = browser, live, script
        self._pages: dict[Role, Page] = {}
        self._contexts: list[BrowserContext] = []

    def of(self, role: Role) -> Page:
        """The page that this role looks at, signed in since the first time."""
        if role not in self._pages:
            page = self.stranger()
            if role is Role.DOOR_STAFF:
                _press_through(page, self._pairing_address())
            elif role is not Role.VISITOR:
                _press_through(page, self._sign_in_address(role))
            self._pages[role] = page
        return self._pages[role]

    def stranger(self) -> Page:
        """A new page, of a browser that has never been here and moves nothing by itself."""
        context = self._browser.new_context(
            locale="sv-SE", timezone_id="Europe/Stockholm", reduced_motion="reduce"
        )
        self._contexts.append(context)
        if self._script:
            context.add_init_script(self._script)
        return context.new_page()

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _sign_in_address(self, role: Role) -> str:
        with app_on_demo_database(self._live):
            account = find_by_email(ADDRESSES.get(role, "")) or an_account(role)
            link = create_sign_in_link(account, lasts=timedelta(minutes=10), now=utcnow())
            db.session.commit()
            return f"{self._live.base}/sign-in/links/{sign_in_token(link)}"

    def _pairing_address(self) -> str:
        with app_on_demo_database(self._live):
            address = pairing_address(self._live.base, now=utcnow())
            db.session.commit()
            return address


def an_account_with_a_password(live: LiveServer) -> tuple[str, str]:
    """The address and the password of a new organizer without a second factor."""
    email, password = "losenord@bra.example", "en mening som ingen gissar"
    with app_on_demo_database(live):
        account = create_account(email, "Tuva Lösenklang", now=utcnow())
        account.password_hash = hash_password(password)
        grant(account, Role.ORGANIZER)
        db.session.commit()
    return email, password


def _press_through(page: Page, address: str) -> None:
    page.goto(address)
    with page.expect_navigation():
        page.locator("main form button[type=submit]:not([aria-hidden], [formaction])").click()
