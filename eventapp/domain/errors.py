"""Refusals: what happened, as a code for programs and a sentence for people."""

from typing import Any, Protocol

from eventapp.i18n import _l


class Refusal(Exception):  # parent of refusals, each named for what happened
    """Parent of every refusal. `message` is translated when it is shown."""

    code = "refused"
    sentence = _l("That cannot be done.")

    @property
    def message(self) -> str:
        """The sentence, in the language being spoken."""
        return str(self.sentence)


class StaleVersion(Refusal):
    """Somebody else saved meanwhile."""

    code = "stale-version"
    sentence = _l("Somebody has saved another version since you opened the page.")


class Versioned(Protocol):
    """A row that people edit; `version` rises each time it is saved."""

    version: Any


def check_version(thing: Versioned, version: int) -> None:
    """Raise StaleVersion unless `thing` still has the version that the form was opened with.

    `thing` must have been read under its lock.
    """
    if thing.version != version:
        raise StaleVersion
