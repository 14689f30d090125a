"""Layers import from those below, entry points commit, and only the clock reads the time."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.house.sources import ROOT, layer, modules

# The demo seeds the sample in transactions of its own.
COMMITTING = {"views", "api", "cli", "worker", "demo"}
# Stores what is derived from other rows, for a page in the middle of reading.
DERIVING = "transactions.py"
# What reads the wall clock. Stopwatches, monotonic() and perf_counter(), are another thing.
CLOCK_CALLS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
# `eventapp check` compares the machine's clock with the day the product was built.
MAY_READ_CLOCK = {"clock.py", "cli/check.py"}


def attributes(tree: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def calls(tree: ast.AST) -> set[tuple[str, str]]:
    """Each call of the form a.b(), as (a, b)."""
    return {
        (node.func.value.id, node.func.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
    }


def imports(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def test_the_import_contracts_are_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run(
        [program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout


def test_only_entry_points_commit() -> None:
    committing = {path for path, tree in modules().items() if "commit" in attributes(tree)}

    assert {path for path in committing if layer(path) not in COMMITTING} == {DERIVING}


def test_only_the_clock_reads_the_wall_clock() -> None:
    reading = {path for path, tree in modules().items() if calls(tree) & CLOCK_CALLS}

    assert reading - MAY_READ_CLOCK == set()


def test_the_domain_takes_the_time_as_an_argument() -> None:
    asking = {
        path
        for path, tree in modules().items()
        if layer(path) == "domain" and "eventapp.clock.utcnow" in imports(tree)
    }

    assert asking == set()


def test_models_take_the_time_only_as_a_column_default() -> None:
    calling = {
        path
        for path, tree in modules().items()
        if layer(path) == "models"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "utcnow"
    }

    assert calling == set()
