"""`eventapp rebuild-index`: writes the search index anew while everything else goes on."""

import sys
import time

import click

from eventapp import transactions
from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import disconnecting, migrate
from eventapp.domain.exchange.finding import index_rebuild, posting_block
from eventapp.extensions import db

# So long between two batches, as a share of the last: others write in between.
PAUSE_SHARE = 0.1


@click.command()
def rebuild_index() -> None:
    """Write anew what experiences and materials are found by; searches go on meanwhile."""
    settings = command_settings()
    refuse_missing(settings)
    app = create_app(settings)
    migrate(app)
    with disconnecting(app):
        began = time.monotonic()
        written = rebuild_experiences()
        pages = _restem_pages()
        took = time.monotonic() - began
    click.echo(f"{written} experiences and {pages} pages of materials indexed in {took:.1f} s")


def rebuild_experiences() -> int:
    """Write all entries anew, batch by batch, each committed; how many there were."""
    with transactions.reading(db.session):
        whole = index_rebuild.count_published()
    written, next_id = 0, 0 if whole else None
    while next_id is not None:
        began = time.monotonic()
        batch = index_rebuild.rebuild_batch(next_id)
        db.session.commit()
        if batch.block is not None:
            _rebuild_block(batch.block)
        written, next_id = written + batch.written, batch.next_id
        if sys.stderr.isatty():
            click.echo(f"\r{written} of {whole}", err=True, nl=next_id is None)
        time.sleep((time.monotonic() - began) * PAUSE_SHARE)
    return written


def _rebuild_block(number: int) -> None:
    with transactions.reading(db.session):
        block = posting_block.read_block(number)
    posting_block.write_block(block)
    db.session.commit()


def _restem_pages() -> int:
    written, more = 0, True
    while more:
        batch = index_rebuild.restem_pages()
        db.session.commit()
        written, more = written + batch.written, batch.next_id is not None
    return written
