"""Addresses as the outside names them, whatever host a request named, if there is a request."""

from collections.abc import Callable
from email.utils import parseaddr
from functools import lru_cache
from typing import Any

from flask import current_app
from werkzeug.routing import Map, MapAdapter, Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A rule of the map of addresses, whose builder is compiled when it first builds one.

    Werkzeug compiles two for every rule at each start: that was most of what creating an app cost,
    and a command or a worker builds few addresses.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compile_builder, compiled = super()._compile_builder, list[Builder]()

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(compile_builder(append_unknown))
            return compiled[0](rule, **values)

        return build


def address(path: str) -> str:
    """Return the public address of a path."""
    base: str = current_app.extensions["settings"].base_url
    return base.rstrip("/") + path


def absolute(endpoint: str, **values: Any) -> str:
    """Return the public address of an endpoint; built from the rules, so the worker can, too."""
    return address(_adapter(current_app.url_map).build(endpoint, values))


@lru_cache(maxsize=1)  # a calendar has an address for each of a thousand sessions
def _adapter(url_map: Map) -> MapAdapter:
    return url_map.bind("")


@lru_cache(maxsize=8)  # the sender's, asked for several times in each letter
def bare_address(mailbox: str) -> str:
    """Return the email address of a mailbox, which may have a name before it."""
    return parseaddr(mailbox)[1]
