"""The stored changes of a release, as values."""

from eventapp.domain.schedule.change import changes_in
from eventapp.domain.schedule.published import AnnouncedFacts
from eventapp.models import Release
from tests.builders import HOUR, NOON


def stored(kind: str, title: str, **other: object) -> dict[str, object]:
    facts = {"title": title, "room": "Eken", "cancelled": False}
    times = {"starts_at": NOON.isoformat(), "ends_at": (NOON + HOUR).isoformat()}
    return {"kind": kind, "code": "s1", **facts, **times, **other}


def facts(title: str) -> AnnouncedFacts:
    return AnnouncedFacts(title, NOON, NOON + HOUR, "Eken", cancelled=False)


def test_a_new_session_has_no_before_and_one_that_is_gone_no_after() -> None:
    new, gone = changes_in(Release(changes=[stored("new", "Ny"), stored("gone", "Borta")]))

    assert (new.before, new.after) == (None, facts("Ny"))
    assert (gone.before, gone.after) == (facts("Borta"), None)


def test_a_changed_session_has_both() -> None:
    was = stored("changed", "Förr")
    (change,) = changes_in(Release(changes=[stored("changed", "Nu", was=was)]))

    assert (change.before, change.after) == (facts("Förr"), facts("Nu"))
