"""Everybody who may come to a door: one for each role, and those who have it somewhere else."""

from dataclasses import dataclass

from eventapp.domain.permission import Role

IN_HOUSE = sorted(set(Role) - {Role.VISITOR, Role.PARTICIPANT})
IN_EVENT = (Role.ORGANIZER, Role.EDITOR, Role.ANALYST, Role.DOOR_LEAD, Role.DOOR_STAFF)


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with these roles in the house, in this event, and in events of others.

    `looks_after` says whose delegations they coordinate: "ours", "another" or nobody's. A caller
    who is no longer `trusted` had an admin's role and was shut out while signed in.
    """

    name: str
    house: frozenset[Role] = frozenset()
    event: frozenset[Role] = frozenset()
    elsewhere: frozenset[Role] = frozenset()
    account: bool = False
    trusted: bool = True
    looks_after: str = ""
    holds_link: bool = False
    phone: str = ""

    @property
    def signed_in(self) -> bool:
        """Whether the house still believes the session."""
        return self.account and self.trusted

    @property
    def here(self) -> frozenset[Role]:
        """The roles that count in our event."""
        return self.house | self.event

    @property
    def anywhere(self) -> frozenset[Role]:
        """The roles that count where each sees what is theirs."""
        return self.here | self.elsewhere


CALLERS = (
    *(Caller(f"{role} of the house", frozenset({role}), account=True) for role in IN_HOUSE),
    *(Caller(f"{role} of the event", event=frozenset({role}), account=True) for role in IN_EVENT),
    Caller("organizer of another event", elsewhere=frozenset({Role.ORGANIZER}), account=True),
    Caller("account without roles", account=True),
    Caller("coordinator of our organisation", account=True, looks_after="ours"),
    Caller("coordinator of another organisation", account=True, looks_after="another"),
    Caller("admin who was shut out", house=frozenset({Role.ADMIN}), account=True, trusted=False),
    Caller("visitor"),
    Caller("participant", holds_link=True),
    Caller("phone of the event", phone="ours"),
    Caller("phone of another event", phone="another"),
)
