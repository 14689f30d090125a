"""Doors at the organizers' desk: events, people and what is sent."""

from dataclasses import replace

from tests.house.access.door import Door, Guard
from tests.house.access.rows import AT_DESK, AT_DOORS, DOOR_LEADS, RECORDS, RUNNERS, deed, desk

HOME = "/organizer"
EVENT = f"{HOME}/events/<slug>"
DELEGATION = f"{EVENT}/delegations/<code>"
PERSON = f"{EVENT}/registrations/<code>"
PHONE = f"{EVENT}/door/devices/<code>"
MEETING = f"{EVENT}/meeting"
NEWCOMER = {"organisation": "{newcomer}", "seats": "1"}
WHY = {"reason": "Snöstorm"}
AT = {"starts_at": "2027-09-01T10:00"}

EVENTS = (
    Door("GET", HOME, Guard.STAFF_ANYWHERE, AT_DESK),
    desk(f"{HOME}/events/new"),
    deed(
        f"{HOME}/events",
        f"{HOME}/events/new",
        {
            "title": "Ny",
            "starts_at": "2027-09-01T10:00",
            "ends_at": "2027-09-01T16:00",
            "registration_opens_at": "2027-05-01T10:00",
            "registration_closes_at": "2027-08-01T10:00",
            "cancellation_closes_at": "2027-08-01T10:00",
            "seats": "10",
        },
    ),
    desk(EVENT, AT_DESK),
    desk(f"{EVENT}/edit"),
    deed(EVENT, f"{EVENT}/edit"),
    deed(f"{EVENT}/publication", EVENT, slug="draft"),
    desk(f"{EVENT}/copies/new"),
    deed(f"{EVENT}/copies", f"{EVENT}/copies/new", AT),
    desk(f"{EVENT}/postponement/new"),
    deed(f"{EVENT}/postponement", f"{EVENT}/postponement/new", WHY),
    desk(f"{EVENT}/calling-off/new"),
    deed(f"{EVENT}/calling-off", f"{EVENT}/calling-off/new", WHY),
    deed(f"{EVENT}/resumption", EVENT, slug="postponed"),
    desk(f"{HOME}/series"),
    desk(f"{HOME}/series/new"),
    deed(f"{HOME}/series", f"{HOME}/series/new", {"title": "Ny", "dates": "2027-09-21 13:00"}),
)
PEOPLE = (
    desk(f"{EVENT}/delegations"),
    deed(
        f"{EVENT}/delegations", f"{EVENT}/delegations", {"organisation": "{newcomer}", "seats": "1"}
    ),
    desk(DELEGATION, code="delegation"),
    deed(DELEGATION, DELEGATION, {"seats": "11"}, code="delegation"),
    replace(desk(f"{EVENT}/registrations"), leaves_a_line=True),
    replace(desk(PERSON, code="registration"), leaves_a_line=True),
    deed(
        f"{PERSON}/place",
        PERSON,
        {"place-reason": "Talare"},
        slug="full",
        code="waiting registration",
    ),
    deed(f"{PERSON}/admission", PERSON, slug="full", code="pending registration"),
    deed(f"{PERSON}/cancellation", PERSON, {"cancellation-reason": "Sjuk"}, code="registration"),
    deed(f"{PERSON}/link", PERSON, code="registration"),
    # Who reads of diets is written down.
    replace(desk(f"{EVENT}/kitchen"), leaves_a_line=True),
    replace(desk(MEETING), leaves_a_line=True),
    deed(f"{MEETING}/attendances", ""),
    deed(f"{MEETING}/follow-ups", MEETING, {"text": "Ring"}),
    deed(f"{MEETING}/follow-ups/<code>/done", MEETING, code="follow-up"),
)
DOOR = (
    desk(f"{EVENT}/door", AT_DOORS),
    desk(f"{EVENT}/door/devices", DOOR_LEADS),
    deed(f"{EVENT}/door/devices", f"{EVENT}/door/devices", {"door": "Baksidan"}, roles=DOOR_LEADS),
    desk(PHONE, DOOR_LEADS, code="phone"),
    desk(f"{PHONE}/revocation", DOOR_LEADS, code="phone"),
    deed(f"{PHONE}/revocation", f"{PHONE}/revocation", roles=DOOR_LEADS, code="phone"),
    deed(f"{PHONE}/quarantine/release", "", roles=DOOR_LEADS, code="phone"),
)
MAIL = (
    replace(desk(f"{HOME}/outbox"), leaves_a_line=True),
    # What is not there any more needs no other try.
    replace(
        deed(f"{HOME}/outbox/<int:number>/attempts", f"{HOME}/outbox", number="job"), unknown=303
    ),
    deed(f"{HOME}/outbox/attempts", f"{HOME}/outbox"),
)

# Who reads the log stands in it.
LOG = tuple(
    replace(desk(rule, roles), leaves_a_line=True)
    for place, roles in ((HOME, RECORDS), (EVENT, RUNNERS))
    for rule in (f"{place}/log", f"{place}/log.csv")
)

START = (
    deed(f"{HOME}/start/mail-trials", HOME, {"trial_email": "viggo@bra.example"}),
    deed(f"{HOME}/start/mail-trials/<code>/outcome", "", {"outcome": "both"}, code="mail trial"),
    deed(f"{HOME}/start/steps/<name>/aside", "", name="step"),
    deed(f"{HOME}/start/steps/<name>/resumption", "", name="step"),
    deed(f"{HOME}/start/end", ""),
)

DOORS = (*EVENTS, *PEOPLE, *DOOR, *MAIL, *LOG, *START)
