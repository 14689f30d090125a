"""Taking in a list: choose a file, look through what would happen, take it in, undo."""

from collections.abc import Mapping

from flask import (
    Blueprint,
    abort,
    after_this_request,
    flash,
    redirect,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.documents.table_file import Table, UnreadableTable, read_table
from eventapp.domain.desk import import_list
from eventapp.domain.desk import registration_import as imports
from eventapp.domain.desk.import_row import JudgedRow, RowContent
from eventapp.domain.people.organisation import load_directory
from eventapp.domain.permission import Action
from eventapp.domain.registration import option_place
from eventapp.extensions import db
from eventapp.forms.registration_import import words
from eventapp.forms.registration_import.column import (
    Column,
    chosen_columns,
    guess_columns,
    with_header,
)
from eventapp.forms.registration_import.judgement import (
    Setting,
    count_full,
    judge,
    rows_of,
)
from eventapp.forms.registration_import.upload import (
    FILE_MAX_BYTES,
    SENTENCES,
    ImportForm,
)
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _
from eventapp.models import (
    Account,
    AuditAction,
    Event,
    ImportState,
    RegistrationImport,
    RowOutcome,
)
from eventapp.views.attempt import attempt
from eventapp.views.files import refuse_long_text
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.loaders import load_any_event
from eventapp.views.organizer.people.import_page import (
    ask_again,
    choice_page,
    columns_form_of,
    content_of,
    review_page,
    row_form_of,
    shown_args,
)
from eventapp.views.organizer.submissions import claim_again
from eventapp.views.reading import record_list_reading

bp = Blueprint("registration_import", __name__, url_prefix="/events/<slug>/import")
bp.add_app_template_filter(words.problem_sentence, "problem_sentence")
bp.add_app_template_filter(words.field_label, "field_label")
bp.add_app_template_filter(words.sheet_row, "sheet_row")
FORM_OVERHEAD_BYTES = 1024 * 1024
UNDER_WAY = {ImportState.RUNNING, ImportState.UNDOING}


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
    flash(str(SENTENCES["too-large"]), "care")
    return redirect(url_for(".index", slug=args["slug"]), 303)


@bp.get("")
@staff(Action.IMPORT_REGISTRATIONS)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """Ask for a file, and list what was taken in during the last days."""
    return choice_page(account, event, ImportForm())


@bp.post("")
@staff(Action.IMPORT_REGISTRATIONS)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Read the file and store what each row would become; nobody is registered yet."""
    form, slug, actor = ImportForm(), event.slug, account.code
    if not form.validate_on_submit():
        return choice_page(account, event, form), 422
    if not imports.may_import(event):
        return choice_page(account, event, form, imports.ImportClosed()), 409
    db.session.rollback()  # others may write while the file is read
    try:
        table = with_header(read_table(form.file.data.read()))
    except UnreadableTable as unreadable:
        form.file.errors = [str(SENTENCES[unreadable.reason])]
        return choice_page(account, load_any_event(slug), form), 422
    setting = _setting(slug)
    columns = guess_columns(table, setting.content)
    rows = judge(columns, rows_of(table), setting)
    claim_again()
    code = _store(slug, form.file.data.filename or "", table, columns, rows, actor)
    return redirect(url_for(".show", slug=slug, code=code), 303)


@bp.get("/<code>")
@staff(Action.IMPORT_REGISTRATIONS)
def show(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show what would happen, how far it has come, or what came of it."""
    plan = _load(event, code)
    record_list_reading(AuditAction.LIST_READ, event, account, "import", plan.code)
    if plan.state in UNDER_WAY:
        after_this_request(ask_again)
    return review_page(account, event, plan)


@bp.post("/<code>/columns")
@staff(Action.IMPORT_REGISTRATIONS)
def update(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Read the list anew with other columns."""
    plan = _load(event, code)
    form = columns_form_of(plan, content_of(event))
    if not form.validate_on_submit():
        return review_page(account, event, plan, columns=form), 422
    chosen = form.chosen(len(plan.header))
    return _judge_again(account, event, plan, chosen, {}, form.version.data)


@bp.post("/<code>/rows/<int:number>")
@staff(Action.IMPORT_REGISTRATIONS)
def update_row(account: Account, event: Event, code: str, number: int) -> ResponseReturnValue:
    """Write into a row that is held, or decide what becomes of it."""
    plan = _load(event, code)
    row, content = import_list.load_rows(plan).get(number) or abort(404)
    if row.outcome is not RowOutcome.HELD:
        abort(404)
    form = row_form_of(plan, content, content_of(event), number, sent=True)
    if not form.validate_on_submit():
        return review_page(account, event, plan, held={number: form}), 422
    mended = RowContent(
        cells=content.cells,
        corrections={**content.corrections, **form.corrections()},
        decision=form.chosen_decision(),
        cleared=content.cleared,
    )
    changed = {number: mended}
    return _judge_again(account, event, plan, plan.columns, changed, form.version.data)


@bp.post("/<code>/start")
@staff(Action.IMPORT_REGISTRATIONS)
def start(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Take in the rows that are ready."""
    plan, form = _load(event, code), VersionedForm()
    if not form.validate_on_submit():
        abort(400)
    with attempt() as tried:
        imports.start_import(plan, version=form.version.data, actor=account.code, now=utcnow())
    if tried.refusal:
        return review_page(account, event, _load(event, code), refusal=tried.refusal), 409
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


@bp.post("/<code>/undo")
@staff(Action.IMPORT_REGISTRATIONS)
def undo(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Take out again those who just came in."""
    plan = _load(event, code)
    require_confirmation()
    with attempt() as tried:
        imports.undo_import(plan, actor=account.code, now=utcnow())
    if tried.refusal:
        return review_page(account, event, _load(event, code), refusal=tried.refusal), 409
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


def _load(event: Event, code: str) -> RegistrationImport:
    return import_list.find_import(event, code) or abort(404)


def _setting(slug: str) -> Setting:
    """What the list is judged against, read without holding anybody up."""
    with transactions.reading(db.session):
        event = load_any_event(slug)
        return Setting(
            content_of(event),
            load_directory(on=utcnow().date()),
            import_list.list_known(event),
            option_place.count_left(event),
        )


def _store(
    slug: str,
    filename: str,
    table: Table,
    columns: list[Column],
    rows: list[JudgedRow],
    actor: str,
) -> str:
    """Store the list, some rows at a time, each in a transaction of its own."""
    plan = imports.create_import(
        load_any_event(slug),
        filename.replace("\\", "/").rpartition("/")[2],
        [column.header for column in columns],
        [str(column.target) for column in columns],
        notes={"hidden": table.hidden, "full": count_full(rows)},
        actor=actor,
        now=utcnow(),
    )
    code, import_id = plan.code, plan.id
    db.session.commit()
    for at in range(0, len(rows), imports.STORED_ROWS):
        imports.store_rows(imports.seal_rows(code, import_id, rows[at : at + imports.STORED_ROWS]))
        db.session.commit()
    imports.finish_reading(_load(load_any_event(slug), code), now=utcnow())
    db.session.commit()
    return code


def _judge_again(
    account: Account,
    event: Event,
    plan: RegistrationImport,
    targets: list[str],
    changed: Mapping[int, RowContent],
    version: int,
) -> ResponseReturnValue:
    """Judge every row that is not in quarantine, and store what changed."""
    slug, code, import_id = event.slug, plan.code, plan.id
    loaded = import_list.load_rows(plan)
    rows = {number: content for number, (_row, content) in loaded.items()}
    stored = {number: (row.position, content) for number, (row, content) in loaded.items()}
    columns = chosen_columns(plan.header, targets)
    db.session.rollback()
    judged = judge(columns, {**rows, **changed}, _setting(slug))
    # Sealing takes time: only what has changed, and before anybody has to wait for it.
    new = [row for row in judged if stored.get(row.number) != (row.position, row.content)]
    sealed = imports.seal_rows(code, import_id, new)
    claim_again()
    event = load_any_event(slug)
    with attempt() as tried:
        plan = _load(event, code)
        imports.replace_rows(
            plan,
            targets,
            sealed,
            notes={"full": count_full(judged)},
            version=version,
            now=utcnow(),
        )
    if tried.refusal:
        return review_page(account, event, _load(event, code), refusal=tried.refusal), 409
    flash(_("Saved. The list has been looked through again."), "good")
    return redirect(url_for(".show", slug=slug, code=code, **shown_args()), 303)
