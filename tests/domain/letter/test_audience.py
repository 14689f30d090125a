"""Whom a letter goes to, and how many that is."""

import pytest

from eventapp.domain.letter.audience import (
    AudienceGroup,
    LetterAudience,
    list_organisation_choices,
    list_sample,
    measure_audience,
    select_recipients,
)
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import Bounce, Delegation, Event, RegistrationState
from tests.builders import NOON, a_queue, a_registration, a_session, an_event, an_organisation
from tests.builders.delegation import a_coordinator
from tests.builders.speaker import a_speaker

pytestmark = pytest.mark.usefixtures("app")


def chosen(event: Event, audience: LetterAudience) -> set[int]:
    return set(db.session.scalars(select_recipients(event, audience)))


def test_criteria_narrow_and_nobody_who_has_cancelled_is_ever_there() -> None:
    event = an_event()
    workshop = a_session(event)
    here = a_registration(event, sessions=(workshop,))
    english = a_registration(event, language="en")
    gone = a_registration(event)
    cancel(gone, now=NOON)
    a_registration(an_event())

    assert chosen(event, LetterAudience()) == {here.id, english.id}
    assert chosen(event, LetterAudience(criteria={"session": [workshop.code]})) == {here.id}
    assert chosen(event, LetterAudience(criteria={"no-session": ["yes"]})) == {english.id}
    assert chosen(event, LetterAudience(criteria={"language": ["en"]})) == {english.id}
    cancelled = LetterAudience(AudienceGroup.SELECTION, {"state": ["cancelled"]})
    assert chosen(event, cancelled) == set()


def test_figures_count_people_organisations_languages_and_addresses_that_do_not_work() -> None:
    town = an_organisation("Älvstad")
    event = an_event(seats=3)
    first = a_registration(event, organisation=town)
    a_registration(event, organisation=town, language="en")
    a_registration(event)
    a_queue(event, 1)
    for email in (first.email, "old@town.example"):
        db.session.add(
            Bounce(registration_id=first.id, email=email, status="5.1.1", at=NOON, job_key=email)
        )
        db.session.flush()
        size = measure_audience(event, LetterAudience())
        assert (size.affected.people, size.affected.organisations, size.in_english) == (3, 2, 1)
        assert size.undeliverable == (1 if email == first.email else 0)
        db.session.query(Bounce).delete()


def test_everybody_is_counted_as_by_a_criterion_that_narrows_nothing() -> None:
    event, town = an_event(seats=3), an_organisation("Älvstad")
    languages = "sv", "en", "en"
    people = [a_registration(event, organisation=town, language=word) for word in languages]
    waiting = a_queue(event, 2)
    cancel(waiting[0], now=NOON)
    elsewhere = a_registration(an_event(), language="en")
    for person, email in (
        *((person, person.email) for person in (people[0], elsewhere, *waiting)),
        (people[1], "old@town.example"),
    ):
        db.session.add(
            Bounce(registration_id=person.id, email=email, status="5.1.1", at=NOON, job_key=email)
        )
    all_states = {"state": [state.value for state in RegistrationState]}

    for group in (AudienceGroup.REGISTERED, AudienceGroup.WAITING, AudienceGroup.SELECTION):
        counted = measure_audience(event, LetterAudience(group))
        assert counted == measure_audience(event, LetterAudience(group, all_states))
        assert counted.affected.people == len(chosen(event, LetterAudience(group)))
        assert counted.undeliverable == (2 if group is AudienceGroup.SELECTION else 1)


def test_coordinators_are_counted_with_their_organisations_and_show_no_sample() -> None:
    town = an_organisation()
    event = an_event(reserved={town: 2})
    account = a_coordinator(town)
    a_coordinator(an_organisation())
    audience = LetterAudience(AudienceGroup.COORDINATORS)

    assert chosen(event, audience) == {account.id}
    assert measure_audience(event, audience).affected.people == 1
    assert list_sample(event, audience) == []


def test_a_sample_is_by_name_and_an_audience_is_stored_as_it_was() -> None:
    event = an_event()
    later, sooner = (a_registration(event, name=name) for name in ("Östen Ö", "Anna A"))
    audience = LetterAudience(AudienceGroup.SELECTION, {"language": ["sv"]})

    assert [sample_person.code for sample_person in list_sample(event, audience)] == [
        sooner.code,
        later.code,
    ]
    assert LetterAudience.read(audience.stored()) == audience
    assert LetterAudience.read({}) == LetterAudience()


def test_every_group_is_limited_to_organisations_by_name_or_with_all_below() -> None:
    event, town, other = an_event(), an_organisation("Älvstad"), an_organisation("Björkhaga")
    below = an_organisation("Älvstads socialförvaltning", parent=town)
    here, part, _there = (a_registration(event, organisation=o) for o in (town, below, other))
    coordinators = [a_coordinator(body) for body in (town, other)]
    for body in (town, other):
        db.session.add(Delegation(event_id=event.id, organisation_id=body.id))
    speakers = [
        a_speaker(event, organisation=body.name, email=f"{body.code}@town.example")
        for body in (town, other)
    ]
    by_name, by_code = (
        {group: LetterAudience(group).limited_to(values) for group in AudienceGroup}
        for values in (["Älvstad"], [town.code])
    )

    assert chosen(event, by_name[AudienceGroup.REGISTERED]) == {here.id}
    assert chosen(event, by_code[AudienceGroup.REGISTERED]) == {here.id, part.id}
    for wanted in (by_name, by_code):
        assert chosen(event, wanted[AudienceGroup.COORDINATORS]) == {coordinators[0].id}
        assert chosen(event, wanted[AudienceGroup.SPEAKERS]) == {speakers[0].address.id}
        for group in (AudienceGroup.COORDINATORS, AudienceGroup.SPEAKERS):
            assert measure_audience(event, wanted[group]).affected.people == 1
    nobody = LetterAudience().limited_to(["Finns inte"])
    assert measure_audience(event, nobody).affected.people == 0


def test_what_is_chosen_already_can_be_chosen_again() -> None:
    event, town = an_event(), an_organisation("Älvstad")
    a_registration(event, organisation=town)
    choices = list_organisation_choices(event, [town.code, "Borta kommun"])
    assert choices == {
        "Älvstad": "Älvstad",
        town.code: "Älvstad med allt under",
        "Borta kommun": "Borta kommun",
    }
