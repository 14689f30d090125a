"""The `eventapp` program: results on stdout, everything else on stderr."""

import click

from eventapp.cli import check, demo, serve, work


@click.group()
@click.version_option(package_name="eventapp", prog_name="eventapp")
def main() -> None:
    """Events and conferences for public bodies that bring municipalities together."""


for command in (demo.demo, serve.serve, work.worker, check.check):
    main.add_command(command)
