"""The door's protocol for those who are not registered: their batches, and where people work."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from eventapp.api import errors
from eventapp.api.body import compact, read_body
from eventapp.api.guards import phone, refuse_who_may_not_see, sender
from eventapp.api.shapes import (
    WALK_INS_MAX,
    OrganisationsShape,
    WalkInAnswerShape,
    WalkInAnswersShape,
    WalkInBatchShape,
)
from eventapp.api.walk_in_item import read_walk_in
from eventapp.clock import utcnow
from eventapp.domain.door.roster import milliseconds
from eventapp.domain.door.walk_in.organisation import list_organisations
from eventapp.domain.door.walk_in.receipt import receive_walk_ins
from eventapp.domain.permission import Action
from eventapp.extensions import csrf, db
from eventapp.models import Device

bp = Blueprint("api_walk_in", __name__, url_prefix="/api/v1/door")
errors.init_blueprint(bp)
csrf.exempt(bp)  # as of the other door's addresses


@bp.post("/walk-ins")
@sender(Action.USE_DOOR)
def create_walk_ins(event_id: int, token_digest: str) -> ResponseReturnValue:
    """Take a batch of walk-ins, durably, and answer for each."""
    now, items = utcnow(), read_body(WalkInBatchShape).walk_ins
    if len(items) > WALK_INS_MAX:
        raise RequestEntityTooLarge
    sent = [read_walk_in(item) for item in items]
    answers = receive_walk_ins(event_id, token_digest, sent, now=now)
    db.session.commit()
    shapes = [
        WalkInAnswerShape(answer.id, answer.result)
        if answer.full is None
        else WalkInAnswerShape(answer.id, answer.result, answer.full)
        for answer in answers
    ]
    return compact(WalkInAnswersShape(milliseconds(now), shapes))


@bp.get("/organisations")
@phone(Action.USE_DOOR)
def show_organisations(device: Device) -> ResponseReturnValue:
    """Where those come from who have a place: to choose from while a name is typed."""
    refuse_who_may_not_see(device)
    response = compact(OrganisationsShape(list_organisations(device.event)))
    response.headers["Cache-Control"] = "no-store"
    return response
