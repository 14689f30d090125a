"""Lists and files out: which there are, and each as a file, logged before it leaves."""

from tempfile import TemporaryFile

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wsgi import wrap_file

from eventapp.clock import utcnow
from eventapp.documents.export_file import MIME_TYPES, write_export
from eventapp.domain.desk.export.export import (
    ExportChoice,
    ExportFormat,
    ExportKind,
    open_export,
)
from eventapp.domain.desk.export.participant import USUAL_COLUMNS, list_columns
from eventapp.domain.desk.export.table import ExportTable
from eventapp.domain.desk.registration_filter import RegistrationFilter, count_matches
from eventapp.domain.desk.registration_list import COUNTED_MAX
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.models import Account, AuditAction, Event
from eventapp.views.guards import staff
from eventapp.views.headers import as_attachment
from eventapp.views.organizer.prints.kitchen import store_sums
from eventapp.views.reading import record_reading

bp = Blueprint("export", __name__, url_prefix="/events/<slug>/exports")


@bp.get("")
@staff(Action.SEE_REGISTRATIONS)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """List the files that can be taken, and the columns to choose among."""
    return _page(account, event)


@bp.get("/<kind>.<ending>")
@staff(Action.SEE_REGISTRATIONS)
def show(account: Account, event: Event, kind: str, ending: str) -> ResponseReturnValue:
    """One table as a file. It is written whole before it is sent: no reader holds a snapshot."""
    if kind not in set(ExportKind) or ending not in set(ExportFormat):
        abort(404)
    choice, form = _choice(event, ExportKind(kind)), ExportFormat(ending)
    if choice.kind is ExportKind.CATERING:
        store_sums(event)
    try:
        table = open_export(event, choice, now=utcnow())
    except Refusal as refusal:
        return _page(account, event, refusal), 409
    name, columns = f"{event.slug}-{kind}.{ending}", " ".join(choice.columns)
    record_reading(AuditAction.FILE_EXPORTED, event, account, list=kind, columns=columns)
    return send_table(table, form, name)


def send_table(table: ExportTable, form: ExportFormat, name: str) -> Response:
    """The table as a file of this name. It is logged before."""
    file = TemporaryFile()  # noqa: SIM115  # closed with the response
    write_export(table, form, file)
    size = file.tell()
    file.seek(0)
    content = wrap_file(request.environ, file)
    response = Response(content, mimetype=MIME_TYPES[form], direct_passthrough=True)
    response.content_length = size
    return as_attachment(response, name)


def _choice(event: Event, kind: ExportKind) -> ExportChoice:
    if kind is not ExportKind.PARTICIPANTS:
        return ExportChoice(kind, _wanted())
    chosen = set(request.args.getlist("column"))
    columns = (name for name, _label in list_columns(event) if name in chosen)
    return ExportChoice(kind, _wanted(), tuple(columns))


def _wanted() -> RegistrationFilter:
    return RegistrationFilter.from_args(request.args.to_dict(flat=False))


def _page(account: Account, event: Event, refusal: Refusal | None = None) -> str:
    wanted = _wanted()
    return render_template(
        "organizer/export/index.html",
        account=account,
        event=event,
        wanted=wanted,
        count=count_matches(event, wanted),
        counted_max=COUNTED_MAX,
        columns=list_columns(event),
        usual=USUAL_COLUMNS,
        begun=utcnow() >= event.starts_at,
        refusal=refusal,
    )
