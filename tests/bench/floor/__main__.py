"""`python -m tests.bench.floor`: what writes, beside the floor, in turns.

The floor (`floor.py`, handed to us and run as it is) does the same work by hand: the same server,
pragmas, lock, rows and indexes, no ORM, no forms, no mail. Both serve all the time; one is asked at
a time. `--slow-commit 4` lets every commit of both take 4 ms longer, as on a slow disk.
"""

import argparse
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psutil

from eventapp.app import create_app
from eventapp.cli.migration import migrate
from tests.bench import door, seeding, server, visitor_scripts
from tests.bench.against.comparison import Comparison, Slice, table
from tests.bench.bench import SETTLED
from tests.bench.client import Load, run_briefly
from tests.bench.floor.pages import write_door, write_pages
from tests.bench.settings import environment_of, settings_in

CLIENTS = 8
BATCH = 200
WARM_UP = 1.0  # seconds for each row and side
FLOOR = Path(__file__).with_name("floor.py")


@dataclass(frozen=True, slots=True)
class Side:
    """The floor or the product: its port, the slug of its open event, and its processes."""

    port: int
    slug: str
    root: psutil.Process


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what visitors do at a side, and what share of the floor is asked."""

    name: str
    load: Callable[[Side], Load]
    asked: str


def main() -> None:
    """Seed, serve both, ask them in turns, print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="eventapp-bench-") as name, ExitStack() as running:
        floor, product, rows = _start(running, Path(name), options.slow_commit)
        wanted = [row for row in rows if options.only.casefold() in row.name]
        measured = [_measure(row, floor, product, options) for row in wanted]
    print("before: the floor; after: the product", end="")
    print(f"; every commit {options.slow_commit:g} ms slower" if options.slow_commit else "")
    print(table(measured))
    for row, comparison in zip(wanted, measured, strict=True):
        print(f"{row.name}: {comparison.rate_interval[1]:.2f} of the floor, asked {row.asked}")


def _start(running: ExitStack, folder: Path, slow: float) -> tuple[Side, Side, list[Row]]:
    settings = settings_in(folder)
    app = create_app(settings)
    migrate(app)
    seeded = seeding.seed(app)
    tokens, digests = door.seed(app)
    log, pages = folder / "processes.log", folder / "pages"
    pages.mkdir()
    product = _serve_product(running, environment_of(settings), log, slow)
    write_pages(product.port, seeded.fields, pages)
    write_door(tokens, digests, pages)
    floor = _serve_floor(running, folder / "floor.sqlite", pages, log, slow)
    time.sleep(SETTLED)  # the outbox worker is started last, and takes its share until then
    return floor, product, _rows(seeded.fields, tokens, digests)


def _serve_product(running: ExitStack, environment: dict[str, str], log: Path, slow: float) -> Side:
    port = server.free_port()
    module = ["tests.bench.floor.slow_serve", f"{slow:g}"] if slow else ["eventapp"]
    command = [*module, "serve", "--port", str(port), "--workers", str(server.WORKERS)]
    process = running.enter_context(server.started(command, environment, log))
    server.wait_for_answer(port, "/readyz")
    return Side(port, seeding.OPEN, psutil.Process(process.pid))


def _serve_floor(running: ExitStack, database: Path, pages: Path, log: Path, slow: float) -> Side:
    port = server.free_port()
    module = f"tests.bench.floor.{FLOOR.stem}"
    command = [module, str(port), str(database), str(pages), "--slow-commit", f"{slow:g}"]
    process = running.enter_context(server.started(command, {}, log))
    server.wait_for_answer(port, "/")
    return Side(port, "conf", psutil.Process(process.pid))


def _rows(fields: dict[str, str], tokens: list[str], digests: list[str]) -> list[Row]:
    def registration(side: Side) -> Load:
        arguments = (side.slug, fields, secrets.token_hex(4))
        return Load(side.port, visitor_scripts.registration, arguments, CLIENTS)

    def scans(side: Side, size: int) -> Load:
        return Load(side.port, door.scanning, (tokens, digests, size), CLIENTS)

    return [
        Row("registration, whole funnel", registration, "0.65"),
        Row("one scan", lambda side: scans(side, 1), "0.8, and 2 with slow commits"),
        Row(f"batches of {BATCH}", lambda side: scans(side, BATCH), "0.8"),
    ]


def _measure(row: Row, floor: Side, product: Side, options: argparse.Namespace) -> Comparison:
    comparison = Comparison(row.name)
    for side in (floor, product):
        _turn(row, side, WARM_UP)
    for number in range(options.rounds):
        order = (floor, product) if number % 2 == 0 else (product, floor)
        turns = {side.slug: _turn(row, side, options.turn) for side in order}
        comparison.before.append(turns[floor.slug])
        comparison.after.append(turns[product.slug])
    print(f"  {row.name}: {comparison.rate_interval[1]:.2f}", file=sys.stderr, flush=True)
    return comparison


def _turn(row: Row, side: Side, seconds: float) -> Slice:
    spent = server.cpu_seconds(side.root)
    tally = run_briefly(row.load(side), seconds)
    spent = server.cpu_seconds(side.root) - spent
    return Slice(len(tally.latencies), tally.seconds, spent, tally.failures.total())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.floor", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="pairs of turns")
    parser.add_argument("--turn", type=float, default=1.0, help="seconds")
    parser.add_argument("--slow-commit", type=float, default=0.0, help="milliseconds")
    parser.add_argument("--only", default="", help="rows whose name holds these words")
    return parser.parse_args()


if __name__ == "__main__":
    main()
