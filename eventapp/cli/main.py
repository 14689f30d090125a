"""The `eventapp` program: results on stdout, everything else on stderr."""

import click

from eventapp.cli import check, create_organizer, demo, serve, work


@click.group()
@click.version_option(package_name="eventapp", prog_name="eventapp")
def main() -> None:
    """Events and conferences for public bodies that bring municipalities together."""


COMMANDS = (
    demo.demo,
    serve.serve,
    work.worker,
    check.check,
    create_organizer.create_organizer,
)
for command in COMMANDS:
    main.add_command(command)
