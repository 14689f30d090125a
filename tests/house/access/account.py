"""Doors for signing in, and for one's own account."""

from tests.builders.account import PASSWORD
from tests.house.access.door import Door, Guard
from tests.house.access.rows import EVERYBODY, public, sent_by_anybody

LINK = "/sign-in/links/<token>"
ACCOUNT = "/account"
ADDRESS = f"{ACCOUNT}/address/<token>"
INVITATION = "/invitations/<token>"
NONE = {"code": "coordinator"}  # no session has this code: that nothing is left of it is as well

DOORS = (
    public("/sign-in"),
    sent_by_anybody("/sign-in", "/sign-in", {"email": "{address}", "password": PASSWORD}),
    # Nobody here has given a password before: there is no code to ask for.
    public("/sign-in/code", 303),
    sent_by_anybody("/sign-in/code", "", {"code": "123456"}),
    sent_by_anybody("/sign-in/links", "/sign-in", {"link_email": "{coordinator's address}"}, 200),
    public(LINK, unknown=410, token="sign-in link"),
    sent_by_anybody(LINK, LINK, unknown=410, token="sign-in link"),
    sent_by_anybody("/sign-out", ""),
    Door("GET", ACCOUNT, Guard.ACCOUNT, EVERYBODY),
    Door(
        "POST",
        f"{ACCOUNT}/password",
        Guard.ACCOUNT,
        EVERYBODY,
        303,
        ACCOUNT,
        {"new_password": "a new sentence is as easy"},
    ),
    Door("GET", f"{ACCOUNT}/sessions/end", Guard.ACCOUNT, EVERYBODY),
    Door(
        "POST",
        f"{ACCOUNT}/sessions/end",
        Guard.ACCOUNT,
        EVERYBODY,
        303,
        f"{ACCOUNT}/sessions/end",
    ),
    Door("POST", f"{ACCOUNT}/sessions/others/end", Guard.ACCOUNT, EVERYBODY, 303),
    # A session that is not there has ended: that is what was asked for.
    Door(
        "POST",
        f"{ACCOUNT}/sessions/<code>/ending",
        Guard.ACCOUNT,
        EVERYBODY,
        303,
        things=NONE,
        unknown=303,
    ),
    Door("POST", ACCOUNT, Guard.ACCOUNT, EVERYBODY, 303, ACCOUNT, {"name": "Annan"}),
    Door(
        "POST",
        f"{ACCOUNT}/address",
        Guard.ACCOUNT,
        EVERYBODY,
        303,
        ACCOUNT,
        {"new_email": "ny@town.example"},
    ),
    public(ADDRESS, unknown=410, token="address link"),
    sent_by_anybody(ADDRESS, ADDRESS, unknown=410, token="address link"),
    public(INVITATION, unknown=410, token="invitation link"),
    sent_by_anybody(
        INVITATION, INVITATION, {"name": "Bo Ek"}, unknown=410, token="invitation link"
    ),
    Door("POST", f"{ACCOUNT}/second-factor/new", Guard.ACCOUNT, EVERYBODY, 200, ACCOUNT),
    # Nothing was begun: back to where it begins.
    Door("POST", f"{ACCOUNT}/second-factor", Guard.ACCOUNT, EVERYBODY, 303),
)
