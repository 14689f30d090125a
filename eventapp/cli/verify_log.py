"""`eventapp verify-log`: whether the log is whole, as it was sealed."""

import sys
from pathlib import Path

import click

from eventapp import transactions
from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import disconnecting
from eventapp.config import Settings
from eventapp.domain.installation import database_health
from eventapp.domain.record.chain import ChainHead
from eventapp.domain.record.head_file import HEAD_FILE, UnreadableHead, read_head
from eventapp.domain.record.verification import Broken, Damage, verify
from eventapp.extensions import db
from eventapp.keys import log_key

HINTS = {
    Damage.OTHER_KEY: "Give the secret key of that time by --former-secret.",
    Damage.CUT: "The head that it must lead to was kept outside the database.",
}


@click.command()
@click.option("--head", "heads", multiple=True, metavar="POSITION:MAC", help="A head kept before.")
@click.option(
    "--former-secret",
    "former",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with an EVENTAPP_SECRET_KEY of before.",
)
def verify_log(heads: tuple[str, ...], former: tuple[Path, ...]) -> None:
    """Check the log's chain; exit 1 with the first broken entry."""
    settings = command_settings()
    refuse_missing(settings)
    secrets = [settings.secret_key, *(_read_secret(path) for path in former)]
    known = [*_own_head(settings), *map(_parse_head, heads)]
    app = create_app(settings)
    with disconnecting(app), transactions.reading(db.session):
        if fault := database_health.database_fault():
            raise click.ClickException(f"The database {fault}.")
        if not app.extensions["migration_heads"]() <= database_health.current_revisions():
            raise click.ClickException("The database is not migrated. Start eventapp serve once.")
        verification = verify([log_key(secret) for secret in secrets], known)
    if verification.broken:
        click.echo(_describe(verification.broken))
        sys.exit(1)
    click.echo(
        f"The log is whole: {verification.sealed} entries sealed, {verification.waiting} not yet."
    )


def _describe(broken: Broken) -> str:
    which = "an entry" if broken.entry_id is None else f"entry {broken.entry_id}"
    said = f"The log is broken at position {broken.position}: {which} {broken.damage}."
    return f"{said} {HINTS.get(broken.damage, '')}".rstrip()


def _own_head(settings: Settings) -> list[ChainHead]:
    try:
        head = read_head(settings.data_folder)
    except UnreadableHead:
        raise click.ClickException(
            f"{settings.data_folder / HEAD_FILE} cannot be read. "
            "Put it right or away, and give --head from a backup or from the process's log."
        ) from None
    if head is None:
        click.echo(
            f"note: no {HEAD_FILE} in the data folder; the log's end is not compared", err=True
        )
    return [head] if head else []


def _parse_head(said: str) -> ChainHead:
    position, _colon, mac = said.strip().partition(":")
    if not (position.isascii() and position.isdigit() and len(mac) == 64):
        raise click.BadParameter(
            "write POSITION:MAC as a backup or the log has it", param_hint="--head"
        )
    return ChainHead(int(position), mac.lower())


def _read_secret(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()
