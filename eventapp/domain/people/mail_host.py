"""Mail addresses that were probably mistyped: what was perhaps meant."""

from collections.abc import Iterable
from functools import lru_cache

from eventapp.domain.people.folding import fold
from eventapp.domain.people.organisation import ListedOrganisation
from eventapp.models import Organisation, OrganisationKind

# Where most private addresses of people in Sweden are; right as they stand, however alike.
PROVIDERS = (
    "gmail.com",
    "hotmail.com",
    "hotmail.se",
    "outlook.com",
    "icloud.com",
    "live.se",
    "live.com",
    "yahoo.com",
    "yahoo.se",
    "telia.com",
    "bredband.net",
    "comhem.se",
    "msn.com",
    "protonmail.com",
    "mail.com",
    "ymail.com",
    "me.com",
    "googlemail.com",
)
# A short host is soon like another one.
LONG_HOST = 10


def suggest_address(email: str, organisations: Iterable[ListedOrganisation] = ()) -> str:
    """The address that was probably meant, or nothing.

    Its host is nearly that of a common provider, or nearly the own organisation's: of its mailbox,
    or as municipalities are named (linkoping.se).
    """
    local, _, host = email.rpartition("@")
    hosts = [*hosts_of(organisations), *PROVIDERS]
    if not local or host in hosts:
        return ""
    near = min(hosts, key=lambda known: _distance(host, known))
    most = 2 if len(near) >= LONG_HOST else 1
    return f"{local}@{near}" if _distance(host, near) <= most else ""


def hosts_of(organisations: Iterable[ListedOrganisation | Organisation]) -> Iterable[str]:
    """The hosts of their mailboxes, and those that municipalities have by their names."""
    for organisation in organisations:
        if organisation.mailbox:
            yield organisation.mailbox.rpartition("@")[2].lower()
        if organisation.kind is OrganisationKind.MUNICIPALITY and organisation.short_name:
            yield f"{fold(organisation.short_name).replace(' ', '')}.se"


@lru_cache(maxsize=2048)  # most people's hosts are few
def _distance(text: str, other: str) -> int:
    """Count the letters to add, take away, change or swap with the next (Damerau)."""
    rows = [list(range(len(other) + 1))]
    for at, letter in enumerate(text, start=1):
        row = [at]
        for to, wanted in enumerate(other, start=1):
            cost = min(rows[-1][to] + 1, row[to - 1] + 1, rows[-1][to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and text[at - 2] == wanted:
                cost = min(cost, rows[-2][to - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
