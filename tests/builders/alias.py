"""People who are registered under an alias, and the keys that seal it."""

import dataclasses
from typing import Any

from flask import Flask
from sqlalchemy import select

from eventapp.domain.protected.alias import KnownAlias, find_alias, register_alias
from eventapp.extensions import db
from eventapp.keys import KeyRing
from eventapp.models import Alias, Event
from tests.builders.moments import NOON
from tests.builders.registration import an_applicant
from tests.settings import PROTECTED_KEY

SECURITY_CONTACT = "security contact"
REACH = "Ring 070-174 06 05 efter klockan 16"


def an_alias(event: Event, **facts: Any) -> KnownAlias:
    """Somebody under an alias at the event; `facts` as an_applicant takes them."""
    before = set(db.session.scalars(select(Alias.code)))
    register_alias(event, an_applicant(**facts), REACH, actor=SECURITY_CONTACT, now=NOON)
    (code,) = set(db.session.scalars(select(Alias.code))) - before
    known = find_alias(code)
    assert known
    return known


def give_protected_keys(app: Flask, *numbers: int) -> None:
    """Let the ring for protected people be these; number 1 is that of the settings."""
    keys = {number: PROTECTED_KEY if number == 1 else bytes([number]) * 32 for number in numbers}
    ring = KeyRing(keys, "EVENTAPP_PROTECTED_KEYS")
    app.extensions["keys"] = dataclasses.replace(app.extensions["keys"], protected=ring)
