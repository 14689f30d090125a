"""Names for aliases: ordinary, and nobody's at the event."""

import pytest

from eventapp.domain.people.name import fold_name
from eventapp.domain.protected import alias_name
from eventapp.domain.protected.alias_name import FIRST_NAMES, LAST_NAMES, suggest_name
from tests.builders import a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_a_name_is_of_the_lists_and_differs_from_one_time_to_the_next() -> None:
    event = an_event()

    names = {suggest_name(event) for _ in range(20)}

    assert len(names) > 10
    assert all(name.split()[0] in FIRST_NAMES and name.split()[1] in LAST_NAMES for name in names)


def test_nobody_at_the_event_has_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    event = an_event()
    a_registration(event, name="ANNA  Andersson")
    monkeypatch.setattr(alias_name, "FIRST_NAMES", ("Anna", "Eva"))
    monkeypatch.setattr(alias_name, "LAST_NAMES", ("Andersson",))

    assert {suggest_name(event) for _ in range(10)} == {"Eva Andersson"}


def test_no_name_stands_twice() -> None:
    for names in (FIRST_NAMES, LAST_NAMES):
        assert len({fold_name(name) for name in names}) == len(names)
