"""This tree against another revision, in turns: A B, then B A, and so on.

Each seeds its own sample by its own code in its own checkout, and is asked over HTTP alone. Both
serve all the time, so that both are warm; only one is asked at a time.
"""

import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from eventapp.config import ROOT
from tests.bench.against.comparison import Comparison, Slice, table
from tests.bench.against.errands import Errand, errands
from tests.bench.against.sample import Sample, look_around
from tests.bench.against.tree import Tree, check_out, serving
from tests.bench.client import run_briefly

WARM_UP = 1.0  # seconds for each row and tree

Side = tuple[Tree, Sample]


def compare(revision: str, *, rounds: int, seconds: float, only: str = "") -> bool:
    """Measure every row that was asked for, print the table; whether nothing is worse."""
    wanted = [errand for errand in errands() if only.casefold() in errand.name.casefold()]
    with tempfile.TemporaryDirectory(prefix="eventapp-bench-") as name, ExitStack() as running:
        folder = Path(name)
        _say(f"Checking out {revision} …")
        other = check_out(revision, folder / "checkout")
        _say("Seeding both …")
        sides = [
            _start(running, tree, checkout, folder)
            for tree, checkout in (("before", other), ("after", ROOT))
        ]
        rows = [_measure(errand, sides, rounds=rounds, seconds=seconds) for errand in wanted]
    print(table(rows))
    return not any(row.is_worse or row.failures for row in rows)


def _start(running: ExitStack, name: str, checkout: Path, folder: Path) -> Side:
    data = folder / name
    data.mkdir()
    tree = running.enter_context(serving(name, checkout, data))
    return tree, look_around(tree)


def _measure(errand: Errand, sides: Sequence[Side], *, rounds: int, seconds: float) -> Comparison:
    row = Comparison(errand.name)
    for side in sides:
        _turn(errand, side, WARM_UP)
    for number in range(rounds):
        turns = {}
        for side in sides if number % 2 == 0 else reversed(sides):
            turns[side[0].name] = _turn(errand, side, seconds)
        row.before.append(turns["before"])
        row.after.append(turns["after"])
    _say(f"  {row.name}: {row.cpu_ratio:.3f} of the processor time")
    return row


def _turn(errand: Errand, side: Side, seconds: float) -> Slice:
    tree, sample = side
    load = errand.load(tree.port, sample)
    spent = tree.cpu_seconds()
    tally = run_briefly(load, seconds)
    spent = tree.cpu_seconds() - spent
    return Slice(len(tally.latencies), tally.seconds, spent, tally.failures.total())


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
