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
    "registrations_2023.json",
)
FURTHER = ("event_live", "event_open", "last_seats")
EVENTS = ("conference_2023", *FURTHER)
DAY_ZERO = datetime(2023, 1, 2, tzinfo=UTC)


@cache
def sample(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(name))
    return found


def text(name: str) -> str:
    return (files("eventapp.sample") / name).read_text(encoding="utf-8")


def event(name: str) -> dict[str, Any]:
    """One event with its programme and its registrations, from whichever file holds it."""
    if name in FURTHER:
        found: dict[str, Any] = sample("further_events.json")[name]
        return found
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
    found = {row["code"]: row for row in rows}
    assert len(found) == len(rows), "a code stands twice"
    return found


def within(code: str, ancestor: str) -> bool:
    """Whether an organisation is another, or is a part of it."""
    while code != ancestor and code:
        code = organisations()[code]["parent_code"]
    return code == ancestor


def seated(name: str) -> list[dict[str, Any]]:
    return [one for one in event(name)["registrations"] if one["state"] == "confirmed"]


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
    assert Counter(one["state"] for one in registrations) == {
        "confirmed": 105,
        "cancelled": 6,
        "waitlisted": 4,
    }
    visibility = Counter(one["visibility"] for one in registrations)
    assert visibility == {"normal": 106, "limited": 6, "protected": 3}


def test_the_live_event_is_full_and_the_others_have_room() -> None:
    assert len(seated("event_live")) == event("event_live")["event"]["seats"]
    assert len(event("event_live")["registrations"]) == 40
    assert event("event_open")["event"]["seats"] == 120
    assert event("last_seats")["event"]["seats"] == 7
    assert event("last_seats")["registrations"] == event("last_seats")["quotas"] == []
    workshop = Counter(one["choices"]["A"] for one in seated("event_open"))
    assert workshop["d05"] == 11


@pytest.mark.parametrize("name", EVENTS)
def test_people_of_protected_identity_appear_under_an_alias_only(name: str) -> None:
    for one in event(name)["registrations"]:
        if one["visibility"] == "protected":
            # Nothing of it stands out among the others.
            assert re.fullmatch(r"[a-z]+\.[a-z]+@[a-z]+\.example", one["email"])
            assert (one["role"], one["unit"], one["badge"]) == ("deltagare", "", "organisation")
            assert organisations()[one["organisation"]]["kind"] != "administration"


@pytest.mark.parametrize("name", EVENTS)
def test_every_code_in_an_event_resolves_once(name: str) -> None:
    found = event(name)
    codes = {}
    for part in ("rooms", "tracks", "speakers", "sessions", "questions", "registrations"):
        listed = [one["code"] for one in found[part]]
        codes[part] = set(listed)
        assert len(codes[part]) == len(listed)
    areas = {area["code"] for area in sample("focus_areas.json")["focus_areas"]}
    assert {track["focus_area"] for track in found["tracks"]} <= areas
    assert set(found["event"]["focus_areas"]) <= areas
    assert all(quota["organisation"] in organisations() for quota in found["quotas"])
    for session in found["sessions"]:
        assert session["room"] in codes["rooms"]
        assert session["track"] is None or session["track"] in codes["tracks"]
        assert set(session["speakers"]) <= codes["speakers"]
    for one in found["registrations"]:
        assert one["organisation"] in organisations()
        assert set(one["answers"]) <= codes["questions"]
        assert one["replaces"] is None or one["replaces"] in codes["registrations"]
        assert one["registered_by"] in codes["registrations"] | {"self", "organiser"}


@pytest.mark.parametrize("name", EVENTS)
def test_every_word_for_a_kind_or_a_state_is_one_the_models_know(name: str) -> None:
    found = event(name)
    EventKind(found["event"]["kind"])
    AttendanceMode(found["event"]["form"])
    EventVisibility(found["event"]["visibility"])
    for question in found["questions"]:
        QuestionKind(question["kind"])
    for session in found["sessions"]:
        SessionKind(session["kind"])
    for one in found["registrations"]:
        RegistrationState(one["state"])
        Visibility(one["visibility"])
        Badge(one["badge"])


@pytest.mark.parametrize("name", EVENTS)
def test_every_session_with_content_says_what_is_known_and_what_it_means(name: str) -> None:
    content = [one for one in event(name)["sessions"] if one["kind"] != "service"]
    assert len(content) == {"conference_2023": 15, "last_seats": 4}.get(name, len(content))
    for session in content:
        for part in ("abstract", "known", "unknown", "meaning", "learning_goals", "references"):
            assert session[part], f"{session['code']} lacks {part}"
        assert all(
            reference.endswith(" (påhittad referens)") for reference in session["references"]
        )
        assert (session["kind"] == "choice") is bool(session["choice_group"])
    for code, session in ((one["code"], one) for one in content):
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
        (one["room"], moment(one["starts_at"]), moment(one["ends_at"]))
        for one in event(name)["sessions"]
    ]
    assert all(begin < end <= ends for _, begin, end in spans)
    assert all(one[1] <= two[1] for one, two in pairwise(spans))
    for one, two in pairwise(sorted(spans)):
        assert one[0] != two[0] or one[2] <= two[1]


@pytest.mark.parametrize("name", EVENTS)
def test_nobody_speaks_in_two_rooms_at_once(name: str) -> None:
    spans = sorted(
        (speaker, moment(one["starts_at"]), moment(one["ends_at"]))
        for one in event(name)["sessions"]
        for speaker in one["speakers"]
    )
    for one, two in pairwise(spans):
        assert one[0] != two[0] or one[2] <= two[1]


@pytest.mark.parametrize("name", EVENTS)
def test_choices_fit_the_session_its_seats_and_the_days(name: str) -> None:
    found = event(name)
    sessions = {one["code"]: one for one in found["sessions"]}
    first = moment(found["event"]["starts_at"]).date()
    for one in found["registrations"]:
        assert not set(one["choices"]) & set(one["waiting_choices"])
        for group, code in (one["choices"] | one["waiting_choices"]).items():
            assert sessions[code]["choice_group"] == group
            assert (moment(sessions[code]["starts_at"]).date() - first).days in one["days"]
    taken = Counter(code for one in seated(name) for code in one["choices"].values())
    assert all(count <= sessions[code]["seats"] for code, count in taken.items())


@pytest.mark.parametrize("name", EVENTS)
def test_seats_and_quotas_hold(name: str) -> None:
    found = event(name)
    assert len(seated(name)) <= found["event"]["seats"]
    for quota in found["quotas"]:
        taken = [one for one in seated(name) if within(one["organisation"], quota["organisation"])]
        assert len(taken) <= quota["seats"]
    if sum(quota["seats"] for quota in found["quotas"]) > found["event"]["seats"]:
        assert found["event"]["quotas_forced_reason"]


@pytest.mark.parametrize("name", EVENTS)
def test_what_breaks_a_rule_of_time_says_why(name: str) -> None:
    facts = event(name)["event"]
    for one in event(name)["registrations"]:
        registered = moment(one["registered_at"])
        assert registered < moment(facts["registration_closes_at"])
        assert registered >= moment(facts["registration_opens_at"]) or one["forced_reason"]
        assert (one["state"] == "cancelled") is (one["cancelled_at"] is not None)
        if one["cancelled_at"]:
            cancelled = moment(one["cancelled_at"])
            assert cancelled > registered
            assert cancelled < moment(facts["cancellation_closes_at"]) or one["forced_reason"]
            assert one["attended"] == []
        if one["attended"]:
            assert one["state"] == "confirmed" or one["forced_reason"]


def test_six_network_meetings_add_up_on_both_sides_of_the_clock_changes() -> None:
    meetings = sample("network_meetings.json")["meetings"]
    assert len(meetings) == len({one["slug"] for one in meetings}) == 6
    areas = {area["code"] for area in sample("focus_areas.json")["focus_areas"]}
    for one in meetings:
        assert moment(one["ends_at"]) - moment(one["starts_at"]) == timedelta(minutes=90)
        assert sum(one["attended_by"].values()) == one["attended"] <= one["registered"]
        assert one["registered"] <= one["seats"]
        assert {one["host"], *one["attended_by"]} <= set(organisations())
        assert set(one["focus_areas"]) <= areas
    assert [one["starts_at"][-6:] for one in meetings] == ["+02:00"] * 2 + ["+01:00"] * 3 + [
        "+02:00"
    ]


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
    assert [one["code"] for one in messages] == [
        "confirmed",
        "waitlisted",
        "promoted",
        "room-changed",
        "cancelled",
    ]
    people = {one["email"] for one in event("conference_2023")["registrations"]}
    assert all(set(one["to"]) <= people and one["subject"] and one["text"] for one in messages)
