"""`eventapp retention`: deletes what is due by the rules in force, and prints the receipt."""

import sys

import click

from eventapp import transactions
from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import disconnecting, migrate
from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.record.audit import OPERATOR
from eventapp.domain.retention import due
from eventapp.domain.retention import run as runs
from eventapp.domain.retention.receipt import receipt_of
from eventapp.extensions import db
from eventapp.i18n import speaking
from eventapp.models import RetentionRun
from eventapp.views.sheets.receipt_sheet import receipt_sheet
from eventapp.worker.retention import carry_out


@click.command()
@click.option("--dry-run", is_flag=True, help="Count what is due, and delete nothing.")
def retention(*, dry_run: bool) -> None:
    """Delete what is due by the rules in force; a run that was interrupted is finished."""
    settings = command_settings()
    refuse_missing(settings)
    app = create_app(settings)
    migrate(app)
    with disconnecting(app), speaking("en"):
        if dry_run:
            _print_due()
        else:
            _run()


def _print_due() -> None:
    with transactions.reading(db.session):
        counted = [due_kind for due_kind in due.count_due(now=utcnow()) if due_kind.deletable]
        ids = sorted({id_ for due_kind in counted for id_ in (*due_kind.due, *due_kind.paused)})
        titles = {id_: event.title for id_, event in due.event_names(ids).items()}
    click.echo("Nothing has been deleted. Due now:")
    for due_kind in counted:
        if not (due_kind.total or due_kind.held):
            continue
        click.echo(f"{due_kind.total:8} {due_kind.description.label} ({due_kind.held} paused)")
        for event_id in {**due_kind.due, **due_kind.paused}:
            if event_id in titles:
                count, held = due_kind.due.get(event_id, 0), due_kind.paused.get(event_id, 0)
                click.echo(f"{count:8}   {titles[event_id]} ({held} paused)")
    click.echo(f"{sum(due_kind.total for due_kind in counted):8} in all")


def _run() -> None:
    run = runs.find_under_way()
    if run is None:
        try:
            run = runs.start_run(actor=OPERATOR, now=utcnow())
        except Refusal as refusal:
            click.echo(refusal.message, err=True)
            sys.exit(1)
    run_id, code = run.id, run.code
    db.session.commit()
    carry_out(run_id)
    finished = runs.find_run(code)
    if finished:
        _print_receipt(finished)


def _print_receipt(run: RetentionRun) -> None:
    sheet = receipt_sheet(receipt_of(run))
    click.echo(f"{sheet.title}: {sheet.heading}")
    for line in sheet.lines:
        indent = "  " if line.indented else ""
        what = f"{indent}{line.what} ({line.paused} paused) {line.rule}"
        click.echo(f"{line.deleted:>8} {what}".rstrip())
    for label, words in sheet.facts:
        click.echo(f"{label}: {words}")
