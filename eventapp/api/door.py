"""The door's protocol: the roster, batches of scans, and the search for a name."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from eventapp import transactions
from eventapp.api import errors
from eventapp.api.body import compact, read_body
from eventapp.api.errors import Refused
from eventapp.api.guards import phone, refuse_who_may_not_see, sender
from eventapp.api.packed_roster import PACKED_ROSTER, pack_roster
from eventapp.api.scan_item import read_items
from eventapp.api.scan_queue import ScanQueues
from eventapp.api.shapes import (
    BATCH_ITEMS_MAX,
    DIGEST_PATTERN,
    AnswerShape,
    AnswersShape,
    BatchShape,
    FoundShape,
    GateShape,
    ListShape,
    PersonShape,
    QueryShape,
    QuestionShape,
    ReplyShape,
    RosterShape,
    WalkInKeyShape,
)
from eventapp.clock import utcnow
from eventapp.domain.door import roster, roster_entry, scan_tally, sealed_record
from eventapp.domain.door.arriving import enquiry
from eventapp.domain.door.check_in import SentBatch
from eventapp.domain.door.check_in_list.definition import list_lists
from eventapp.domain.door.device import list_gates
from eventapp.domain.door.roster import RosterPage, milliseconds
from eventapp.domain.door.search import search_people
from eventapp.domain.door.walk_in.sealed_person import current_public_key
from eventapp.domain.permission import Action
from eventapp.domain.record import audit
from eventapp.extensions import csrf, db
from eventapp.i18n import _
from eventapp.models import AuditAction, CheckInList, Device, Event

# Phones wait ten seconds for an answer (static/js/door/sync.js), and two before they ask again.
DERIVING_SECONDS, COME_AGAIN_SECONDS = 4.0, 2

bp = Blueprint("api_door", __name__, url_prefix="/api/v1/door")
errors.init_blueprint(bp)
csrf.exempt(bp)  # the Origin header is checked, and the cookie is SameSite=Strict


@bp.get("/roster")
@phone(Action.USE_DOOR)
def show_roster(device: Device) -> ResponseReturnValue:
    """The whole roster, its next page, or what has changed since a revision."""
    refuse_who_may_not_see(device)
    since, after = request.args.get("since", 0, int), request.args.get("after", "")
    if after and not re.search(DIGEST_PATTERN, after):
        raise BadRequest
    now, page = utcnow(), _roster_page(device.event, since, after)
    shape = roster_shape(device, page, now=now)
    # A page from before knows JSON alone, and accepts anything.
    packed = PACKED_ROSTER in request.accept_mimetypes.values()
    response = Response(pack_roster(shape), mimetype=PACKED_ROSTER) if packed else compact(shape)
    response.headers["Cache-Control"], response.headers["Vary"] = "no-store", "Accept"
    return response


@bp.post("/scans")
@sender(Action.USE_DOOR)
def create_scans(event_id: int, token_digest: str) -> ResponseReturnValue:
    """Take a batch of scans, durably, and answer for each."""
    now = utcnow()
    items = read_items(_batch())
    queues: ScanQueues = current_app.extensions["scan_queues"]
    receipt = queues.send(event_id, SentBatch(token_digest, items, now))
    answers = [AnswerShape(answer.id, answer.result, **answer.said) for answer in receipt.answers]
    revision = msgspec.UNSET if receipt.revision is None else receipt.revision
    return compact(AnswersShape(milliseconds(now), answers, revision))


@bp.post("/verdict")
@phone(Action.USE_DOOR)
def show_verdict(device: Device) -> ResponseReturnValue:
    """What a ticket is worth at this moment: asked before its scan is stored, and stores nothing.

    It is only read, so that whoever holds the ticket up waits for no writer.
    """
    refuse_who_may_not_see(device)
    question, now = read_body(QuestionShape), utcnow()
    with transactions.reading(db.session):
        reply = enquiry.ask(device, question.digest, list_number=question.list, now=now)
    record = msgspec.UNSET if reply.record is None else reply.record
    return compact(ReplyShape(milliseconds(now), question.list, record=record, **reply.said))


@bp.post("/search")
@phone(Action.USE_DOOR)
def search_names(device: Device) -> ResponseReturnValue:
    """At most ten people by name or desk code; that one looked is written down, not for whom."""
    refuse_who_may_not_see(device)
    words = read_body(QueryShape).q
    event = device.event
    if not roster_entry.is_recorded(event):
        _derive(partial(roster_entry.record_changes, event))
    people = search_people(event, words)
    actor = f"device:{device.code}"
    audit.record(AuditAction.DOOR_SEARCH, event, actor=actor, now=utcnow(), results=len(people))
    db.session.commit()
    results = [
        PersonShape(person.digest, person.name, person.organisation, person.status.name.lower())
        for person in people
    ]
    return compact(FoundShape(results))


def _roster_page(event: Event, since: int, after: str) -> RosterPage:
    """The page asked for, once all that changed has been recorded for other phones too."""
    if not roster_entry.is_recorded(event):
        _derive(partial(roster_entry.record_changes, event))
    lists = list_lists(event)
    if since and not after and (page := roster.roster_changes(event, since, lists)):
        return page
    if not scan_tally.is_stored(event):
        _derive(partial(scan_tally.store_tally, event))
    return roster.whole_roster(event, after, lists)


def _derive(step: Callable[[], bool]) -> None:
    """Store what the answer is read from. Raises Refused while there is more than phones wait for.

    What has been stored by then stays: whoever asks next goes on.
    """
    if transactions.derive(db.session, step, seconds=DERIVING_SECONDS):
        sentence = _("The list of people is being prepared. Try again soon.")
        raise Refused(503, "not-ready", sentence, retry_after=COME_AGAIN_SECONDS)


def roster_shape(device: Device, page: RosterPage, *, now: datetime) -> RosterShape:
    """An answer about a page of the roster, as it is written."""
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
        walk_in_key=_walk_in_key(),
        **_lists_of(page),
    )


def _lists_of(page: RosterPage) -> dict[str, Any]:
    """What is said of lists, where there is anything to say."""
    if not page.lists and not page.listed:
        return {}
    lists = [_list_shape(listing) for listing in page.lists]
    return {"lists": lists, "listed": page.listed, "listed_check": page.listed_check}


def _list_shape(listing: CheckInList) -> ListShape:
    return ListShape(
        list=listing.number,
        name=listing.name,
        day=listing.day.isoformat() if listing.day else None,
        signed_up_only=listing.signed_up_only,
        exits=listing.exits,
        capacity=listing.capacity,
        closed=listing.closed_at is not None,
    )


def _walk_in_key() -> WalkInKeyShape:
    public = current_public_key()
    return WalkInKeyShape(public.number, public.point)


def _batch() -> list[Any]:
    scans = read_body(BatchShape).scans
    if len(scans) > BATCH_ITEMS_MAX:
        raise RequestEntityTooLarge
    return scans
