"""What phones report of themselves, what they are told, and what they may say of a guest."""

from datetime import datetime

from flask import Blueprint
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.api import errors
from eventapp.api.body import compact, read_body
from eventapp.api.guards import phone, refuse_who_may_not_see
from eventapp.api.shapes import (
    GreetingShape,
    MessageShape,
    MissingShape,
    NewsShape,
    OwnSessionShape,
    ReportShape,
    WelcomeShape,
)
from eventapp.clock import utcnow
from eventapp.domain.door.arriving.phone_report import (
    PhoneReport,
    is_new,
    list_news,
    take_report,
)
from eventapp.domain.door.arriving.welcome import MissingOfOne, compose_welcome
from eventapp.domain.door.projection import EPOCH
from eventapp.domain.door.roster import MILLISECOND, milliseconds
from eventapp.domain.permission import Action
from eventapp.extensions import csrf, db
from eventapp.i18n import current_language
from eventapp.models import Device

bp = Blueprint("api_door_report", __name__, url_prefix="/api/v1/door")
errors.init_blueprint(bp)
csrf.exempt(bp)  # the Origin header is checked, and the cookie is SameSite=Strict


@bp.post("/report")
@phone(Action.USE_DOOR)
def create_report(device: Device) -> ResponseReturnValue:
    """Hear how a phone is, and tell it what organizers say. Stored only where it is news."""
    refuse_who_may_not_see(device)
    sent, now = read_body(ReportShape), utcnow()
    report = PhoneReport(sent.waiting, _moment(sent.list_fetched), sent.read)
    if is_new(device, report, now=now):
        take_report(device, report, now=now)
        db.session.commit()
    with transactions.reading(db.session):
        news = list_news(device)
    messages = [MessageShape(m.code, milliseconds(m.sent_at), m.text) for m in news.messages]
    return compact(NewsShape(milliseconds(now), news.placed, news.paused, messages))


@bp.post("/welcome")
@phone(Action.USE_DOOR)
def show_welcome(device: Device) -> ResponseReturnValue:
    """What this phone may say of whoever it has just let in. Changes nothing."""
    refuse_who_may_not_see(device)
    scan = read_body(GreetingShape).scan
    with transactions.reading(db.session):
        welcome = compose_welcome(device, scan, current_language(), now=utcnow())
    sessions = [
        OwnSessionShape(milliseconds(s.starts_at), s.title, s.room.name if s.room else "")
        for s in welcome.sessions
    ]
    response = compact(WelcomeShape(sessions, _missing(welcome.of_theirs)))
    response.headers["Cache-Control"] = "no-store"
    return response


def _missing(counted: MissingOfOne | None) -> MissingShape | None:
    if counted is None:
        return None
    return MissingShape(counted.missing, counted.placed, counted.organisation)


def _moment(at: int | None) -> datetime | None:
    return None if at is None else EPOCH + at * MILLISECOND
