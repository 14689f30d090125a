"""Addresses as the outside names them, whatever host a request named, if there is a request."""

from typing import Any

from flask import current_app


def address(path: str) -> str:
    """Return the public address of a path."""
    base: str = current_app.extensions["settings"].base_url
    return base.rstrip("/") + path


def absolute(endpoint: str, **values: Any) -> str:
    """Return the public address of an endpoint; built from the rules, so the worker can, too."""
    return address(current_app.url_map.bind("").build(endpoint, values))
