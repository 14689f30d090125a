"""What there is to see of lists: which, their rows by outcome, and how far each has come."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from eventapp.domain.desk.import_row import RowContent, open_row
from eventapp.extensions import db
from eventapp.models import (
    Event,
    ImportRow,
    Registration,
    RegistrationImport,
    RegistrationState,
    RowOutcome,
    RowState,
)

READ_ROWS = 500  # at once
TO_TAKE = (RowOutcome.TAKEN, RowOutcome.REPAIRED)


def find_import(event: Event, code: str) -> RegistrationImport | None:
    """The event's import of this code."""
    return db.session.scalar(
        select(RegistrationImport).where(
            RegistrationImport.event_id == event.id, RegistrationImport.code == code
        )
    )


def list_imports(event: Event) -> Sequence[RegistrationImport]:
    """The event's lists of the last days, the latest first."""
    return db.session.scalars(
        select(RegistrationImport)
        .where(RegistrationImport.event_id == event.id)
        .order_by(RegistrationImport.id.desc())
    ).all()


def list_rows(
    plan: RegistrationImport, outcome: RowOutcome, *, most: int, skipped: int = 0
) -> list[tuple[ImportRow, RowContent]]:
    """Some of the rows with this outcome, in the order of the list, opened."""
    if outcome is RowOutcome.QUARANTINED:
        return []
    rows = db.session.scalars(
        _rows(plan)
        .where(ImportRow.outcome == outcome)
        .order_by(ImportRow.number)
        .offset(skipped)
        .limit(most)
    )
    return [(row, open_row(plan.code, row)) for row in rows]


def read_all(plan: RegistrationImport) -> Iterator[tuple[ImportRow, RowContent | None]]:
    """Every row in the order of the list, opened as it is asked for; None for the quarantined."""
    rows = db.session.scalars(
        _rows(plan).order_by(ImportRow.number).execution_options(yield_per=READ_ROWS)
    )
    for row in rows:
        hidden = row.outcome is RowOutcome.QUARANTINED
        yield row, None if hidden else open_row(plan.code, row)


def load_numbered(plan: RegistrationImport, numbers: Collection[int]) -> dict[int, RowContent]:
    """The rows of these numbers, opened; those in quarantine are left out."""
    rows = db.session.scalars(
        _rows(plan).where(
            ImportRow.number.in_(numbers), ImportRow.outcome != RowOutcome.QUARANTINED
        )
    )
    return {row.number: open_row(plan.code, row) for row in rows}


def list_changed(plan: RegistrationImport) -> list[tuple[ImportRow, RowContent]]:
    """Those whom undoing left, because something had happened to them since."""
    rows = db.session.scalars(
        _rows(plan).where(ImportRow.state == RowState.CHANGED).order_by(ImportRow.number)
    )
    return [(row, open_row(plan.code, row)) for row in rows]


def load_rows(plan: RegistrationImport) -> dict[int, tuple[ImportRow, RowContent]]:
    """The rows of a list with their contents, by number; those in quarantine stay sealed."""
    rows = db.session.scalars(
        _rows(plan).where(ImportRow.outcome != RowOutcome.QUARANTINED).order_by(ImportRow.number)
    )
    return {row.number: (row, open_row(plan.code, row)) for row in rows}


@dataclass(frozen=True, slots=True)
class RowCounts:
    """How many rows a list has of each outcome; and how far those to take in have come."""

    outcomes: dict[RowOutcome, int]
    states: dict[RowState, int]


def count_rows(plan: RegistrationImport) -> RowCounts:
    """Count a list's rows, in one query."""
    outcomes: Counter[RowOutcome] = Counter()
    states: Counter[RowState] = Counter()
    for outcome, state, count in db.session.execute(
        select(ImportRow.outcome, ImportRow.state, func.count())
        .where(ImportRow.import_id == plan.id)
        .group_by(ImportRow.outcome, ImportRow.state)
    ):
        outcomes[outcome] += count
        if outcome in TO_TAKE:
            states[state] += count
    return RowCounts(
        {outcome: outcomes[outcome] for outcome in RowOutcome},
        {state: states[state] for state in RowState},
    )


def list_known(event: Event) -> dict[tuple[str, str], str]:
    """Address and folded name of those registered, with the name of their organisation."""
    rows = db.session.execute(
        select(Registration.email, Registration.folded_name, Registration.organisation_name).where(
            Registration.event_id == event.id, Registration.state != RegistrationState.CANCELLED
        )
    )
    return {(row.email, row.folded_name): row.organisation_name for row in rows}


def _rows(plan: RegistrationImport) -> Select[ImportRow]:
    return select(ImportRow).where(ImportRow.import_id == plan.id)
