"""Lists that somebody takes in."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from eventapp.documents.table_file import Table
from eventapp.domain.desk import import_list
from eventapp.domain.desk import registration_import as imports
from eventapp.domain.people.organisation import load_directory
from eventapp.domain.registration.form_content import FormContent, load_form_content
from eventapp.domain.registration.option_place import count_left
from eventapp.extensions import db
from eventapp.forms.registration_import.column import guess_columns
from eventapp.forms.registration_import.judgement import Setting, judge, rows_of
from eventapp.models import Event, ImportRow, RegistrationImport
from tests.builders.moments import NOON

HEAD = ("Namn", "E-post", "Organisation", "Specialkost", "Status", "Övrigt")
PROTECTED = "Har skyddade personuppgifter"


def a_person(number: int = 1, **cells: str) -> tuple[str, ...]:
    """The cells of one row under HEAD; `cells` says what differs, by head."""
    usual = {
        "Namn": f"Ali Åkervinge {number}",
        "E-post": f"ali.{number}@town.example",
        "Organisation": "Föreningen Exempel",
    }
    return tuple({**usual, **cells}.get(head, "") for head in HEAD)


def a_csv(*rows: Sequence[str], head: Sequence[str] = HEAD) -> bytes:
    """The rows as Excel writes them in Swedish; no cell holds a semicolon or a line end."""
    return "".join(";".join(row) + "\r\n" for row in (head, *rows)).encode("utf-8-sig")


def an_import(event: Event, *rows: Sequence[str], head: Sequence[str] = HEAD) -> RegistrationImport:
    """A list that has been read and judged, as the page does it."""
    table = Table(tuple(head), tuple(tuple(row) for row in rows))
    content = load_form_content(event.slug) or FormContent((), ())
    setting = Setting(content, load_directory(), import_list.list_known(event), count_left(event))
    columns = guess_columns(table, content)
    plan = imports.create_import(
        event,
        "lista.csv",
        head,
        [str(column.target) for column in columns],
        actor="organizer",
        now=NOON,
    )
    judged = judge(columns, rows_of(table), setting)
    imports.store_rows(imports.seal_rows(plan.code, plan.id, judged))
    imports.finish_reading(plan, now=NOON)
    db.session.flush()
    return plan


def outcomes(plan: RegistrationImport) -> Mapping[int, str]:
    """What happens to each row, by its number."""
    rows = db.session.scalars(select(ImportRow).where(ImportRow.import_id == plan.id))
    return {row.number: row.outcome.value for row in rows}
