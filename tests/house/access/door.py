"""One method of one route: who may come in there, and what everybody is answered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from eventapp.domain.permission import Role
from tests.house.access.callers import CALLERS, Caller

PLACE = re.compile(r"<(?:[^<>]*:)?(\w+)>")
# What a place of a rule stands for, where the row does not say.
USUAL = {"slug": "event", "filename": "file", "message_id": "letter", "kind": "kind", "day": "day"}


class Guard(Enum):
    """What one must show."""

    NOTHING = auto()
    OWN_LINK = auto()
    ACCOUNT = auto()
    STAFF = auto()
    STAFF_ANYWHERE = auto()
    ORGANISATION = auto()
    DELEGATION = auto()
    PHONE = auto()


SIGNED_IN = set(Guard) - {Guard.NOTHING, Guard.OWN_LINK, Guard.PHONE}


@dataclass(frozen=True, slots=True)
class Door:
    """One row of the table.

    `status` is what a valid request of someone who may come in is answered. `form` is the page
    with the form that leads here, sent as the page filled it but for `data`; without it `data` is
    all that is sent, and `json` is what a program sends. `things` are what the places of the rule
    stand for in the scene; `data` may name things in braces. A made-up link is answered `unknown`.
    An `exempt` POST asks for no token of the house; a GET that `leaves_a_line` logs who read.
    """

    method: str
    rule: str
    guard: Guard
    roles: frozenset[Role]
    status: int = 200
    form: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, Any] | None = None
    things: Mapping[str, str] = field(default_factory=dict)
    unknown: int = 404
    query: str = ""
    exempt: bool = False
    leaves_a_line: bool = False

    @property
    def name(self) -> str:
        """How the door is called in the tables of routes."""
        return f"{self.method} {self.rule}"

    @property
    def places(self) -> dict[str, str]:
        """What each place of the rule stands for."""
        return {name: ({**USUAL, **self.things})[name] for name in PLACE.findall(self.rule)}

    def answer_to(self, caller: Caller) -> int:
        """The status that this caller's valid request is answered with."""
        if self.guard in SIGNED_IN:
            return self._answer_to_account(caller) if caller.signed_in else 303  # to sign in
        if self.guard is Guard.OWN_LINK and not caller.holds_link:
            return 404
        if self.guard is Guard.PHONE and not caller.phone:
            return 401
        return self.status

    def _answer_to_account(self, caller: Caller) -> int:
        """Refused: 404 where there is something one may not know of, 403 where there is none."""
        may, hidden = True, bool({"slug", "code"} & self.places.keys())
        if self.guard is Guard.STAFF:
            may = bool(self.roles & (caller.here if "slug" in self.places else caller.house))
            hidden = "slug" in self.places
        elif self.guard is Guard.STAFF_ANYWHERE:
            may = bool(self.roles & caller.anywhere)
        elif self.guard is Guard.DELEGATION:
            may = caller.looks_after == "ours"
        elif self.guard is Guard.ORGANISATION:
            may = caller.looks_after == "ours" or (bool(caller.looks_after) and not hidden)
            hidden = hidden and bool(caller.looks_after)
        return self.status if may else 404 if hidden else 403

    def lets_in(self, caller: Caller) -> bool:
        """Whether the caller may come in; being sent to sign in is not that."""
        if self.guard in SIGNED_IN and not caller.signed_in:
            return False
        return self.answer_to(caller) == self.status

    @property
    def guest(self) -> Caller:
        """The first caller whom it lets in."""
        return next(caller for caller in CALLERS if self.lets_in(caller))

    def address(self, things: Mapping[str, str], rule: str = "") -> str:
        """The rule, or another one with the same places, filled from the scene."""
        meant = {**USUAL, **self.things}
        return PLACE.sub(lambda place: things[meant[place[1]]], rule or self.rule) + self.query
