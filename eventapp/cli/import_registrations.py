"""`eventapp import-registrations`: takes a list of people in, with a report for each row."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import click

from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import disconnecting, migrate
from eventapp.clock import utcnow
from eventapp.documents.table_file import Table, UnreadableTable, read_table
from eventapp.domain.desk import import_list
from eventapp.domain.desk import registration_import as imports
from eventapp.domain.desk.import_row import JudgedRow
from eventapp.domain.errors import Refusal
from eventapp.domain.event.draft import SLUG, EventText, create_event
from eventapp.domain.event.event import find_event
from eventapp.domain.people.account import has_security_contact
from eventapp.domain.people.organisation import load_directory
from eventapp.domain.record.audit import OPERATOR
from eventapp.domain.registration.form_content import FormContent, load_form_content
from eventapp.domain.registration.option_place import count_left
from eventapp.extensions import db
from eventapp.forms.registration_import.column import Column, guess_columns, with_header
from eventapp.forms.registration_import.judgement import Setting, count_full, judge, rows_of
from eventapp.forms.registration_import.upload import FILE_MAX_BYTES, SENTENCES
from eventapp.forms.registration_import.words import field_label, problem_sentence
from eventapp.i18n import speaking
from eventapp.models import AttendanceMode, Event, EventKind, RegistrationImport, RowOutcome

# What a draft that a list makes begins with; an organizer writes the rest.
DRAFT_AFTER = timedelta(days=90)
DRAFT_LASTS = timedelta(hours=8)
LANGUAGE = "en"


@click.command("import-registrations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--event", "slug", required=True, help="The event's word in its address.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
def import_registrations(file: Path, slug: str, *, dry_run: bool, as_json: bool) -> None:
    """Take in the people of FILE (CSV or XLSX); a draft of the event is made if it is missing.

    Rows that are held wait on the organizer's page of the list. Letters go after ten minutes,
    and until then the page can undo it all.
    """
    settings = command_settings()
    refuse_missing(settings)
    table = _read(file)
    if not SLUG.fullmatch(slug):
        raise click.ClickException("--event takes small letters, figures and hyphens.")
    app = create_app(settings)
    migrate(app)
    with disconnecting(app), app.test_request_context(), speaking(LANGUAGE):
        columns, rows = _judge(slug, table)
        db.session.rollback()
        refusal = ""
        try:
            if not dry_run:
                _take_in(file, slug, table, columns, rows)
        except Refusal as refused:
            db.session.rollback()
            refusal = refused.message
        _report(rows, as_json=as_json)
    _conclude(rows, refusal, dry_run=dry_run, as_json=as_json)


def _read(file: Path) -> Table:
    if file.stat().st_size > FILE_MAX_BYTES:
        raise click.ClickException("The file is larger than 10 MB. Nothing was written.")
    try:
        return with_header(read_table(file.read_bytes()))
    except UnreadableTable as unreadable:
        sentence = str(SENTENCES[unreadable.reason])
        raise click.ClickException(f"{sentence} Nothing was written.") from unreadable


def _judge(slug: str, table: Table) -> tuple[list[Column], list[JudgedRow]]:
    event = find_event(slug)
    content = load_form_content(slug) or FormContent((), ())
    known = import_list.list_known(event) if event else {}
    places = count_left(event) if event else {}
    setting = Setting(content, load_directory(on=utcnow().date()), known, places)
    columns = guess_columns(table, content)
    return columns, judge(columns, rows_of(table), setting)


def _take_in(
    file: Path, slug: str, table: Table, columns: Sequence[Column], rows: Sequence[JudgedRow]
) -> None:
    """Store the list and take in what can be taken in, batch by batch. Raises Refusal."""
    held_back = any(row.outcome is RowOutcome.QUARANTINED for row in rows)
    if held_back and not has_security_contact():
        raise imports.NoSecurityContact
    plan = imports.create_import(
        find_event(slug) or _draft(slug, len(rows)),
        file.name,
        [column.header for column in columns],
        [str(column.target) for column in columns],
        notes={"hidden": table.hidden, "full": count_full(rows)},
        actor=OPERATOR,
        now=utcnow(),
    )
    code, import_id = plan.code, plan.id
    db.session.commit()
    for at in range(0, len(rows), imports.STORED_ROWS):
        imports.store_rows(imports.seal_rows(code, import_id, rows[at : at + imports.STORED_ROWS]))
        db.session.commit()
    imports.finish_reading(_plan(import_id), now=utcnow())
    db.session.commit()
    plan = _plan(import_id)
    imports.start_import(plan, version=plan.version, actor=OPERATOR, now=utcnow())
    db.session.commit()
    # The worker, if one runs, takes the same batches: whoever has the lock takes the next.
    while imports.continue_import(import_id, now=utcnow()):
        db.session.commit()
    db.session.commit()


def _plan(import_id: int) -> RegistrationImport:
    return db.session.get_one(RegistrationImport, import_id)


def _draft(slug: str, people: int) -> Event:
    starts_at = (utcnow() + DRAFT_AFTER).replace(hour=8, minute=0, second=0, microsecond=0)
    text = EventText(
        slug=slug,
        title=slug.replace("-", " ").capitalize(),
        kind=EventKind.CONFERENCE,
        form=AttendanceMode.ON_SITE,
        starts_at=starts_at,
        ends_at=starts_at + DRAFT_LASTS,
        registration_opens_at=starts_at - DRAFT_AFTER,
        registration_closes_at=starts_at,
        cancellation_closes_at=starts_at,
        seats=people,
    )
    event = create_event(text, actor=OPERATOR, now=utcnow())
    click.echo(f"Made a draft of {slug}, with {people} places.", err=True)
    return event


def _report(rows: Sequence[JudgedRow], *, as_json: bool) -> None:
    if as_json:
        report = [
            {
                "row": row.number,
                "outcome": row.outcome.value,
                "problems": [
                    {
                        "field": problem.field,
                        "code": problem.code.value,
                        "message": problem_sentence(problem),
                    }
                    for problem in row.content.problems
                ],
            }
            for row in rows
        ]
        click.echo(json.dumps({"rows": len(rows), "report": report}, ensure_ascii=False))
        return
    for row in rows:
        for problem in row.content.problems:
            where = f"{field_label(problem.field)}: " if problem.field else ""
            click.echo(f"row {row.number:<5} {row.outcome:<12} {where}{problem_sentence(problem)}")


def _conclude(rows: Sequence[JudgedRow], refusal: str, *, dry_run: bool, as_json: bool) -> None:
    counts = Counter(row.outcome for row in rows)
    counted = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in RowOutcome)
    click.echo(f"{len(rows)} rows: {counted}.", err=as_json)
    if refusal:
        raise click.ClickException(f"{refusal} Nothing was written.")
    if dry_run:
        click.echo("A dry run: nothing was written.", err=as_json)
