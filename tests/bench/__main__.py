"""`python -m tests.bench`: seed, start, measure, print. Figures are read, not asserted."""

import argparse
import json
import tempfile
from contextlib import ExitStack, redirect_stderr
from dataclasses import asdict
from pathlib import Path

from eventapp.app import create_app
from eventapp.cli.migration import migrate
from tests.bench import seeding
from tests.bench.against.run import compare
from tests.bench.bench import Bench
from tests.bench.settings import environment_of, settings_in
from tests.bench.table import print_table


def main() -> None:
    """Run the rows that were asked for, print the table, and write it as JSON when wanted."""
    options = _options()
    if options.against:
        _compare(options)
    with tempfile.TemporaryDirectory(prefix="eventapp-bench-") as name, ExitStack() as running:
        folder = Path(name)
        bench = Bench(folder, options.seconds, options.only)
        bench.say("The client is Python and shares the machine; read the ratios, not the rates.")
        settings = settings_in(folder)
        with redirect_stderr(running.enter_context((folder / "app.log").open("w"))):
            app = create_app(settings)
        bench.say("Seeding …")
        migrate(app)
        seeded = seeding.seed(app)
        bench.start(running, environment_of(settings))
        bench.measure(app, seeded)
        print_table(bench.results)
    if options.json:
        options.json.write_text(json.dumps(asdict(bench.results), indent=2))


def _compare(options: argparse.Namespace) -> None:
    """Exits with 1 when a row of this tree is worse."""
    fine = compare(options.against, rounds=options.rounds, seconds=options.turn, only=options.only)
    raise SystemExit(0 if fine else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="for each row")
    parser.add_argument("--only", default="", help="rows whose name holds these words")
    parser.add_argument("--against", default="", help="compare with this revision instead")
    parser.add_argument("--rounds", type=int, default=10, help="pairs of turns, with --against")
    parser.add_argument("--turn", type=float, default=0.6, help="seconds, with --against")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
