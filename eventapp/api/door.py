"""The door's protocol: the roster, batches of scans, and the search for a name."""

import json
import re
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from eventapp import transactions
from eventapp.api import errors
from eventapp.api.guards import one_phone, phone, refuse_revoked, refuse_who_may_not_see
from eventapp.api.scan_item import read_item
from eventapp.api.shapes import (
    BATCH_ITEMS_MAX,
    DIGEST_PATTERN,
    AnswerShape,
    AnswersShape,
    BatchShape,
    FoundShape,
    GateShape,
    PersonShape,
    QueryShape,
    RosterShape,
)
from eventapp.clock import utcnow
from eventapp.domain.door import check_in, roster, sealed_record, ticket_index
from eventapp.domain.door.device import list_gates, may_still_send
from eventapp.domain.door.roster import RosterPage, milliseconds
from eventapp.domain.door.search import search_people
from eventapp.domain.door.ticket_index import TicketIndex
from eventapp.domain.permission import Action
from eventapp.domain.record import audit
from eventapp.extensions import csrf, db, limiter
from eventapp.models import AuditAction, Device, Event

LARGEST_BATCH = 256 * 1024
EACH_PHONE = "240 per minute"

Shape = TypeVar("Shape", bound=msgspec.Struct)

bp = Blueprint("api_door", __name__, url_prefix="/api/v1/door")
errors.init_blueprint(bp)
csrf.exempt(bp)  # the Origin header is checked, and the cookie is SameSite=Strict


@bp.get("/roster")
@phone(Action.USE_DOOR)
@limiter.limit(EACH_PHONE, key_func=one_phone)
def show_roster(device: Device) -> ResponseReturnValue:
    """The whole roster, its next page, or what has changed since a revision."""
    refuse_who_may_not_see(device)
    since, after = request.args.get("since", 0, int), request.args.get("after", "")
    if after and not re.search(DIGEST_PATTERN, after):
        raise BadRequest
    event, now = device.event, utcnow()
    index = _load_recorded(event)
    page = roster.roster_changes(event, index, since) if since and not after else None
    page = page or roster.whole_roster(event, index, bytes.fromhex(after))
    response = _compact(_roster_shape(device, page, now=now))
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/scans")
@phone(Action.USE_DOOR)
@limiter.limit(EACH_PHONE, key_func=one_phone)
def create_scans(device: Device) -> ResponseReturnValue:
    """Take a batch of scans, durably, and answer for each."""
    now = utcnow()
    if not may_still_send(device, now=now):
        refuse_revoked(device)
    items = [read_item(raw) for raw in _batch()]
    receipt = check_in.receive_scans(device, items, now=now)
    db.session.commit()
    answers = [AnswerShape(answer.id, answer.result, **answer.said) for answer in receipt.answers]
    revision = receipt.revision if device.revoked_at is None else msgspec.UNSET
    return _compact(AnswersShape(milliseconds(now), answers, revision))


@bp.post("/search")
@phone(Action.USE_DOOR)
@limiter.limit(EACH_PHONE, key_func=one_phone)
def search_names(device: Device) -> ResponseReturnValue:
    """At most ten people by name or desk code; that one looked is written down, not for whom."""
    refuse_who_may_not_see(device)
    words = _read(QueryShape).q
    event = device.event
    people = search_people(ticket_index.load_ticket_index(event), words)
    actor = f"device:{device.code}"
    audit.record(AuditAction.DOOR_SEARCH, event, actor=actor, now=utcnow(), results=len(people))
    db.session.commit()
    results = [
        PersonShape(person.digest, person.name, person.organisation, person.status.name.lower())
        for person in people
    ]
    return _compact(FoundShape(results))


def _load_recorded(event: Event) -> TicketIndex:
    """The event's tickets, with every change among them recorded for other phones."""
    index = ticket_index.load_ticket_index(event)
    if ticket_index.is_recorded(event, index):
        return index
    # The log says what has changed and changes nothing: a GET may write it, in its own transaction.
    db.session.rollback()
    transactions.begin_writing()
    try:
        ticket_index.record_changes(event)
        db.session.commit()
    finally:
        transactions.begin_reading()
    return ticket_index.load_ticket_index(event)


def _roster_shape(device: Device, page: RosterPage, *, now: datetime) -> RosterShape:
    event, frame = device.event, roster.roster_frame(device.event)
    return RosterShape(
        format=sealed_record.FORMAT,
        event=event.public_id,
        revision=page.revision,
        since=page.since,
        complete=page.next is None,
        next=page.next,
        server_time=milliseconds(now),
        expires=frame.expires,
        zone=event.time_zone,
        days=[day.isoformat() for day in frame.days],
        zero=frame.zero,
        place=device.place.number,
        reader=device.number,
        places=[GateShape(gate.number, gate.name) for gate in list_gates(event)],
        count=len(page.records) // sealed_record.RECORD_BYTES,
        records=page.records,
        gone=page.gone,
        arrivals=page.arrivals,
        check=page.check,
        swap_key=roster.swap_key(event),
    )


def _batch() -> list[Any]:
    scans = _read(BatchShape).scans
    if len(scans) > BATCH_ITEMS_MAX:
        raise RequestEntityTooLarge
    return scans


def _read(shape: type[Shape]) -> Shape:
    """What was sent, in its shape. Raises BadRequest."""
    try:
        return msgspec.convert(_json(), shape)
    except (msgspec.ValidationError, UnicodeEncodeError):  # a lone surrogate has no UTF-8
        raise BadRequest from None


def _json() -> object:
    if not request.is_json:
        raise UnsupportedMediaType
    if (request.content_length or 0) > LARGEST_BATCH:
        raise RequestEntityTooLarge
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError):  # a list in a list in a list, and so on
        raise BadRequest from None


def _compact(shape: msgspec.Struct) -> Response:
    return Response(msgspec.json.encode(shape), mimetype="application/json")
