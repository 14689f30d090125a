"""The seeded sample: every figure and every state is the one in its files."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.app import create_app
from eventapp.cli.migration import migrate
from eventapp.clock import standing_at
from eventapp.demo import demo_addresses, seed_sample
from eventapp.documents.file_text import read_pages
from eventapp.domain.desk.invitee.invitee_list import count_invitees
from eventapp.domain.desk.invitee.status import InviteeStatus
from eventapp.domain.event.event import list_past, list_upcoming
from eventapp.domain.event.focus_area import list_valid_areas
from eventapp.domain.people.public_bodies import import_public_bodies
from eventapp.domain.protected.alias_list import list_aliases
from eventapp.domain.registration.care_need import decrypt_needs
from eventapp.domain.registration.link import find_by_personal_token
from eventapp.domain.schedule.materials.access import VISITOR, list_shown
from eventapp.domain.schedule.published import changes_in
from eventapp.domain.schedule.release import list_releases
from eventapp.extensions import db
from eventapp.mail.mailbox import Mailbox
from eventapp.models import (
    Audience,
    AuditEntry,
    Captions,
    CareNeed,
    ChoiceState,
    Delegation,
    Event,
    FocusArea,
    Job,
    JobState,
    MaterialPage,
    Organisation,
    OrganisationKind,
    Registration,
    RegistrationState,
    Series,
    Session,
    SessionChoice,
    SessionKind,
)
from tests.builders import DAY, NOON
from tests.settings import app_settings

# Its set-up costs more than its tests: one test process runs them all.
pytestmark = pytest.mark.xdist_group("sample")

CONFERENCE = "konferens-kommuner-med-utsatta-omraden-2023"
EVENTS = ("conference_2023", "event_live", "event_open", "last_seats")
KEYS = {
    "base",
    "event",
    "event_live",
    "event_open",
    "last_seats",
    "organizer_sign_in",
    "admin_sign_in",
    "editor_sign_in",
    "coordinator_sign_in",
    "security_contact_sign_in",
    "door_pairing",
    "ticket",
    "survey",
    "mailbox",
}


@pytest.fixture(scope="module")
def seeded_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A demo seeded at NOON; the tests of this module only read it."""
    app = create_app(app_settings(tmp_path_factory.mktemp("sample"), mode="demo"))
    migrate(app)
    with standing_at(NOON), app.app_context():
        seed_sample()
        yield app
        db.session.remove()
        db.engine.dispose()


def sample(name: str) -> dict[str, Any]:
    if name in EVENTS[1:]:
        further: dict[str, Any] = read("further_events")[name]
        return further
    return read("conference_2023") | {"registrations": read("registrations_2023")["registrations"]}


@cache
def read(name: str) -> dict[str, Any]:
    text = (files("eventapp.sample") / f"{name}.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def find_event(slug: str) -> Event:
    return db.session.scalars(select(Event).where(Event.slug == slug)).one()


def sample_event(name: str) -> Event:
    return find_event(sample(name)["event"]["slug"])


def people(event: Event) -> dict[str, Registration]:
    rows = db.session.scalars(select(Registration).where(Registration.event_id == event.id))
    return {row.email: row for row in rows}


def choices(registration: Registration, state: ChoiceState) -> dict[str, str]:
    return {
        choice.session.choice_group: choice.session.code
        for choice in registration.choices
        if choice.state is state
    }


def audits(action: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


@pytest.mark.usefixtures("seeded_app")
def test_the_conference_has_the_registrations_of_the_sample() -> None:
    registrations = people(find_event(CONFERENCE)).values()
    assert Counter(registration.state.value for registration in registrations) == {
        "confirmed": 105,
        "cancelled": 6,
        "waitlisted": 4,
    }
    # Those under an alias are ordinary rows.
    assert Counter(registration.visibility.value for registration in registrations) == {
        "normal": 109,
        "limited": 6,
    }


@pytest.mark.usefixtures("seeded_app")
@pytest.mark.parametrize("name", EVENTS)
def test_everybody_ends_in_the_state_that_the_sample_says(name: str) -> None:
    registrations = people(sample_event(name))
    expected = {
        registration["email"]: registration for registration in sample(name)["registrations"]
    }
    assert set(registrations) == set(expected)
    for email, person in expected.items():
        registration = registrations[email]
        assert registration.state.value == person["state"], person["code"]
        shown = "normal" if person["visibility"] == "protected" else person["visibility"]
        assert registration.visibility.value == shown
        assert registration.answers == person["answers"]
        assert registration.organisation is not None
        assert registration.organisation.code == person["organisation"]
        assert (registration.cancelled_at is not None) is (person["cancelled_at"] is not None)


@pytest.mark.usefixtures("seeded_app")
@pytest.mark.parametrize("name", EVENTS)
def test_seats_in_sessions_and_their_queues_are_the_samples_too(name: str) -> None:
    registrations = people(sample_event(name))
    for person in sample(name)["registrations"]:
        registration = registrations[person["email"]]
        if registration.state is RegistrationState.CONFIRMED:
            assert choices(registration, ChoiceState.CONFIRMED) == person["choices"]
            assert choices(registration, ChoiceState.WAITLISTED) == person["waiting_choices"]
        if registration.state is RegistrationState.WAITLISTED:
            assert choices(registration, ChoiceState.WISHED) == person["choices"]
        if registration.state is RegistrationState.CANCELLED:
            assert registration.choices == []


@pytest.mark.usefixtures("seeded_app")
@pytest.mark.parametrize("name", EVENTS)
def test_nothing_holds_more_people_than_it_has_seats(name: str) -> None:
    event = sample_event(name)
    seated = [person for person in people(event).values() if person.holds_seat]
    assert len(seated) <= event.seats == sample(name)["event"]["seats"]
    taken = Counter(person.delegation_id for person in seated)
    for delegation in event.delegations:
        assert taken[delegation.id] <= delegation.reserved_seats
    rows = db.session.execute(
        select(Session.seats, func.count())
        .join(SessionChoice)
        .where(Session.event_id == event.id, SessionChoice.state == ChoiceState.CONFIRMED)
        .group_by(Session.id)
    )
    assert all(count <= seats for seats, count in rows)


@pytest.mark.usefixtures("seeded_app")
def test_the_conference_promised_more_seats_than_it_had_and_the_log_says_why() -> None:
    event = find_event(CONFERENCE)
    promised = {
        delegation.organisation.code: delegation.reserved_seats for delegation in event.delegations
    }
    quotas = sample("conference_2023")["quotas"]
    assert promised == {quota["organisation"]: quota["seats"] for quota in quotas}
    assert sum(promised.values()) > event.seats
    (forced,) = audits("reserve forced")
    assert forced.reason == sample("conference_2023")["event"]["quotas_forced_reason"]


@pytest.mark.usefixtures("seeded_app")
def test_whatever_broke_a_rule_was_forced_by_the_organizer_with_a_reason() -> None:
    forced = {
        action: audits(action)
        for action in ("registration forced", "place forced", "seats forced", "reserve forced")
    }
    forced["late cancellation"] = [
        audit for audit in audits("cancelled") if audit.actor == "organizer"
    ]
    assert {action: len(entries) for action, entries in forced.items()} == {
        "registration forced": 3,
        "place forced": 2,
        "seats forced": 2,
        "reserve forced": 1,
        "late cancellation": 2,
    }
    for entries in forced.values():
        assert all(entry.actor == "organizer" and entry.reason for entry in entries)


@pytest.mark.usefixtures("seeded_app")
def test_every_step_is_in_the_log_at_its_own_moment() -> None:
    event = find_event(CONFERENCE)
    entered = db.session.execute(
        select(AuditEntry.at, Registration.registered_at)
        .join(Registration, Registration.code == AuditEntry.subject_code)
        .where(AuditEntry.action.like("regist%"), Registration.event_id == event.id)
    ).all()
    assert len(entered) == 115
    assert all(at == registered_at for at, registered_at in entered)


@pytest.mark.usefixtures("seeded_app")
def test_people_of_protected_identity_were_registered_under_an_alias() -> None:
    listed = list_aliases("", page=1).aliases
    protected = {
        person["email"]
        for name in EVENTS
        for person in sample(name)["registrations"]
        if person["visibility"] == "protected"
    }
    assert len(protected) == 4
    assert {known.registration.email for known in listed} == protected
    assert {known.content.registered_by for known in listed} == {"security-contact"}
    assert audits("registered under alias") == []


@pytest.mark.usefixtures("seeded_app")
def test_needs_are_stored_sealed_and_only_of_those_who_may_still_come() -> None:
    registrations = people(find_event(CONFERENCE))
    stored = set(db.session.scalars(select(CareNeed.registration_id)))
    for person in sample("conference_2023")["registrations"]:
        registration = registrations[person["email"]]
        needs = decrypt_needs(registration)
        if person["state"] == "cancelled":
            assert not needs
            assert registration.id not in stored
            continue
        assert (needs.diet, needs.access) == (person["diet"], person["access"])
        assert (registration.id in stored) is bool(needs)


@pytest.mark.usefixtures("seeded_app")
@pytest.mark.parametrize("name", EVENTS)
def test_the_schedule_is_released_whole(name: str) -> None:
    event = sample_event(name)
    latest = list_releases(event.id)[0].schedule["sessions"]
    expected = {session["code"]: session for session in sample(name)["sessions"]}
    assert {session["code"] for session in latest} == set(expected)
    for session in latest:
        planned = expected[session["code"]]
        room, track = session["room"], session["track"]
        assert room["code"] == planned["room"]
        assert (track["code"] if track else None) == planned["track"]
        assert [speaker["code"] for speaker in session["speakers"]] == planned["speakers"]
        assert session["known"] == planned["known"]
        assert session["references"] == planned["references"]


@pytest.mark.usefixtures("seeded_app")
def test_the_conference_has_fifteen_items_and_its_service_items() -> None:
    event = find_event(CONFERENCE)
    kinds = Counter(
        db.session.scalars(select(Session.kind).where(Session.event_id == event.id)).all()
    )
    assert kinds[SessionKind.PLENARY] + kinds[SessionKind.CHOICE] == 15
    assert kinds[SessionKind.SERVICE] == 6


@pytest.mark.usefixtures("seeded_app")
def test_the_releases_tell_of_two_sessions_that_changed_rooms() -> None:
    releases = list_releases(find_event(CONFERENCE).id)
    assert [release.number for release in releases] == [3, 2, 1]
    moves = [
        [(change.code, change.before.room, change.after.room) for change in changes_in(release)]  # type: ignore[union-attr]
        for release in releases
    ]
    assert moves == [[("reg1", "Foajén", "Eken")], [("p09", "Eken", "Rönnen")], []]
    assert all(release.note for release in releases)


@pytest.mark.usefixtures("seeded_app")
@pytest.mark.parametrize("name", EVENTS)
def test_no_release_ever_had_two_sessions_in_one_room_at_once(name: str) -> None:
    for release in list_releases(sample_event(name).id):
        spans = sorted(
            (session["room"]["code"], session["starts_at"], session["ends_at"])
            for session in release.schedule["sessions"]
        )
        for first, second in pairwise(spans):
            assert first[0] != second[0] or first[2] <= second[1]


@pytest.mark.usefixtures("seeded_app")
def test_six_network_meetings_make_a_series_with_nobody_made_up() -> None:
    series = db.session.scalars(select(Series)).one()
    assert len(series.events) == 6
    assert series.rules
    assert len(series.rules_in("en")) == len(series.rules)
    assert not any(event.english for event in series.events)  # each has a topic of its own
    assert all(event.online and event.closed and event.host for event in series.events)
    assert [event.starts_at.hour for event in series.events] == [11, 11, 12, 12, 12, 11]
    assert not any(people(event) for event in series.events)


@pytest.mark.usefixtures("seeded_app")
def test_focus_areas_were_in_use_in_their_own_time() -> None:
    areas = {area.code: area for area in db.session.scalars(select(FocusArea))}
    assert len(areas) == 7
    summer = {area.code for area in list_valid_areas(on=find_event(CONFERENCE).starts_at.date())}
    assert set(areas) - summer == {"kunskapsbaserat"}
    today = {area.code for area in list_valid_areas(on=NOON.date())}
    assert set(areas) - today == {"avhopp"}


@pytest.mark.usefixtures("seeded_app")
def test_the_other_events_stand_around_today() -> None:
    live, coming, last = (sample_event(name) for name in EVENTS[1:])
    assert live.starts_at < NOON - timedelta(hours=20)
    assert NOON + timedelta(hours=20) < live.ends_at < NOON + 2 * DAY
    assert not live.takes_registrations(NOON)
    assert coming.takes_registrations(NOON)
    assert timedelta(days=41) < coming.starts_at - NOON < timedelta(days=43)
    assert last.takes_registrations(NOON)
    assert not people(last)
    assert [event.slug for event in list_upcoming(now=NOON)] == [live.slug, last.slug, coming.slug]
    assert list_past("", page=1, now=NOON).total == 7


@pytest.mark.usefixtures("seeded_app")
def test_events_begin_at_their_hour_in_stockholm_whatever_the_season() -> None:
    # NOON is in winter; the open conference comes after the clocks went forward.
    live, coming, _last = (sample_event(name) for name in EVENTS[1:])
    assert f"{live.starts_at:%H:%M}" == "08:00"
    assert f"{coming.starts_at:%H:%M}" == "07:00"


@pytest.mark.usefixtures("seeded_app")
def test_nothing_in_the_sample_happens_after_it_is_seeded() -> None:
    assert (db.session.scalar(select(func.max(AuditEntry.at))) or NOON) < NOON
    assert (db.session.scalar(select(func.max(Registration.registered_at))) or NOON) < NOON


@pytest.mark.usefixtures("seeded_app")
def test_people_are_invited_to_the_open_conference_and_some_have_answered() -> None:
    counts_by_status = count_invitees(sample_event("event_open"))
    assert set(counts_by_status) == set(InviteeStatus) - {
        InviteeStatus.UNSENT,
        InviteeStatus.REGISTERED,
    }


@pytest.mark.usefixtures("seeded_app")
def test_every_mail_of_the_sample_counts_as_sent() -> None:
    states = set(db.session.scalars(select(Job.state)))
    assert states == {JobState.DONE}


def test_the_mailbox_begins_with_five_messages_the_latest_first(seeded_app: Flask) -> None:
    messages = Mailbox(seeded_app.extensions["settings"].data_folder).list_all()
    assert len(messages) == 5
    assert [message.sent_at for message in messages] == sorted(
        (message.sent_at for message in messages), reverse=True
    )
    assert {message.subject for message in messages} == {
        message["subject"] for message in read("mailbox")["messages"]
    }


def test_lectures_have_slides_and_hand_outs_that_are_what_their_text_says(
    seeded_app: Flask, tmp_path: Path
) -> None:
    event = sample_event("event")
    shown = list_shown(event, VISITOR, now=NOON)
    store = seeded_app.extensions["files"]
    path = tmp_path / "file"
    for material in (s.material for s in shown if not s.material.is_link):
        path.write_bytes(b"".join(store.read(material.checksum)))
        texts = db.session.scalars(
            select(MaterialPage.text)
            .where(MaterialPage.material_id == material.id)
            .order_by(MaterialPage.number)
        )
        read_again = "".join(read_pages(path, material.media_type).pages)
        assert set("".join(texts).split()) <= set(read_again.replace("•", " ").split())
    assert {s.material.audience for s in shown} == {
        Audience.PUBLIC,
        Audience.CONFIRMED,
        Audience.CAME,
    }
    (film,) = (s.material for s in shown if s.material.is_link)
    assert film.captions is Captions.REVIEWED
    assert [s.material.number for s in shown if s.material.number > 1] == [2]
    assert 10 <= len(shown) <= 25


def test_seeding_twice_changes_nothing(seeded_app: Flask) -> None:
    before = counts(seeded_app)
    seed_sample()
    assert counts(seeded_app) == before


def counts(seeded_app: Flask) -> dict[str, int]:
    tables = (Event, Registration, Session, Delegation, AuditEntry, Job, FocusArea)
    rows = {
        table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in tables
    }
    mailbox = Mailbox(seeded_app.extensions["settings"].data_folder)
    return {**rows, "mailbox": len(mailbox.list_all())}


@pytest.mark.usefixtures("seeded_app")
def test_the_addresses_have_every_key_of_the_contract() -> None:
    addresses = demo_addresses("http://localhost:5000")
    assert set(addresses) == KEYS
    assert json.loads(json.dumps(addresses)) == addresses
    assert addresses["event"] == CONFERENCE
    assert addresses["last_seats"] == {"event": sample_event("last_seats").slug, "seats": 7}
    assert addresses["mailbox"] == "http://localhost:5000/mailbox"


@pytest.mark.usefixtures("seeded_app")
def test_the_ticket_is_of_somebody_who_takes_part_today() -> None:
    address = str(demo_addresses("http://localhost:5000")["ticket"])
    start, end = "http://localhost:5000/registrations/", "/ticket"
    assert address.startswith(start)
    assert address.endswith(end)
    registration = find_by_personal_token(address.removeprefix(start).removesuffix(end))
    assert registration is not None
    assert registration.event is sample_event("event_live")
    assert registration.state is RegistrationState.CONFIRMED


@pytest.mark.usefixtures("seeded_app")
def test_the_sample_brings_its_own_administrations_and_cooperating_agencies() -> None:
    kinds = Counter(db.session.scalars(select(Organisation.kind)))
    assert (kinds[OrganisationKind.ADMINISTRATION], kinds[OrganisationKind.GROUP]) == (21, 1)
    group = db.session.scalars(
        select(Organisation).where(Organisation.code == "samverkande-myndigheter")
    ).one()
    parts = select(Organisation.code).where(Organisation.parent_id == group.id)
    assert set(db.session.scalars(parts)) == {
        "bra",
        "polismyndigheten",
        "kriminalvarden",
        "socialstyrelsen",
        "mfof",
        "lansstyrelsen",
    }


def test_the_sample_is_the_same_on_every_database(app: Flask) -> None:
    import_public_bodies()
    seed_sample()
    registrations = people(find_event(CONFERENCE))
    for person in sample("conference_2023")["registrations"]:
        assert registrations[person["email"]].state.value == person["state"]
    assert len(people(sample_event("event_live"))) == 40


def test_a_seeding_that_fails_leaves_nothing(app: Flask) -> None:
    """Without its organisations the conference cannot be seeded; then no event is left behind."""
    with pytest.raises(Exception):  # noqa: B017, PT011
        seed_sample()
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(FocusArea)) == 0
    assert db.session.scalar(select(func.count()).select_from(Event)) == 0
