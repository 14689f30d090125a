"""Guards of the doors for programs: whose cookie it is, and whose page it came from."""

import hmac
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlsplit

from flask import Response, current_app, request
from werkzeug.exceptions import TooManyRequests

from eventapp import transactions
from eventapp.api.errors import Refused
from eventapp.api.phone_traffic import PhoneTraffic
from eventapp.clock import utcnow
from eventapp.domain.door.closing import refuse_when_closed
from eventapp.domain.door.device import find_paired
from eventapp.domain.door.sender import NotPaired, PhoneRevoked
from eventapp.domain.permission import DOOR, VISITOR, Action, guard, may
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.i18n import _
from eventapp.models import Device

READERS = {"GET", "HEAD"}


@guard
def anybody(action: Action, _arguments: dict[str, Any]) -> None:
    """Let in whoever asks: these answers are public."""
    if not may(VISITOR, action):
        raise Refused(403, "forbidden", _("You may not do that."))


@guard
def holder_of_metrics_token(action: Action, _arguments: dict[str, Any]) -> Response | None:
    """Let in a program with the bearer token of the settings; without one there is no such page."""
    token = current_app.extensions["settings"].metrics_token
    if not token or not may(VISITOR, action):
        return Response("There is nothing here.\n", 404, content_type="text/plain")
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.encode(), token.encode()):
        asks = {"WWW-Authenticate": "Bearer"}
        return Response("Send the bearer token.\n", 401, asks, content_type="text/plain")
    return None


@guard
def phone(action: Action, arguments: dict[str, Any]) -> None:
    """Let in a paired phone, and hand the view its device; what changes something must be ours."""
    if request.method not in READERS:
        _refuse_strangers()
    device = _find_phone()
    _refuse_phone(action, token_digest(_token()))
    arguments["device"] = device


@guard
def sender(action: Action, arguments: dict[str, Any]) -> None:
    """Let in a phone that has been paired, and hand the view its event and its token's digest.

    Both never change, so they are read once in a process. Whether the phone may still send is
    decided where its scans are stored, under the lock.
    """
    _refuse_strangers()
    traffic, digest = _traffic(), token_digest(_token())
    event_id = traffic.event_of(digest)
    if event_id is None:
        event_id = _find_phone().event_id
        traffic.remember(digest, event_id)
    _refuse_phone(action, digest)
    arguments["event_id"], arguments["token_digest"] = event_id, digest


def _find_phone() -> Device:
    """The phone whose cookie came with this request, read before anybody has to wait for us.

    Raises NotPaired, EventOver.
    """
    token, device = _token(), None
    if token:
        with transactions.reading(db.session):
            device = find_paired(token, now=utcnow())
            db.session.expunge_all()  # what was read stays read when the reading ends
    if device is None:
        raise NotPaired
    return device


def _refuse_phone(action: Action, digest: str) -> None:
    """Refuse a phone what it may not do, and what comes too often. Raises Refused."""
    if not may(DOOR, action):
        raise Refused(403, "forbidden", _("This phone is not allowed to do that."))
    if not _traffic().count(digest, action=str(request.endpoint), now=utcnow()):
        raise TooManyRequests


def refuse_who_may_not_see(device: Device) -> None:
    """Refuse people's names to a phone that has been shut out, or whose event is over.

    Raises PhoneRevoked, EventOver.
    """
    if device.revoked_at is not None:
        raise PhoneRevoked
    refuse_when_closed(device.event, now=utcnow())


def _traffic() -> PhoneTraffic:
    return cast("PhoneTraffic", current_app.extensions["phone_traffic"])


def _token() -> str:
    return request.cookies.get(current_app.extensions["settings"].door_cookie, "")


def _refuse_strangers() -> None:
    """A page of another site may not speak in the phone's name."""
    origin = request.headers.get("Origin")
    own = _origin(current_app.extensions["settings"].base_url)
    # What the host is called here is looked up only where that is another name than the site's.
    if origin != own and origin != request.host_url.rstrip("/"):
        raise Refused(403, "foreign-origin", _("The request came from another page."))


@lru_cache
def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
