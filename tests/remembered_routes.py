"""Addresses compiled once a process: each test has an app of its own, and all have the same."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_compile: Callable[..., Any] = Rule._compile_builder
_known: dict[tuple[object, ...], Callable[..., Any]] = {}


def _remembered(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
    """What werkzeug writes and compiles for building a rule's address, if it has not yet."""
    kinds = tuple(type(each) for each in rule._converters.values())
    key = (rule.rule, repr(rule.defaults), rule.subdomain, append_unknown, kinds)
    if key not in _known:
        _known[key] = _compile(rule, append_unknown)
    return _known[key]


def remember() -> None:
    """A tenth of a second less for each of some thousand tests."""
    Rule._compile_builder = _remembered  # type: ignore[method-assign]
