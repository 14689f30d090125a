"""Saving against a version: nobody overwrites what somebody else saved meanwhile."""

from typing import Any, Protocol

from eventapp.domain.errors import StaleVersion


class Versioned(Protocol):
    """A row that people edit; `version` rises each time it is saved."""

    version: Any


def check_version(thing: Versioned, version: int) -> None:
    """Raise StaleVersion unless `thing` still has the version that the form was opened with.

    `thing` must have been read under the lock that its verb holds.
    """
    if thing.version != version:
        raise StaleVersion
