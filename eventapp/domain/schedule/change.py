"""The changes of a release, session by session, as values that a page can show."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from eventapp.domain.schedule.published import AnnouncedFacts, PublishedChange
from eventapp.models import Release


def changes_in(release: Release) -> list[PublishedChange]:
    """The changes since the release before: new sessions, removed ones, then changed ones."""
    return read_changes(release.changes)


def read_changes(changes: Iterable[dict[str, Any]]) -> list[PublishedChange]:
    """The same, of what a release stores of them."""
    return [_change(values) for values in changes]


def _change(values: dict[str, Any]) -> PublishedChange:
    kind = values["kind"]
    was = values["was"] if kind == "changed" else values if kind == "gone" else None
    return PublishedChange(
        code=values["code"],
        before=_facts(was) if was else None,
        after=_facts(values) if kind != "gone" else None,
    )


def _facts(values: dict[str, Any]) -> AnnouncedFacts:
    return AnnouncedFacts(
        title=values["title"],
        starts_at=datetime.fromisoformat(values["starts_at"]),
        ends_at=datetime.fromisoformat(values["ends_at"]),
        room=values["room"],
        cancelled=values["cancelled"],
    )
