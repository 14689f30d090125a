"""The pages of a list: choosing a file, and what happens to each row with its forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, render_template, request

from eventapp.clock import utcnow
from eventapp.domain.desk import import_list, quarantine
from eventapp.domain.desk import registration_import as imports
from eventapp.domain.desk.import_list import RowCounts
from eventapp.domain.desk.import_row import Problem, RowContent
from eventapp.domain.errors import Refusal
from eventapp.domain.paging import Page
from eventapp.domain.people.account import has_security_contact
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration.form_content import FormContent, load_form_content
from eventapp.forms.registration_import.column import chosen_columns
from eventapp.forms.registration_import.judgement import (
    CellDifference,
    holding_problems,
    list_differences,
)
from eventapp.forms.registration_import.upload import (
    ACCEPT,
    ColumnsForm,
    ImportForm,
    RowForm,
    columns_form,
    row_form,
)
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import current_language
from eventapp.models import (
    Account,
    Event,
    ImportRow,
    ImportState,
    RegistrationImport,
    RowOutcome,
)

# Of each outcome, on a page. Rows in quarantine are not shown.
ROWS_SHOWN = {
    RowOutcome.TAKEN: 50,
    RowOutcome.REPAIRED: 50,
    RowOutcome.HELD: 20,
    RowOutcome.REFUSED: 50,
}
# Where none is asked for: what somebody may want to look at.
SHOWN_FIRST = (RowOutcome.HELD, RowOutcome.REFUSED, RowOutcome.REPAIRED)
REFRESH_SECONDS = 2


OpenedRow = tuple[ImportRow, RowContent]


@dataclass(frozen=True, slots=True)
class ShownRows:
    """The rows on the page: those of one outcome, else some of several.

    `page` is that of the one outcome, else of the repaired.
    """

    outcome: RowOutcome | None
    page: Page
    rows: Mapping[RowOutcome, Sequence[OpenedRow]]

    def of(self, outcome: str) -> Sequence[OpenedRow]:
        """Those of this outcome."""
        return self.rows.get(RowOutcome(outcome), ())

    @property
    def args(self) -> dict[str, str | int]:
        """The arguments of the address that shows them."""
        return {"outcome": self.outcome.value, "page": self.page.number} if self.outcome else {}


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row that waits, with its doubts, its form, and what differs from the rows it doubles."""

    row: ImportRow
    content: RowContent
    problems: list[Problem]
    form: RowForm
    doubles: list[tuple[int, list[CellDifference]]]


def columns_form_of(plan: RegistrationImport, content: FormContent) -> ColumnsForm:
    """The form of a list's columns, as they are or as they were sent."""
    columns = chosen_columns(plan.header, plan.columns)
    form = columns_form(columns, content, current_language())
    return form(data={"version": plan.version}, formdata=_sent("column-0"))


def row_form_of(
    plan: RegistrationImport,
    content: RowContent,
    event_content: FormContent,
    number: int,
    *,
    sent: bool = False,
) -> RowForm:
    """The form of a row that waits; `sent` where this request sent it."""
    columns = chosen_columns(plan.header, plan.columns)
    form = row_form(content, event_content, columns, current_language())
    return form(
        data={"version": plan.version},
        formdata=request.form if sent else None,
        prefix=f"row-{number}",
    )


def shown_args() -> dict[str, Any]:
    """What the address says of the rows to show, for the address to go back to."""
    return {name: request.args[name] for name in ("outcome", "page") if name in request.args}


def _sent(field: str) -> Any:
    """What was sent, if it was this form."""
    return request.form if field in request.form else None


def choice_page(
    account: Account, event: Event, form: ImportForm, refusal: Refusal | None = None
) -> str:
    """The page to choose a file on."""
    return render_template(
        "organizer/registration_import/index.html",
        account=account,
        event=event,
        form=form,
        accept=ACCEPT,
        refusal=refusal,
        may_import=imports.may_import(event),
        listed=import_list.list_imports(event),
    )


def review_page(
    account: Account,
    event: Event,
    plan: RegistrationImport,
    *,
    columns: ColumnsForm | None = None,
    held: Mapping[int, RowForm] | None = None,
    refusal: Refusal | None = None,
) -> str:
    """What would happen to each row, how far it has come, or what came of it."""
    content, counts = content_of(event), import_list.count_rows(plan)
    quarantined = quarantine.list_numbers(plan)
    shown = _shown_rows(plan, counts)
    return render_template(
        "organizer/registration_import/show.html",
        account=account,
        event=event,
        plan=plan,
        counts=counts.outcomes,
        states=counts.states,
        quarantined=quarantined,
        lacks_contact=bool(quarantined) and not has_security_contact(),
        shown=shown,
        held=_held(plan, content, shown.of(RowOutcome.HELD), held or {}),
        changed=import_list.list_changed(plan) if plan.state is ImportState.UNDONE else [],
        columns_form=columns or columns_form_of(plan, content),
        start_form=VersionedForm(formdata=None, data={"version": plan.version}),
        example=_example(plan),
        may_undo=imports.may_undo(plan, now=utcnow()),
        undo_until=plan.started_at and plan.started_at + UNDO_PERIOD,
        letters=imports.sends_letters(event, now=utcnow()),
        refusal=refusal,
    )


def _shown_rows(plan: RegistrationImport, counts: RowCounts) -> ShownRows:
    """The rows that the address asks for; no query for an outcome that no row has."""
    asked = request.args.get("outcome", "")
    outcome = RowOutcome(asked) if asked in ROWS_SHOWN else None
    paged = outcome or RowOutcome.REPAIRED
    page = Page.of(
        counts.outcomes[paged], wanted=request.args.get("page", 1, int), size=ROWS_SHOWN[paged]
    )
    rows = {
        listed: import_list.list_rows(
            plan, listed, most=ROWS_SHOWN[listed], skipped=page.start if listed is paged else 0
        )
        for listed in ([outcome] if outcome else SHOWN_FIRST)
        if counts.outcomes[listed]
    }
    return ShownRows(outcome, page, rows)


def _held(
    plan: RegistrationImport,
    content: FormContent,
    rows: Sequence[OpenedRow],
    sent: Mapping[int, RowForm],
) -> list[HeldRow]:
    """The rows that wait for a decision, each with its doubts and its form."""
    doubts = {row.number: holding_problems(row_content) for row, row_content in rows}
    doubled = {problem.other for problems in doubts.values() for problem in problems} - {0}
    others = import_list.load_numbered(plan, doubled) if doubled else {}
    columns = chosen_columns(plan.header, plan.columns)
    return [
        HeldRow(
            row,
            row_content,
            doubts[row.number],
            sent.get(row.number) or row_form_of(plan, row_content, content, row.number),
            [
                (problem.other, list_differences(columns, row_content, others[problem.other]))
                for problem in doubts[row.number]
                if problem.other in others
            ],
        )
        for row, row_content in rows
    ]


def _example(plan: RegistrationImport) -> tuple[str, ...]:
    for outcome in (RowOutcome.TAKEN, RowOutcome.REPAIRED):
        for _row, content in import_list.list_rows(plan, outcome, most=1):
            return content.cells
    return ()


def content_of(event: Event) -> FormContent:
    """What the event asks its participants."""
    return load_form_content(event.slug) or abort(404)


def ask_again(response: Response) -> Response:
    """Let the browser ask again by itself, without any script."""
    response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response
