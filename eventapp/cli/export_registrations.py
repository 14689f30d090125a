"""`eventapp export-registrations`: an event's participants as a file, as the page gives them."""

from pathlib import Path

import click

from eventapp import transactions
from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import disconnecting, migrate
from eventapp.clock import utcnow
from eventapp.documents.export_file import write_export
from eventapp.domain.desk.export.export import ExportChoice, ExportFormat, open_export
from eventapp.domain.event.event import find_event
from eventapp.domain.record import audit
from eventapp.domain.record.audit import OPERATOR
from eventapp.domain.site.site import current_site
from eventapp.extensions import db
from eventapp.i18n import speaking
from eventapp.models import AuditAction

ENDINGS = [form.value for form in ExportFormat]


@click.command("export-registrations")
@click.option("--event", "slug", metavar="SLUG", required=True, help="The event.")
@click.option(
    "--format",
    "ending",
    type=click.Choice(ENDINGS),
    help="Of the file; else what the ending of its name says, else xlsx.",
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_registrations(slug: str, ending: str | None, file: Path) -> None:
    """Write everybody who is registered at an event to FILE; the log says that it was taken."""
    settings = command_settings()
    refuse_missing(settings)
    app = create_app(settings)
    migrate(app)
    with (
        disconnecting(app),
        transactions.reading(db.session),
        speaking(current_site().default_language),
    ):
        event = find_event(slug)
        if event is None:
            raise click.BadParameter(f"there is no event “{slug}”", param_hint="--event")
        choice, now = ExportChoice(), utcnow()
        table = open_export(event, choice, now=now)
        audit.record_reading(
            AuditAction.FILE_EXPORTED, event, actor=OPERATOR, now=now, list=choice.kind.value
        )
        file.touch(mode=0o600)
        with file.open("wb") as target:
            write_export(table, _form(ending, file), target)
    click.echo(f"{file} has everybody who is registered at {slug}.")


def _form(ending: str | None, file: Path) -> ExportFormat:
    of_name = file.suffix.removeprefix(".").lower()
    return ExportFormat(ending or (of_name if of_name in ENDINGS else ExportFormat.XLSX))
