"""What a tree's sample offers to visitors, found over HTTP alone: the tree may be of any age."""

import base64
import http.cookiejar
import json
import re
import secrets
import urllib.parse
import urllib.request
from dataclasses import dataclass

from tests.bench.against.html_form import Form, form_to
from tests.bench.against.tree import Tree

PHONES = 16  # each may ask 240 times a minute
SESSION = re.compile(r'href="(/events/[^"]+/sessions/[^"/.]+)"')
DEVICE = re.compile(r'href="(/organizer/events/[^"]+/door/devices/[^"/]+)"')
PAIRING = re.compile(r"/door/pair/[a-z2-7]+")


@dataclass(frozen=True, slots=True)
class Sample:
    """Addresses, forms and cookies of one tree."""

    complete: str
    live: str
    open: str
    session: str
    ticket: str
    survey: str
    registration: Form
    answers: Form
    organizer: str
    phones: tuple[str, ...]
    digests: tuple[str, ...]


class Browser:
    """A visitor with cookies, from an address of their own."""

    def __init__(self, tree: Tree) -> None:
        self._base = f"http://localhost:{tree.port}"
        self._cookies = http.cookiejar.CookieJar()
        processor = urllib.request.HTTPCookieProcessor(self._cookies)
        self._opener = urllib.request.build_opener(processor)
        self._from = f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.1"

    def get(self, address: str) -> str:
        """The page at this address, or at the path of this full address."""
        return self._open(address, None)

    def press(self, page: str, action: str, **fields: str) -> str:
        """Send the form of the page that goes to `action`, with these fields changed."""
        form = form_to(page, action)
        return self._open(form.action, urllib.parse.urlencode({**form.fields, **fields}).encode())

    @property
    def cookies(self) -> str:
        """All cookies as a header's value."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._cookies)

    def _open(self, address: str, data: bytes | None) -> str:
        url = urllib.parse.urljoin(self._base, urllib.parse.urlsplit(address).path)
        headers = {"Accept-Language": "sv", "X-Forwarded-For": self._from}
        request = urllib.request.Request(url, data, headers)  # our own server
        with self._opener.open(request, timeout=60) as answer:
            return str(answer.read().decode())


def look_around(tree: Tree) -> Sample:
    """Follow the addresses that the demo printed, and read the forms found there."""
    addresses, visitor = tree.addresses, Browser(tree)
    complete, live, opened = (
        f"/events/{addresses[key]}" for key in ("event", "event_live", "event_open")
    )
    organizer = _sign_in(tree, addresses["organizer_sign_in"])
    registration = form_to(visitor.get(f"{opened}/registration/new"), f"{opened}/registration")
    survey = urllib.parse.urlsplit(addresses["survey"]).path
    session = SESSION.search(visitor.get(f"{complete}/schedule"))
    phones = _pair_phones(tree, organizer, f"/organizer{live}/door/devices")
    return Sample(
        complete=complete,
        live=live,
        open=opened,
        session=session[1] if session else "",
        ticket=urllib.parse.urlsplit(addresses["ticket"]).path,
        survey=survey,
        registration=registration,
        answers=form_to(visitor.get(survey), survey),
        organizer=organizer.cookies,
        phones=phones,
        digests=_digests(tree, phones[0]),
    )


def _sign_in(tree: Tree, address: str) -> Browser:
    browser, path = Browser(tree), urllib.parse.urlsplit(address).path
    browser.press(browser.get(path), path)
    return browser


def _pair_phones(tree: Tree, organizer: Browser, devices: str) -> tuple[str, ...]:
    """Invite phones at the organizer's desk, pair each, and hand over their cookies."""
    known = set(DEVICE.findall(organizer.get(devices)))
    for number in range(PHONES):
        organizer.press(organizer.get(devices), devices, door=f"Dörr {number % 4}")
    invited = sorted(set(DEVICE.findall(organizer.get(devices))) - known)
    cookies = []
    for page in invited:
        pairing = PAIRING.search(organizer.get(page))
        if pairing:
            phone = Browser(tree)
            phone.press(phone.get(pairing[0]), pairing[0])
            cookies.append(phone.cookies)
    return tuple(cookies)


def _digests(tree: Tree, phone: str) -> tuple[str, ...]:
    """The digests of the roster's records: of tickets, and of nobody's."""
    request = urllib.request.Request(
        f"http://localhost:{tree.port}/api/v1/door/roster", headers={"Cookie": phone}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        records = base64.b64decode(json.load(answer)["records"])
    return tuple(records[at : at + 16].hex() for at in range(0, len(records), 172))
