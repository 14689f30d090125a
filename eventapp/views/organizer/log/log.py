"""The whole log: who did what on which thing, before and after."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from eventapp.domain.permission import Action
from eventapp.domain.record.audit import INSTALLATION
from eventapp.models import Account, AuditAction
from eventapp.views.guards import staff
from eventapp.views.organizer.log.line import LineWriter
from eventapp.views.organizer.log.page import ZONE, log_file, log_page
from eventapp.views.organizer.log.query import LogQuery
from eventapp.views.reading import record_list_reading, record_reading

bp = Blueprint("log", __name__, url_prefix="")


@bp.get("/log")
@staff(Action.READ_LOG)
def index(account: Account) -> ResponseReturnValue:
    """Show what matches; reading it is logged as any list is."""
    sought = LogQuery.read(request.args).fields().values()
    record_list_reading(AuditAction.LOG_READ, INSTALLATION, account, "log", *sought)
    return log_page(account)


@bp.get("/log.csv")
@staff(Action.READ_LOG)
def export(account: Account) -> ResponseReturnValue:
    """What matches as a table, whole; that it was taken is logged first."""
    record_reading(AuditAction.FILE_EXPORTED, INSTALLATION, account, list="log")
    sees = LineWriter(account, ZONE).sees_aliases
    sought = LogQuery.read(request.args).filter(None, zone=ZONE, sees_aliases=sees)
    return log_file(account, sought, ZONE, "log.csv")
