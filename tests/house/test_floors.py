"""Floors lean on those below, doors commit, and only the clock knows what time it is."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT, floor, modules

DOORS = {"views", "api", "cli", "worker"}
# What looks at the wall clock. The stopwatches, monotonic() and perf_counter(), are another thing.
LOOKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
# The self-test compares the machine's own clock with the day the house was built.
MAY_LOOK = {"clock.py", "cli/check.py"}


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
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def test_each_floor_leans_only_on_those_below() -> None:
    program = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run(
        [program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_only_doors_commit() -> None:
    rooms = {path for path, tree in modules().items() if "commit" in attributes(tree)}

    assert {path for path in rooms if floor(path) not in DOORS} == set()


def test_only_the_clock_looks_at_the_wall_clock() -> None:
    looking = {path for path, tree in modules().items() if calls(tree) & LOOKS}

    assert looking - MAY_LOOK == set()


def test_the_domain_is_told_the_time() -> None:
    asking = {
        path
        for path, tree in modules().items()
        if floor(path) == "domain" and "eventapp.clock.utcnow" in imports(tree)
    }

    assert asking == set()


@pytest.mark.parametrize("floor_name", ["models"])
def test_models_take_the_time_only_as_a_column_default(floor_name: str) -> None:
    calling = {
        path
        for path, tree in modules().items()
        if floor(path) == floor_name
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "utcnow"
    }

    assert calling == set()
