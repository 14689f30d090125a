"""Values cached under a revision: made once, made anew when it rises, and never too many."""

from collections.abc import Callable

import pytest
from flask import Flask

from eventapp.domain.revision_cache import RevisionCache

pytestmark = pytest.mark.usefixtures("app")


def counted() -> tuple[Callable[[], int], list[int]]:
    calls: list[int] = []

    def make() -> int:
        calls.append(len(calls) + 1)
        return calls[-1]

    return make, calls


def test_a_value_is_made_once_under_each_revision() -> None:
    cache, (make, calls) = RevisionCache[str, int](5), counted()
    assert [cache.get("a", 1, make), cache.get("a", 1, make), cache.get("a", 2, make)] == [1, 1, 2]
    assert calls == [1, 2]


def test_what_was_made_first_leaves_when_there_are_too_many() -> None:
    cache = RevisionCache[int, int](2)
    for key in (1, 2, 3):
        cache.get(key, 1, lambda: 0)
    assert [cache.get(key, 1, lambda: 7) for key in (3, 2, 1)] == [0, 0, 7]


def test_nothing_is_cached_when_making_fails() -> None:
    cache = RevisionCache[str, int](2)
    with pytest.raises(ZeroDivisionError):
        cache.get("a", 1, lambda: 1 // 0)
    assert cache.get("a", 1, lambda: 7) == 7


def test_two_databases_share_nothing(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> None:
    from eventapp.app import create_app
    from tests.settings import app_settings

    cache = RevisionCache[str, int](2)
    cache.get("a", 1, lambda: 7)
    with create_app(app_settings(tmp_path_factory.mktemp("other"))).app_context():
        assert cache.get("a", 1, lambda: 8) == 8
    assert cache.get("a", 1, lambda: 9) == 7
