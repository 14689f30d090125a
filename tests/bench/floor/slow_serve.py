"""`python -m tests.bench.floor.slow_serve MILLISECONDS …`: `eventapp …` on a disk that is slow.

Each commit of a writer on SQLite takes so much longer, while the writer's lock is still taken.
"""

import sys
import time

import sqlalchemy
from sqlalchemy import Connection, Engine

from eventapp.cli.main import main


def slow_commits(milliseconds: float) -> None:
    """Let every commit of a writer in this process, and in those it forks, wait so long."""

    @sqlalchemy.event.listens_for(Engine, "commit")
    def wait(connection: Connection) -> None:
        if connection.info.get("queued"):
            time.sleep(milliseconds / 1000)


if __name__ == "__main__":
    slow_commits(float(sys.argv.pop(1)))
    main()
