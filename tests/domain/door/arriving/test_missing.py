"""Who is missing: counted by organisation, each person once, in one query."""

from flask import Flask

from eventapp.domain.door.arriving.missing import count_by_organisation
from eventapp.domain.door.check_in import receive_scans
from eventapp.domain.registration.cancellation import cancel
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan, read_scans
from tests.builders.people import an_organisation
from tests.views.organizer.counting import counted_statements


def test_those_of_whom_most_are_missing_come_first(app: Flask) -> None:
    event = an_event(seats=20, starts_at=NOON)
    phone, _ = a_phone(event)
    sigtuna, brook = an_organisation("Sigtuna"), an_organisation("Bäck")
    here = [a_registration(event, organisation=sigtuna) for _ in range(4)]
    a_registration(event, organisation=brook)
    cancel(a_registration(event, organisation=brook), now=NOON)
    scans = [a_scan(a_digest(here[0])), a_scan(a_digest(here[0])), a_scan(a_digest(here[1]))]
    receive_scans(phone, read_scans(*scans), now=NOON)

    with counted_statements() as sent:
        arrivals = count_by_organisation(event)

    assert [(a.name, a.came, a.placed, a.missing) for a in arrivals] == [
        ("Sigtuna", 2, 4, 2),
        ("Bäck", 0, 1, 1),
    ]
    assert len(sent) == 1
