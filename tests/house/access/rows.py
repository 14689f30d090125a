"""How the rows of the table are written."""

from collections.abc import Mapping

from eventapp.domain.permission import Role
from tests.house.access.door import Door, Guard

EVERYBODY = frozenset(Role)
HOLDER = frozenset({Role.PARTICIPANT})
COORDINATORS = frozenset({Role.COORDINATOR})
RUNNERS = frozenset({Role.ADMIN, Role.ORGANIZER})
EDITORS = RUNNERS | {Role.EDITOR}
ANALYSTS = RUNNERS | {Role.ANALYST}
DOOR_LEADS = RUNNERS | {Role.DOOR_LEAD}
AT_DOORS = DOOR_LEADS | {Role.DOOR_STAFF}
ADMINS = frozenset({Role.ADMIN})
RECORDS = frozenset({Role.ADMIN, Role.RECORDS_OFFICER})
SECURITY = frozenset({Role.SECURITY_CONTACT})
AT_DESK = AT_DOORS | {
    Role.EDITOR,
    Role.ANALYST,
    Role.SECURITY_CONTACT,
    Role.RECORDS_OFFICER,
}

Data = Mapping[str, str]
NOTHING: Data = {}


def public(rule: str, status: int = 200, *, unknown: int = 404, **things: str) -> Door:
    """A page that everybody may read."""
    return Door("GET", rule, Guard.NOTHING, EVERYBODY, status, things=things, unknown=unknown)


def sent_by_anybody(
    rule: str,
    form: str,
    data: Data = NOTHING,
    status: int = 303,
    *,
    unknown: int = 404,
    **things: str,
) -> Door:
    """A form that everybody may send."""
    return Door(
        "POST", rule, Guard.NOTHING, EVERYBODY, status, form, data, things=things, unknown=unknown
    )


def own(rule: str, status: int = 200, **things: str) -> Door:
    """A page for the holder of a personal link."""
    things = {"token": "personal link", **things}
    return Door("GET", rule, Guard.OWN_LINK, HOLDER, status, things=things)


def sent_by_holder(
    rule: str, form: str, data: Data = NOTHING, status: int = 303, **things: str
) -> Door:
    """A form that the holder of a personal link may send."""
    things = {"token": "personal link", **things}
    return Door("POST", rule, Guard.OWN_LINK, HOLDER, status, form, data, things=things)


def desk(rule: str, roles: frozenset[Role] = RUNNERS, **things: str) -> Door:
    """A page at the organizers' desk."""
    return Door("GET", rule, Guard.STAFF, roles, things=things)


def deed(
    rule: str,
    form: str,
    data: Data = NOTHING,
    status: int = 303,
    *,
    roles: frozenset[Role] = RUNNERS,
    **things: str,
) -> Door:
    """A form at the organizers' desk."""
    return Door("POST", rule, Guard.STAFF, roles, status, form, data, things=things)


def cared(rule: str, **things: str) -> Door:
    """A page for those who look after an organisation."""
    return Door("GET", rule, Guard.ORGANISATION, COORDINATORS, things=things)


def cared_deed(
    rule: str, form: str, data: Data = NOTHING, status: int = 303, **things: str
) -> Door:
    """A form for those who look after an organisation."""
    return Door("POST", rule, Guard.ORGANISATION, COORDINATORS, status, form, data, things=things)
