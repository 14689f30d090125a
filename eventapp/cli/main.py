"""The `eventapp` program: results on stdout, everything else on stderr."""

from typing import Any

import click

from eventapp import logs, transactions
from eventapp.cli import (
    backup,
    check,
    close_event,
    create_organizer,
    demo,
    export_registrations,
    grant,
    import_registrations,
    import_schedule,
    move_files,
    rebuild_index,
    restore,
    retention,
    serve,
    update_organisations,
    verify_log,
    worker,
)
from eventapp.config import ConfigError

# What the system says of a path that somebody wrote.
WRONG_PATHS = (FileExistsError, FileNotFoundError, IsADirectoryError)


class Program(click.Group):
    """Commands that name the setting to correct, in one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            raise click.ClickException(f"{error}.") from error
        except OSError as error:  # a folder that cannot be made, a disk that is full
            if not (transactions.is_outage(error) or isinstance(error, WRONG_PATHS)):
                raise
            at = f": {error.filename}" if error.filename else ""
            raise click.ClickException(f"{error.strerror or error}{at}.") from error


@click.group(cls=Program)
@click.version_option(package_name="eventapp", prog_name="eventapp")
def main() -> None:
    """Events and conferences for public bodies that bring municipalities together."""
    logs.log_crashes()


COMMANDS = (
    demo.demo,
    serve.serve,
    worker.worker,
    check.check,
    create_organizer.create_organizer,
    retention.retention,
    verify_log.verify_log,
    grant.grant,
    grant.revoke,
    update_organisations.update_from_file,
    import_registrations.import_registrations,
    import_schedule.import_schedule,
    rebuild_index.rebuild_index,
    export_registrations.export_registrations,
    close_event.close_event,
    backup.backup,
    restore.restore,
    move_files.move_files,
)
for command in COMMANDS:
    main.add_command(command)
