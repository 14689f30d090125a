"""`python -m tests.bench`: seed, start, measure, print. Figures are read, not asserted."""

import argparse
import json
import tempfile
from contextlib import ExitStack, redirect_stderr
from dataclasses import asdict
from pathlib import Path

from eventapp.app import create_app
from eventapp.cli.migrating import migrate
from eventapp.cli.own_keys import own_keys
from eventapp.config import Settings, from_environment
from tests.bench import seeding
from tests.bench.bench import Bench
from tests.bench.table import print_table


def main() -> None:
    """Run the rows that were asked for, print the table, and write it as JSON when wanted."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="eventapp-bench-") as name, ExitStack() as running:
        folder = Path(name)
        bench = Bench(folder, options.seconds, options.only)
        bench.say("The client is Python and shares the machine; read the ratios, not the rates.")
        settings = _settings(folder)
        with redirect_stderr(running.enter_context((folder / "app.log").open("w"))):
            app = create_app(settings)
        bench.say("Seeding …")
        migrate(app)
        seeded = seeding.seed(app)
        bench.start(running, _environment(settings))
        bench.measure(app, seeded)
        print_table(bench.results)
    if options.json:
        options.json.write_text(json.dumps(asdict(bench.results), indent=2))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="for each row")
    parser.add_argument("--only", default="", help="rows whose name holds these words")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    return parser.parse_args()


def _settings(folder: Path) -> Settings:
    data = folder / "house"
    return from_environment(
        mode="demo",
        data=str(data),
        database_url="",
        base_url="http://localhost",
        smtp_url="smtp://localhost",
        mail_from="Exempelkonferensen <konferens@bra.example>",
        registrations_per_minute="1000000",
        **own_keys(data),
    )


def _environment(settings: Settings) -> dict[str, str]:
    return {
        item.metadata["name"]: getattr(settings, name)
        for name, item in Settings.__dataclass_fields__.items()
    }


if __name__ == "__main__":
    main()
