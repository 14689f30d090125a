"""Refusals: a code for programs and a sentence for people."""

from typing import Any, Protocol

from eventapp.i18n import _l


class Refusal(Exception):  # its children are named for what happened
    """Base of all refusals; `message` is translated when it is read."""

    code = "refused"
    sentence = _l("That cannot be done.")

    @property
    def message(self) -> str:
        """The sentence, in the current language."""
        return str(self.sentence)


class StaleVersion(Refusal):
    """Somebody else has saved since the form was opened."""

    code = "stale-version"
    sentence = _l("Someone has saved another version since you opened the page.")


class Versioned(Protocol):
    """A row that people edit; `version` rises each time it is saved."""

    version: Any


def check_version(thing: Versioned, version: int) -> None:
    """Raise StaleVersion unless `thing` still has the version that the form was opened with."""
    if thing.version != version:
        raise StaleVersion
