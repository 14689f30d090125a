"""What programs, phones and calendars are told by the installation, reduced to what they keep."""

import email
import email.policy
import hashlib
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from icalendar import Calendar

from tests.golden.installation import ORIGIN, Installation

ATOM = "{http://www.w3.org/2005/Atom}"
QR_PATH = re.compile(r'<path fill="#000" d="([^"]+)"')
SECRET_LINK = re.compile(r"http://localhost/\S*[a-z2-7]{32}\S*")


def door(old: Installation) -> dict[str, Any]:
    """The roster and a search, as JSON."""
    phone = old.phone()
    search = phone.post("/api/v1/door/search", json={"q": "bo"}, headers={"Origin": ORIGIN})
    return {"roster": phone.get("/api/v1/door/roster").get_json(), "search": search.get_json()}


def tickets(old: Installation) -> dict[str, dict[str, str]]:
    """The QR codes of those who have a place: the drawing, and a digest of the picture."""
    by_name = {}
    for name, person in old.people.items():
        if person["state"] == "confirmed":
            page = f"/registrations/{person['personal']}/ticket"
            drawing = QR_PATH.search(old.visitor().get(f"{page}.svg").text)
            picture = old.visitor().get(f"{page}.png").data
            by_name[name] = {
                "svg": drawing[1] if drawing else "",
                "png": hashlib.sha256(picture).hexdigest(),
            }
    return by_name


def calendars(old: Installation) -> dict[str, list[str]]:
    """The UIDs in every calendar, by address."""
    addresses = [
        "/events/kongress.ics",
        "/events/kongress/schedule.ics",
        "/events/kongress/sessions/s1.ics",
        f"/delegations/{old.secrets['delegation_feed']}/calendar.ics",
        *(f"/registrations/{person['agenda']}/agenda.ics" for person in old.people.values()),
    ]
    return {address: _uids(old.visitor().get(address).data) for address in addresses}


def schedule(old: Installation) -> dict[str, list[str]]:
    """The ids by which readers of the schedule know sessions, rooms and releases again."""
    client = old.visitor()
    conference = client.get("/events/kongress/schedule.json").get_json()["schedule"]["conference"]
    rooms = [room for day in conference["days"] for room in day["rooms"].values()]
    slots = [slot for room in rooms for slot in room]
    xml = ET.fromstring(client.get("/events/kongress/schedule.xml").data)
    atom = ET.fromstring(client.get("/events/kongress/changes.atom").data)
    return {
        "json": [f"{slot['guid']} {slot['id']} {slot['code']} {slot['slug']}" for slot in slots],
        "rooms": [room["guid"] for room in conference["rooms"]],
        "xml": [f"{element.get('guid')} {element.get('id')}" for element in xml.iter("event")],
        "atom": [str(element.text) for element in atom.iter(f"{ATOM}id")],
    }


def mails(data: Path) -> dict[str, dict[str, Any]]:
    """Each mail in the local mailbox by its Message-ID: to whom, secret links, and calendar."""
    by_id = {}
    for path in (data / "mailbox").glob("*.eml"):
        parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = parsed.get_body(preferencelist=("plain",))
        by_id[str(parsed["Message-ID"])] = {
            "to": str(parsed["To"]),
            "from": str(parsed["From"]),
            "links": sorted(set(SECRET_LINK.findall(body.get_content() if body else ""))),
            "calendar": next(_calendar_parts(parsed), []),
            "further": list(_calendar_parts(parsed))[1:],
        }
    return by_id


def _calendar_parts(parsed: EmailMessage) -> Iterator[list[Any]]:
    """Method, UID and SEQUENCE of each entry; what programs for mail read by themselves first."""
    for part in parsed.walk():
        if part.get_content_type() == "text/calendar":
            calendar = Calendar.from_ical(part.get_content())
            (entry,) = calendar.walk("VEVENT")
            method = str(calendar["METHOD"])
            assert part.get_param("method") == method
            yield [method, str(entry["UID"]), int(str(entry["SEQUENCE"]))]


def _uids(calendar: bytes) -> list[str]:
    return sorted(str(entry["UID"]) for entry in Calendar.from_ical(calendar).walk("VEVENT"))
