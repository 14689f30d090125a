"""The sample content is whole: its counts are right, its references resolve, its rules hold."""

import csv
import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from eventapp.models import (
    AttendanceMode,
    Badge,
    EventKind,
    EventVisibility,
    OrganisationKind,
    QuestionKind,
    RegistrationState,
    SessionKind,
    Visibility,
)

FILES = (
    "conference_2023.json",
    "focus_areas.json",
    "further_events.json",
    "mailbox.json",
    "network_meetings.json",
    "organisations.json",
    "registrations_2023.json",
)
FURTHER = ("event_live", "event_open", "last_seats")
EVENTS = ("conference_2023", *FURTHER)
DAY_ZERO = datetime(2023, 1, 2, tzinfo=UTC)


@cache
def sample(name: str) -> dict[str, Any]:
    payload: dict[str, Any] = json.loads(text(name))
    return payload


def text(name: str) -> str:
    return (files("eventapp.sample") / name).read_text(encoding="utf-8")


def event(name: str) -> dict[str, Any]:
    """One event with its programme and its registrations, from whichever file holds it."""
    if name in FURTHER:
        event: dict[str, Any] = sample("further_events.json")[name]
        return event
    registrations = sample("registrations_2023.json")["registrations"]
    return sample("conference_2023.json") | {"registrations": registrations}


def moment(value: Any) -> datetime:
    """A moment, given outright or as a day and a time counted from the event's first day."""
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    hour, minute = value["time"].split(":")
    return DAY_ZERO + timedelta(days=value["day"], hours=int(hour), minutes=int(minute))


@cache
def organisations() -> dict[str, dict[str, str]]:
    with (files("eventapp.facts") / "organisations.csv").open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    own = sample("organisations.json")
    rows += [
        {"also_known_as": "", "official_code": "", "parent_code": row["parent"], **row}
        for row in own["organisations"]
    ]
    by_code = {row["code"]: row for row in rows}
    assert len(by_code) == len(rows), "a code stands twice"
    for member in own["cooperating_agencies"]["members"]:
        by_code[member]["parent_code"] = own["cooperating_agencies"]["group"]
    return by_code


def within(code: str, ancestor: str) -> bool:
    """Whether an organisation is another, or is a part of it."""
    while code != ancestor and code:
        code = organisations()[code]["parent_code"]
    return code == ancestor


def seated(name: str) -> list[dict[str, Any]]:
    return [
        registration
        for registration in event(name)["registrations"]
        if registration["state"] == "confirmed"
    ]


def test_the_facts_hold_all_municipalities_and_regions() -> None:
    kinds = Counter(row["kind"] for row in organisations().values())
    assert kinds["municipality"] == 290
    assert kinds["region"] == 21
    assert set(kinds) <= {kind.value for kind in OrganisationKind}
    official = [row["official_code"] for row in organisations().values() if row["official_code"]]
    assert len(official) == len(set(official)) == 311


def test_every_organisation_has_a_name_of_its_own_and_a_known_parent() -> None:
    names: Counter[str] = Counter()
    for row in organisations().values():
        assert row["name"]
        assert row["short_name"]
        assert not row["parent_code"] or row["parent_code"] in organisations()
        called = {row["name"], row["also_known_as"]}
        if row["kind"] != "administration":
            called.add(row["short_name"])
        names.update(called - {""})
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_that_it_is_a_sample(name: str) -> None:
    assert sample(name)["sample"] is True
    assert "påhittat" in sample(name)["note"]


@pytest.mark.parametrize("name", FILES)
def test_no_file_holds_a_personal_identity_number_or_a_real_address(name: str) -> None:
    assert not re.search(r"\b(?:19|20)?\d{6}[-+ ]?\d{4}\b", text(name))
    hosts = re.findall(r"[\w.+-]+@([\w.-]*\w)|https?://([\w.-]*\w)", text(name))
    assert all((mail or web).endswith(".example") for mail, web in hosts)


def test_the_conference_has_the_registrations_of_the_story() -> None:
    registrations = event("conference_2023")["registrations"]
    assert len(registrations) == 115
    assert Counter(registration["state"] for registration in registrations) == {
        "confirmed": 105,
        "cancelled": 6,
        "waitlisted": 4,
    }
    visibility = Counter(registration["visibility"] for registration in registrations)
    assert visibility == {"normal": 106, "limited": 6, "protected": 3}


def test_the_live_event_is_full_and_the_others_have_room() -> None:
    assert len(seated("event_live")) == event("event_live")["event"]["seats"]
    assert len(event("event_live")["registrations"]) == 40
    assert event("event_open")["event"]["seats"] == 120
    assert event("last_seats")["event"]["seats"] == 7
    assert event("last_seats")["registrations"] == event("last_seats")["quotas"] == []
    workshop = Counter(registration["choices"]["A"] for registration in seated("event_open"))
    assert workshop["d05"] == 11


@pytest.mark.parametrize("name", EVENTS)
def test_people_of_protected_identity_appear_under_an_alias_only(name: str) -> None:
    for registration in event(name)["registrations"]:
        if registration["visibility"] == "protected":
            # Nothing of it stands out among the others.
            assert re.fullmatch(r"[a-z]+\.[a-z]+@[a-z]+\.example", registration["email"])
            assert (registration["role"], registration["unit"], registration["badge"]) == (
                "deltagare",
                "",
                "organisation",
            )
            assert organisations()[registration["organisation"]]["kind"] != "administration"


@pytest.mark.parametrize("name", EVENTS)
def test_every_code_in_an_event_resolves_once(name: str) -> None:
    content = event(name)
    codes = {}
    for part in ("rooms", "tracks", "speakers", "sessions", "questions", "registrations"):
        listed = [row["code"] for row in content[part]]
        codes[part] = set(listed)
        assert len(codes[part]) == len(listed)
    areas = {area["code"] for area in sample("focus_areas.json")["focus_areas"]}
    assert {track["focus_area"] for track in content["tracks"]} <= areas
    assert set(content["event"]["focus_areas"]) <= areas
    assert all(quota["organisation"] in organisations() for quota in content["quotas"])
    for session in content["sessions"]:
        assert session["room"] in codes["rooms"]
        assert session["track"] is None or session["track"] in codes["tracks"]
        assert set(session["speakers"]) <= codes["speakers"]
    for registration in content["registrations"]:
        assert registration["organisation"] in organisations()
        assert set(registration["answers"]) <= codes["questions"]
        assert (
            registration["replaces"] is None or registration["replaces"] in codes["registrations"]
        )
        assert registration["registered_by"] in codes["registrations"] | {"self", "organiser"}


@pytest.mark.parametrize("name", EVENTS)
def test_every_word_for_a_kind_or_a_state_is_one_the_models_know(name: str) -> None:
    content = event(name)
    EventKind(content["event"]["kind"])
    AttendanceMode(content["event"]["form"])
    EventVisibility(content["event"]["visibility"])
    for question in content["questions"]:
        QuestionKind(question["kind"])
    for session in content["sessions"]:
        SessionKind(session["kind"])
    for registration in content["registrations"]:
        RegistrationState(registration["state"])
        Visibility(registration["visibility"])
        Badge(registration["badge"])


@pytest.mark.parametrize("name", EVENTS)
def test_every_session_with_content_says_what_is_known_and_what_it_means(name: str) -> None:
    content = [session for session in event(name)["sessions"] if session["kind"] != "service"]
    assert len(content) == {"conference_2023": 15, "last_seats": 4}.get(name, len(content))
    for session in content:
        for part in ("abstract", "known", "unknown", "meaning", "learning_goals", "references"):
            assert session[part], f"{session['code']} lacks {part}"
        assert all(
            reference.endswith(" (påhittad referens)") for reference in session["references"]
        )
        assert (session["kind"] == "choice") is bool(session["choice_group"])
    for code, session in ((session["code"], session) for session in content):
        if code in {"p02", "p06", "p11"}:
            assert len(session["known"]) >= 3
            assert len(session["unknown"]) >= 2
            assert len(session["meaning"]) == 3
            assert len(session["references"]) >= 2


@pytest.mark.parametrize("name", EVENTS)
def test_times_increase_and_no_room_holds_two_sessions_at_once(name: str) -> None:
    facts = event(name)["event"]
    opens, closes, starts, ends = (
        moment(facts[part])
        for part in ("registration_opens_at", "registration_closes_at", "starts_at", "ends_at")
    )
    assert opens < closes < starts < ends
    assert moment(facts["cancellation_closes_at"]) <= starts
    spans = [
        (session["room"], moment(session["starts_at"]), moment(session["ends_at"]))
        for session in event(name)["sessions"]
    ]
    assert all(begin < end <= ends for _, begin, end in spans)
    assert all(earlier[1] <= two[1] for earlier, two in pairwise(spans))
    for earlier, two in pairwise(sorted(spans)):
        assert earlier[0] != two[0] or earlier[2] <= two[1]


@pytest.mark.parametrize("name", EVENTS)
def test_nobody_speaks_in_two_rooms_at_once(name: str) -> None:
    spans = sorted(
        (speaker, moment(session["starts_at"]), moment(session["ends_at"]))
        for session in event(name)["sessions"]
        for speaker in session["speakers"]
    )
    for earlier, two in pairwise(spans):
        assert earlier[0] != two[0] or earlier[2] <= two[1]


@pytest.mark.parametrize("name", EVENTS)
def test_choices_fit_the_session_its_seats_and_the_days(name: str) -> None:
    content = event(name)
    sessions = {session["code"]: session for session in content["sessions"]}
    first = moment(content["event"]["starts_at"]).date()
    for registration in content["registrations"]:
        assert not set(registration["choices"]) & set(registration["waiting_choices"])
        for group, code in (registration["choices"] | registration["waiting_choices"]).items():
            assert sessions[code]["choice_group"] == group
            assert (moment(sessions[code]["starts_at"]).date() - first).days in registration["days"]
    taken = Counter(
        code for registration in seated(name) for code in registration["choices"].values()
    )
    assert all(count <= sessions[code]["seats"] for code, count in taken.items())


@pytest.mark.parametrize("name", EVENTS)
def test_seats_and_quotas_hold(name: str) -> None:
    content = event(name)
    assert len(seated(name)) <= content["event"]["seats"]
    for quota in content["quotas"]:
        taken = [
            registration
            for registration in seated(name)
            if within(registration["organisation"], quota["organisation"])
        ]
        assert len(taken) <= quota["seats"]
    if sum(quota["seats"] for quota in content["quotas"]) > content["event"]["seats"]:
        assert content["event"]["quotas_forced_reason"]


@pytest.mark.parametrize("name", EVENTS)
def test_what_breaks_a_rule_of_time_says_why(name: str) -> None:
    facts = event(name)["event"]
    for registration in event(name)["registrations"]:
        registered = moment(registration["registered_at"])
        assert registered < moment(facts["registration_closes_at"])
        assert registered >= moment(facts["registration_opens_at"]) or registration["forced_reason"]
        assert (registration["state"] == "cancelled") is (registration["cancelled_at"] is not None)
        if registration["cancelled_at"]:
            cancelled = moment(registration["cancelled_at"])
            assert cancelled > registered
            assert (
                cancelled < moment(facts["cancellation_closes_at"]) or registration["forced_reason"]
            )
            assert registration["attended"] == []
        if registration["attended"]:
            assert registration["state"] == "confirmed" or registration["forced_reason"]


def test_six_network_meetings_add_up_on_both_sides_of_the_clock_changes() -> None:
    meetings = sample("network_meetings.json")["meetings"]
    assert len(meetings) == len({meeting["slug"] for meeting in meetings}) == 6
    areas = {area["code"] for area in sample("focus_areas.json")["focus_areas"]}
    for meeting in meetings:
        assert moment(meeting["ends_at"]) - moment(meeting["starts_at"]) == timedelta(minutes=90)
        assert sum(meeting["attended_by"].values()) == meeting["attended"] <= meeting["registered"]
        assert meeting["registered"] <= meeting["seats"]
        assert {meeting["host"], *meeting["attended_by"]} <= set(organisations())
        assert set(meeting["focus_areas"]) <= areas
    assert [meeting["starts_at"][-6:] for meeting in meetings] == ["+02:00"] * 2 + [
        "+01:00"
    ] * 3 + ["+02:00"]


def test_focus_areas_have_their_bands_and_versions_map_onto_each_other() -> None:
    areas = {area["code"]: area for area in sample("focus_areas.json")["focus_areas"]}
    assert sorted(area["figure"] for area in areas.values()) == [0, 1, 2, 3, 4, 5, 6]
    assert areas["avhopp"]["figure"] == 0
    versions = {version["code"]: version for version in sample("focus_areas.json")["versions"]}
    for version in versions.values():
        assert set(version["areas"]) <= set(areas)
        if version["previous"]:
            assert set(version["mapping"]) == set(versions[version["previous"]]["areas"])
            assert set(version["mapping"].values()) <= {*version["areas"], None}


def test_the_mailbox_holds_one_message_of_each_kind_to_people_of_the_conference() -> None:
    messages = sample("mailbox.json")["messages"]
    assert [message["code"] for message in messages] == [
        "confirmed",
        "waitlisted",
        "promoted",
        "room-changed",
        "cancelled",
    ]
    people = {registration["email"] for registration in event("conference_2023")["registrations"]}
    assert all(
        set(message["to"]) <= people and message["subject"] and message["text"]
        for message in messages
    )
