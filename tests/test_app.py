"""What Flask is not asked at each request is true of the whole app."""

from collections.abc import Iterable
from inspect import iscoroutinefunction
from itertools import chain
from typing import Any

import pytest
from flask import Flask

pytestmark = pytest.mark.on_sqlite_alone


def every_function(app: Flask) -> Iterable[Any]:
    """The views, and what runs before and after each of them."""
    hooks: tuple[dict[Any, list[Any]], ...] = (
        app.before_request_funcs,
        app.after_request_funcs,
        app.teardown_request_funcs,
    )
    return chain(app.view_functions.values(), *chain.from_iterable(h.values() for h in hooks))


def test_no_view_is_a_coroutine(app: Flask) -> None:
    functions = list(every_function(app))

    assert len(functions) > len(app.view_functions)
    assert [function for function in functions if iscoroutinefunction(function)] == []


def test_sessions_are_signed_with_the_key_of_their_own_app(app: Flask) -> None:
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]

    assert signer is app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    assert signer.secret_keys == [app.secret_key]
