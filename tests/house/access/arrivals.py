"""The callers on their way in: accounts with their roles, signed in; phones, paired."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from eventapp.domain.permission import Role
from eventapp.extensions import db, floods
from eventapp.models import Account, Event, Organisation
from tests.builders.account import an_account, grant, signed_in_by_link
from tests.builders.door import a_phone
from tests.house.access.callers import Caller
from tests.house.access.scene import EVENTS, Things, find_organisation
from tests.visitor import Visitor

DOOR_COOKIE = "eventapp_door"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a caller carries: cookies, and the token of the house's forms."""

    cookies: Mapping[str, str]
    form_token: str


@dataclass(frozen=True, slots=True)
class Side:
    """One organisation and its events, the first of them the one with everything in it."""

    things: Things

    @property
    def organisation(self) -> Organisation:
        """The organisation, read anew."""
        return find_organisation(self.things["organisation"])

    @property
    def events(self) -> list[Event]:
        """The events, read anew."""
        slugs = [self.things[name] for name in EVENTS]
        return [db.session.scalars(select(Event).where(Event.slug == slug)).one() for slug in slugs]


def arrive(app: Flask, caller: Caller, ours: Side, another: Side) -> Arrival:
    """Let the caller come, with the roles they have on either side."""
    floods.reset()  # so many never come from one address in a minute
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    if caller.account:
        account = _account(caller, ours, another)
        signed_in_by_link(visitor, account)
    token = visitor.token_on("/account" if caller.account else "/sign-in")
    name = app.config["SESSION_COOKIE_NAME"]
    session = visitor.get_cookie(name)
    assert session is not None
    cookies = {name: session.value}
    if caller.account:
        account.active = caller.trusted
    if caller.phone:
        side = ours if caller.phone == "ours" else another
        cookies[DOOR_COOKIE] = a_phone(side.events[0])[1]
        visitor.set_cookie(DOOR_COOKIE, cookies[DOOR_COOKIE])
        visitor.get("/api/v1/door/roster")  # what the first look finds is written down
    return Arrival(cookies, token)


def _account(caller: Caller, ours: Side, another: Side) -> Account:
    account = an_account(*caller.house)
    for roles, side in ((caller.event, ours), (caller.elsewhere, another)):
        for role in roles:
            for event in side.events:
                grant(account, role, event=event)
    if caller.looks_after:
        side = ours if caller.looks_after == "ours" else another
        grant(account, Role.COORDINATOR, organisation=side.organisation)
    return account
