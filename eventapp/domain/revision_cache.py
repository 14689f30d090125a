"""Values computed from rows, cached in each process until the revision of those rows rises."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from eventapp.extensions import db

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class RevisionCache(Generic[Key, Value]):
    """At most `size` values by key, each computed under a revision; the oldest are dropped first.

    Values belong to one database, so that two apps in one process never share any. Two threads
    may compute the same value at once: both are right, and the later one stays.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: WeakKeyDictionary[Engine, OrderedDict[Key, tuple[object, Value]]] = (
            WeakKeyDictionary()
        )

    def get(self, key: Key, revision: object, make: Callable[[], Value]) -> Value:
        """The value under this revision, computed now if there is none."""
        entries = self._of_database()
        entry = entries.get(key)
        if entry is not None and entry[0] == revision:
            return entry[1]
        value = make()
        entries[key] = (revision, value)
        while len(entries) > self._size:
            entries.popitem(last=False)
        return value

    def peek(self, key: Key, revision: object) -> Value | None:
        """The value under this revision if it is there; None if it has yet to be computed."""
        entry = self._of_database().get(key)
        return entry[1] if entry is not None and entry[0] == revision else None

    def _of_database(self) -> OrderedDict[Key, tuple[object, Value]]:
        return self._entries.setdefault(db.engine, OrderedDict())
