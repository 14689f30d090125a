"""The second calibrator: one-row insert commits on SQLite with the product's durability."""

import sqlite3
import time
from pathlib import Path

from eventapp.transactions import PRAGMAS


def commits_per_second(folder: Path, seconds: float) -> float:
    """How many one-row transactions one writer gets onto the disk in a second."""
    connection = sqlite3.connect(folder / "commits.sqlite", isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY, words TEXT)")
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO line (words) VALUES ('one more')")
        connection.execute("COMMIT")
        count += 1
    rate = count / (time.perf_counter() - began)
    connection.close()
    return rate
