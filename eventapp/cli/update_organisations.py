"""`eventapp update-organisations`: takes in a newer list of official codes, with a report."""

from datetime import date, datetime
from pathlib import Path

import click

from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import disconnecting, migrate
from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.organisation.official_file import BrokenFile, read_official_file
from eventapp.domain.organisation.official_list import (
    ListComparison,
    compare_list,
    update_organisations,
)
from eventapp.domain.record.audit import OPERATOR
from eventapp.extensions import db

FIELD_WORDS = {
    "name": "name",
    "official_code": "official code",
    "kind": "kind",
    "also_known_as": "also known as",
}


@click.command("update-organisations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option(
    "--ends-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which what the file lacks has ended (today).",
)
@click.option("--many-may-end", is_flag=True, help="Also if more than a tenth of a kind would end.")
def update_from_file(
    file: Path, dry_run: bool, ends_on: datetime | None, many_may_end: bool
) -> None:
    """Take in a newer list of municipalities, counties or organisations (CSV).

    Official codes and official names come from FILE; short names, other names, mailboxes and
    places in the tree that were written here stay.
    """
    settings = command_settings()
    refuse_missing(settings)
    try:
        rows = read_official_file(file.read_bytes())
    except BrokenFile as error:
        raise click.ClickException(f"{error} Nothing was written.") from error
    app = create_app(settings)
    migrate(app)
    with disconnecting(app):
        now = utcnow()
        try:
            if dry_run:
                done = compare_list(rows, today=now.date())
            else:
                day = ends_on.date() if ends_on else now.date()
                done = update_organisations(
                    rows, ends_on=day, many_may_end=many_may_end, actor=OPERATOR, now=now
                )
            _report(done, ends_on.date() if ends_on else now.date(), dry_run=dry_run)
        except (BrokenFile, Refusal) as error:
            db.session.rollback()
            sentence = error.message if isinstance(error, Refusal) else str(error)
            raise click.ClickException(f"{sentence} Nothing was written.") from error
        if dry_run:
            db.session.rollback()
        else:
            db.session.commit()


def _report(done: ListComparison, day: date, *, dry_run: bool) -> None:
    for row in done.added:
        click.echo(f"new      {row.code}: {row.new_name}")
    for change in done.changed:
        fields = "; ".join(
            f"{FIELD_WORDS[name]} {change.before[name] or '(none)'} → {value}"
            for name, value in change.values.items()
        )
        click.echo(f"changed  {change.organisation.code}: {fields}")
    for organisation in done.ended:
        click.echo(f"ended    {organisation.code}: {organisation.name}, on {day}")
    for organisation in done.ended_here:
        click.echo(f"stays    {organisation.code}: {organisation.name} has ended here")
    click.echo(
        f"{len(done.added)} new, {len(done.changed)} changed, {len(done.ended)} ended, "
        f"{done.unchanged} unchanged."
    )
    if dry_run:
        click.echo("A dry run: nothing was written.")
