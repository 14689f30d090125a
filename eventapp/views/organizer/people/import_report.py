"""What became of each row of a list, as a file: all rows, and nothing of those in quarantine."""

from collections.abc import Collection, Iterator

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from eventapp.domain.desk import import_list
from eventapp.domain.desk.export.export import ExportFormat
from eventapp.domain.desk.export.table import ExportTable, Row
from eventapp.domain.desk.import_row import Problem, RowContent
from eventapp.domain.permission import Action
from eventapp.forms.registration_import.judgement import NOT_SHOWN
from eventapp.forms.registration_import.words import field_label, problem_sentence, sheet_row
from eventapp.i18n import _, _l
from eventapp.models import (
    Account,
    AuditAction,
    Event,
    RegistrationImport,
    RowOutcome,
    RowState,
)
from eventapp.views.guards import staff
from eventapp.views.organizer.registration.export import send_table
from eventapp.views.reading import record_reading

bp = Blueprint("import_report", __name__, url_prefix="/events/<slug>/import/<code>")
OUTCOMES = {
    RowOutcome.TAKEN: _l("Taken"),
    RowOutcome.REPAIRED: _l("Repaired"),
    RowOutcome.HELD: _l("On hold"),
    RowOutcome.QUARANTINED: _l("In quarantine"),
    RowOutcome.REFUSED: _l("Refused"),
}
STATES = {
    RowState.NEW: _l("Not taken in"),
    RowState.IN: _l("Taken in"),
    RowState.KNOWN: _l("Was registered already"),
    RowState.LEFT_OUT: _l("Not taken in"),
    RowState.UNDONE: _l("Taken out again"),
    RowState.CHANGED: _l("Taken in, and stays after the undoing"),
}


@bp.get("/report.<ending>")
@staff(Action.IMPORT_REGISTRATIONS)
def show(account: Account, event: Event, code: str, ending: str) -> ResponseReturnValue:
    """Send the report; that it was taken is logged first."""
    plan = import_list.find_import(event, code) or abort(404)
    if ending not in set(ExportFormat):
        abort(404)
    record_reading(AuditAction.FILE_EXPORTED, event, account, list="import", code=plan.code)
    header = (
        _("Row"),
        _("Outcome"),
        _("Now"),
        _("Name"),
        _("Email address"),
        _("Organisation"),
        _("What was done, and why"),
    )
    table = ExportTable(_("Report of a list"), header, _rows(plan))
    return send_table(table, ExportFormat(ending), f"{event.slug}-import-{plan.code}.{ending}")


def _rows(plan: RegistrationImport) -> Iterator[Row]:
    needs = {
        head for head, target in zip(plan.header, plan.columns, strict=True) if target in NOT_SHOWN
    }
    for row, content in import_list.read_all(plan):
        yield (
            sheet_row(row.number),
            str(OUTCOMES[row.outcome]),
            str(STATES[row.state]),
            *_person(content),
            " ".join(_in_words(problem, needs) for problem in content.problems) if content else "",
        )


def _person(content: RowContent | None) -> tuple[str, str, str]:
    if content is None:
        return "", "", ""
    entrant = content.entrant
    return entrant.name, entrant.email, entrant.organisation


def _in_words(problem: Problem, needs: Collection[str]) -> str:
    """The field, what changed there and why; of needs only that something did."""
    changed = ""
    if (problem.before or problem.after) and problem.field not in needs:
        changed = f"{problem.before} → {problem.after or _('left out')}. ".lstrip()
    where = f"{field_label(problem.field)}: " if problem.field else ""
    return f"{where}{changed}{problem_sentence(problem)}"
