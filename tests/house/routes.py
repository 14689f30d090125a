"""Every address that the house answers; `python -m tests.house.routes` prints routes.txt.

Taking a line away breaks somebody's bookmark: let the old address redirect instead.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from eventapp.app import create_app
from tests.settings import app_settings

UNSAID = {"HEAD", "OPTIONS"}


def addresses(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Each method with its rule and the endpoint that answers."""
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - UNSAID:
            yield method, rule.rule, rule.endpoint


def lines(app: Flask) -> list[str]:
    """One line an address, sorted by rule."""
    rows = sorted((rule, method, endpoint) for method, rule, endpoint in addresses(app))
    return [f"{method:6} {rule}  {endpoint}" for rule, method, endpoint in rows]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(lines(create_app(app_settings(Path(folder), mode="demo")))))
