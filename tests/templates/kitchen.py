"""Macros rendered alone: no app, no database, English words."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import escape

from eventapp.config import ROOT
from eventapp.domain.schedule.day.day_grid import day_grid, grid_line, grid_minutes
from eventapp.i18n import FILTERS
from eventapp.models.event.focus_area import known_band
from eventapp.views.context import Memo


def kitchen() -> Environment:
    """An environment with what macros may use, and nothing of a request."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=select_autoescape(),
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # by the extension
    environment.filters.update(FILTERS | {"written": escape})
    environment.filters.update(
        day_grid=day_grid, grid_line=grid_line, grid_minutes=grid_minutes, known_band=known_band
    )
    environment.globals.update(csrf_token=lambda: "token", memo=Memo)
    return environment


def macro(component: str, name: str) -> Callable[..., str]:
    """A macro of a component, to be called like a function."""
    render: Callable[..., str] = getattr(
        kitchen().get_template(f"components/{component}.html").module, name
    )
    return render


def classes_of(html: str, tag: str) -> list[str]:
    """The class of each element of that kind, in order."""
    classes: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, name: str, attributes: list[tuple[str, Any]]) -> None:
            if name == tag:
                classes.append(dict(attributes).get("class") or "")

    Reader().feed(html)
    return classes


def words(html: str) -> str:
    """The text alone, blanks folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()
