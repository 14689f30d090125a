"""Doors to the people invited to an event, and their own by a personal link."""

from dataclasses import replace

from tests.house.access.rows import deed, desk, public, sent_by_anybody

INVITED = "/organizer/events/<slug>/invited"
ONE = f"{INVITED}/<code>"
LINK = "/invited/<token>"
TOKEN = {"token": "invitee link"}
ADDED = {"people": "Bo Ek, bo.ek@town.example", "do": "add"}
PERSON = {
    "name": "Bo Ek",
    "email": "bo.ek@town.example",
    "organisation": "other",
    "other_organisation": "Föreningen Exempel",
}

DOORS = (
    replace(desk(INVITED), leaves_a_line=True),
    desk(f"{INVITED}/new"),
    deed(INVITED, f"{INVITED}/new", ADDED),
    desk(f"{INVITED}/letter"),
    deed(f"{INVITED}/letter", f"{INVITED}/letter"),
    desk(f"{INVITED}/reminder"),
    deed(f"{INVITED}/reminder", f"{INVITED}/reminder"),
    deed(f"{INVITED}/undoing", INVITED),
    replace(desk(ONE, code="invited person"), leaves_a_line=True),
    deed(f"{ONE}/removal", ONE, code="invited person"),
    public(LINK, **TOKEN),
    sent_by_anybody(LINK, LINK, {"answer": "yes"}, **TOKEN),
    sent_by_anybody(f"{LINK}/refusal", LINK, **TOKEN),
    public(f"{LINK}/registration", **TOKEN),
    sent_by_anybody(f"{LINK}/registration", f"{LINK}/registration", PERSON, **TOKEN),
)
