"""Doors for those who look after an organisation."""

from dataclasses import replace

from tests.house.access.door import Door, Guard
from tests.house.access.rows import COORDINATORS, Data, cared, cared_deed, public

DELEGATION = "/delegations/<code>"
REQUEST = f"{DELEGATION}/seat-request"
PEOPLE = f"{DELEGATION}/people"
PERSON = f"{PEOPLE}/<person_code>"
CARDS = "/own-experiences"
CARD = f"{CARDS}/<code>"
OWN = "/own-organisation"
PLAN = f"{OWN}/plan"
SAID = "/own-declarations"
LISTINGS = "/own-exchange"
CONTACT = f"{LISTINGS}/contacts/<code>"
NEWCOMER = {"name": "Bo Ek", "email": "bo.ek@town.example"}
PASTED = "Bo Ek\tbo.ek@town.example"
OFFER = {"kind": "offer", "area": "{area}", "title": "Ljus", "text": "Vi visar gärna."}


def _page(rule: str, **things: str) -> Door:
    """A page of one delegation."""
    things = {"code": "delegation", **things}
    return Door("GET", rule, Guard.DELEGATION, COORDINATORS, things=things)


def _deed(rule: str, form: str, data: Data | None = None, **things: str) -> Door:
    """A form of one delegation."""
    things = {"code": "delegation", **things}
    return Door("POST", rule, Guard.DELEGATION, COORDINATORS, 303, form, data or {}, things=things)


DELEGATIONS = (
    cared("/delegations"),
    replace(_page(DELEGATION), leaves_a_line=True),
    replace(_page(f"{DELEGATION}/results"), status=303),
    _page(f"{DELEGATION}/programme.ics"),
    _page(f"{DELEGATION}/materials.zip"),
    replace(_page(f"{DELEGATION}/tickets.pdf"), leaves_a_line=True),
    # A calendar shows nothing but its address, which opens the feed and nothing else.
    public("/delegations/<token>/calendar.ics", token="feed link"),
    public("/delegations/calendars/<token>.ics", token="coordinator feed link"),
    cared_deed("/delegations/calendar", "/delegations"),
    _deed(f"{DELEGATION}/feed", DELEGATION),
    _page(f"{DELEGATION}/absence/new"),
    _deed(f"{DELEGATION}/absence", f"{DELEGATION}/absence/new", {"version": "2"}),
    _page(f"{REQUEST}/new"),
    _deed(REQUEST, f"{REQUEST}/new", {"version": "2", "seats": "3"}),
    _deed(f"{REQUEST}/withdrawal", DELEGATION, {"version": "2"}),
    _page(f"{PEOPLE}/new"),
    _deed(PEOPLE, f"{PEOPLE}/new", NEWCOMER),
    _page(f"{PEOPLE}/list/new"),
    # Nothing is stored: the list comes back with a form that leads on.
    replace(_deed(f"{PEOPLE}/list/preview", f"{PEOPLE}/list/new", {"lines": PASTED}), status=200),
    _deed(
        f"{PEOPLE}/list",
        "",
        {"people-0-name": "Bo Ek", "people-0-email": "bo.ek@town.example"},
    ),
    replace(_page(f"{PERSON}/replacement/new", person_code="registration"), leaves_a_line=True),
    _deed(
        f"{PERSON}/replacement",
        f"{PERSON}/replacement/new",
        NEWCOMER,
        person_code="registration",
    ),
    replace(_page(f"{PERSON}/cancellation/new", person_code="registration"), leaves_a_line=True),
    _deed(f"{PERSON}/cancellation", f"{PERSON}/cancellation/new", person_code="registration"),
)
EXCHANGE = (
    cared(CARDS),
    cared(CARD, code="card to read"),
    cared(f"{CARD}/versions", code="card to read"),
    cared(f"{CARD}/files/<file_code>", code="published card", file_code="experience file"),
    cared_deed(f"{CARD}/approval", CARD, code="card to read"),
    cared_deed(f"{CARD}/change", CARD, {"change": "Ta bort gatan."}, code="card to read"),
    cared(OWN),
    cared(f"{OWN}/agenda"),
    cared(f"{OWN}/results/<code>", code="closed survey"),
    cared(f"{PLAN}/new"),
    cared_deed(PLAN, f"{PLAN}/new", {"title": "Prova igen"}),
    cared(f"{PLAN}/<code>", code="planned"),
    cared_deed(f"{PLAN}/<code>", f"{PLAN}/<code>", code="planned"),
    cared_deed(f"{PLAN}/<code>/removal", OWN, code="planned"),
    cared_deed(f"{PLAN}/<code>/restoration", OWN, code="removed action"),
    cared(SAID),
    cared(f"{SAID}/experiences/<card>", card="others' card"),
    cared_deed(
        f"{SAID}/experiences/<card>",
        f"{SAID}/experiences/<card>",
        {"kind": "plans"},
        card="others' card",
    ),
    cared_deed(f"{SAID}/<code>/withdrawal", SAID, {"version": "1"}, code="declaration"),
    cared_deed(f"{SAID}/<code>/undoing", SAID, code="declaration"),
    cared(LISTINGS),
    cared(f"{LISTINGS}/new"),
    cared_deed(LISTINGS, f"{LISTINGS}/new", OFFER),
    cared_deed(f"{LISTINGS}/<code>/withdrawal", LISTINGS, code="listing"),
    cared(CONTACT, code="contact"),
    cared_deed(
        f"{CONTACT}/acceptance",
        CONTACT,
        {"function": "samordnare", "email": "delad@town.example"},
        code="contact",
    ),
    cared_deed(f"{CONTACT}/refusal", CONTACT, code="contact"),
)

DOORS = (*DELEGATIONS, *EXCHANGE)
