"""Taking in a schedule: choose a file, look through what would happen, take it in, undo."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms.fields.choices import SelectChoice

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.documents.schedule_file.raw import UnreadableSchedule
from eventapp.documents.schedule_file.reading import FILE_MAX_BYTES
from eventapp.domain.desk.export.export import ExportFormat
from eventapp.domain.desk.export.table import ExportTable, Row
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.schedule.schedule_import import schedule_import as imports
from eventapp.domain.schedule.schedule_import.comparison import (
    Comparison,
    Names,
    compare,
    load_names,
)
from eventapp.domain.schedule.schedule_import.content import FileSchedule, Repair
from eventapp.domain.schedule.schedule_import.undoing import (
    continue_undoing,
    load_undoing,
    may_undo,
    start_undoing,
)
from eventapp.extensions import db
from eventapp.forms.schedule.schedule_import import (
    ACCEPT,
    UNREADABLE,
    ScheduleFileForm,
    TakeInForm,
    repair_sentence,
    setting_of,
)
from eventapp.i18n import _
from eventapp.models import Account, Event, ImportState, ScheduleImport
from eventapp.views.attempt import attempt
from eventapp.views.files import refuse_long_text
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.loaders import load_any_event
from eventapp.views.organizer.registration.export import send_table
from eventapp.views.organizer.submissions import claim_again

bp = Blueprint("schedule_import", __name__, url_prefix="/events/<slug>/schedule/import")
FORM_OVERHEAD_BYTES = 1024 * 1024
REPAIRS_SHOWN = 10  # of each kind; the file of repairs has them all
SESSIONS_SHOWN = 30


@bp.url_value_preprocessor
def allow_files(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Raise the limit of the request's size before its body is read."""
    request.max_content_length = FILE_MAX_BYTES + FORM_OVERHEAD_BYTES


@bp.errorhandler(RequestEntityTooLarge)
def refuse_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Redirect to where the person was; nothing of the request is stored, what was read stays."""
    args = request.view_args or {}
    if "code" in args:
        return refuse_long_text(url_for(".show", slug=args["slug"], code=args["code"]))
    flash(str(UNREADABLE["too-large"]), "care")
    return redirect(url_for(".index", slug=args["slug"]), 303)


@bp.get("")
@staff(Action.EDIT_EVENT)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """Ask for a file, and list those of the last days."""
    return _choice_page(account, event, ScheduleFileForm())


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Read the file and store what it says; the schedule stays as it is."""
    form, slug, actor = ScheduleFileForm(), event.slug, account.code
    if not form.validate_on_submit():
        return _choice_page(account, event, form), 422
    setting = setting_of(event)
    db.session.rollback()  # others may write while the file is read
    try:
        content = setting.read(form.file.data.read())
    except UnreadableSchedule as unreadable:
        form.file.errors = [str(UNREADABLE[unreadable.reason])]
        return _choice_page(account, load_any_event(slug), form), 422
    claim_again()
    name = (form.file.data.filename or "").replace("\\", "/").rpartition("/")[2]
    event = load_any_event(slug)
    with attempt() as tried:
        plan = imports.create_import(event, content, name, actor=actor, now=utcnow())
        code = plan.code
    if tried.refusal:
        return _choice_page(account, load_any_event(slug), form, tried.refusal), 409
    return redirect(url_for(".show", slug=slug, code=code), 303)


@bp.get("/<code>")
@staff(Action.EDIT_EVENT)
def show(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show what would happen, or what came of it."""
    return _page(account, event, _load(event, code))


@bp.post("/<code>/start")
@staff(Action.EDIT_EVENT)
def start(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Take in what was read, part by part; or go on where something stopped it."""
    slug, actor = event.slug, account.code
    form = TakeInForm()
    form.called_off.choices = [
        SelectChoice(value, "") for value in request.form.getlist("called_off")
    ]
    if not form.validate_on_submit():
        abort(400)
    version, called_off = form.version.data, form.called_off.data
    content, comparison, names = _prepare(slug, code)
    claim_again()
    with attempt() as tried:
        plan = _load(load_any_event(slug), code)
        if plan.state is not ImportState.RUNNING:
            imports.start_import(
                plan, comparison, version=version, called_off=called_off, actor=actor, now=utcnow()
            )
    event = load_any_event(slug)
    plan = _load(event, code)
    if tried.refusal:
        return _page(account, event, plan, tried.refusal), 409
    while imports.continue_import(plan, content, names, now=utcnow()):
        db.session.commit()
    db.session.commit()
    return redirect(url_for(".show", slug=slug, code=code), 303)


@bp.post("/<code>/undo")
@staff(Action.EDIT_EVENT)
def undo(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Take out again what came in, part by part; or go on where something stopped it."""
    require_confirmation()
    with attempt() as tried:
        plan = _load(event, code)
        if plan.state is not ImportState.UNDOING:
            start_undoing(plan, actor=account.code, now=utcnow())
    plan = _load(event, code)
    if tried.refusal:
        return _page(account, event, plan, tried.refusal), 409
    undoing = load_undoing(plan)
    while continue_undoing(plan, undoing, now=utcnow()):
        db.session.commit()
    db.session.commit()
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


@bp.get("/<code>/repairs.<ending>")
@staff(Action.EDIT_EVENT)
def repairs(account: Account, event: Event, code: str, ending: str) -> ResponseReturnValue:
    """Send every repair as a table."""
    del account
    plan = _load(event, code)
    if ending not in set(ExportFormat):
        abort(404)
    content = imports.load_content(plan)
    comparison = compare(event, content) if plan.state is ImportState.REVIEW else None
    header = (_("Where in the file"), _("What was done, and why"), _("Kind"))
    table = ExportTable(_("Repairs"), header, _rows(_listed(content, comparison)))
    return send_table(table, ExportFormat(ending), f"{event.slug}-schedule-{plan.code}.{ending}")


def _rows(listed: Sequence[Repair]) -> Iterator[Row]:
    for repair in listed:
        yield repair.at, repair_sentence(repair), repair.code.value


def _prepare(slug: str, code: str) -> tuple[FileSchedule, Comparison, Names]:
    """What the file says and changes, read without holding anybody up."""
    db.session.rollback()
    with transactions.reading(db.session):
        event = load_any_event(slug)
        content = imports.load_content(_load(event, code))
        return content, compare(event, content), load_names(event, content.speakers)


def _load(event: Event, code: str) -> ScheduleImport:
    return imports.find_import(event, code) or abort(404)


def _choice_page(
    account: Account, event: Event, form: ScheduleFileForm, refusal: Refusal | None = None
) -> str:
    return render_template(
        "organizer/schedule_import/index.html",
        account=account,
        event=event,
        form=form,
        accept=ACCEPT,
        refusal=refusal,
        may_import=imports.may_import_schedule(event),
        listed=imports.list_imports(event),
    )


def _page(
    account: Account, event: Event, plan: ScheduleImport, refusal: Refusal | None = None
) -> str:
    content, now = imports.load_content(plan), utcnow()
    in_review = plan.state is ImportState.REVIEW
    comparison = compare(event, content) if in_review else None
    form = TakeInForm(formdata=None, data={"version": plan.version})
    gone = comparison.gone if comparison else ()
    form.called_off.choices = [SelectChoice(session.code, session.title) for session in gone]
    listed = _listed(content, comparison)
    return render_template(
        "organizer/schedule_import/show.html",
        account=account,
        event=event,
        plan=plan,
        content=content,
        comparison=comparison,
        repairs=_grouped(listed),
        repair_count=len(listed),
        repair_sentence=repair_sentence,
        shown_repairs=REPAIRS_SHOWN,
        shown_sessions=SESSIONS_SHOWN,
        form=form,
        may_undo=may_undo(plan, now=now),
        undo_until=plan.started_at + UNDO_PERIOD if plan.started_at else None,
        refusal=refusal,
    )


def _listed(content: FileSchedule, comparison: Comparison | None) -> list[Repair]:
    """What was repaired in the file, then what stays as it is here, while that is to be decided."""
    return [*content.repairs, *(comparison.repairs if comparison else ())]


def _grouped(listed: Sequence[Repair]) -> list[tuple[str, list[Repair]]]:
    """The repairs of each kind together, the rarest first: they are the ones to look at."""
    in_order = sorted(listed, key=lambda repair: repair.code)
    kinds = [(code.value, list(group)) for code, group in groupby(in_order, lambda r: r.code)]
    return sorted(kinds, key=lambda kind: len(kind[1]))
