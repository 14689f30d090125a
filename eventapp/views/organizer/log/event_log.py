"""The log of one event: its own acts, and those on its registrations."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from eventapp.domain.permission import Action
from eventapp.models import Account, AuditAction, Event
from eventapp.views.guards import staff
from eventapp.views.organizer.log.line import LineWriter
from eventapp.views.organizer.log.page import log_file, log_page
from eventapp.views.organizer.log.query import LogQuery
from eventapp.views.reading import record_list_reading, record_reading

bp = Blueprint("event_log", __name__, url_prefix="/events/<slug>")


@bp.get("/log")
@staff(Action.EDIT_EVENT)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """Show what matches; reading it is logged as any list is."""
    sought = LogQuery.read(request.args).fields().values()
    record_list_reading(AuditAction.LOG_READ, event, account, "log", *sought)
    return log_page(account, event)


@bp.get("/log.csv")
@staff(Action.EDIT_EVENT)
def export(account: Account, event: Event) -> ResponseReturnValue:
    """What matches as a table, whole; that it was taken is logged first."""
    record_reading(AuditAction.FILE_EXPORTED, event, account, list="log")
    zone = event.time_zone
    sees = LineWriter(account, zone).sees_aliases
    sought = LogQuery.read(request.args).filter(event, zone=zone, sees_aliases=sees)
    return log_file(account, sought, zone, f"{event.slug}-log.csv")
