"""The coordinator's pages: own people and seats, and of others' not even that they are there."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from eventapp.domain.delegation import feed
from eventapp.domain.people import sign_in_link
from eventapp.domain.permission import Role
from eventapp.domain.schedule.material import MaterialText, UploadedFile, add_material
from eventapp.domain.schedule.release import store_release
from eventapp.extensions import db
from eventapp.models import (
    Account,
    Audience,
    AuditAction,
    AuditEntry,
    Delegation,
    Event,
    EventState,
    Organisation,
    Registration,
    RegistrationState,
    SessionKind,
    SignInLink,
    Visibility,
)
from eventapp.views.files import file_store
from tests.builders import (
    NEXT_WEEK,
    NOON,
    a_queue,
    a_registration,
    a_session,
    an_event,
    an_organisation,
)
from tests.builders.account import an_account, signed_in
from tests.builders.delegation import a_coordinator, the_delegation
from tests.builders.forms import send
from tests.views.organizer.counting import counted_statements
from tests.visitor import Visitor

PERSON = {"name": "Åsa Öström", "email": "asa@town.example", "role": "utredare"}


@pytest.fixture
def town(app: Flask) -> Organisation:
    del app
    return an_organisation("Älvstad")


@pytest.fixture
def event(town: Organisation) -> Event:
    return an_event(seats=4, reserved={town: 3})


@pytest.fixture
def delegation(event: Event, town: Organisation) -> Delegation:
    return the_delegation(event, town)


@pytest.fixture
def saga(client: Visitor, town: Organisation) -> Visitor:
    """A browser in which the town's coordinator has signed in."""
    client.set_cookie("language", "en")
    return signed_in(client, a_coordinator(town))


def page_of(delegation: Delegation) -> str:
    return f"/delegations/{delegation.code}"


def person_page(delegation: Delegation, registration: Registration, deed: str) -> str:
    return f"{page_of(delegation)}/people/{registration.code}/{deed}"


def everywhere(delegation: Delegation, registration: Registration) -> list[tuple[str, str]]:
    """Every address below one delegation, as method and path."""
    below = [
        ("get", ""),
        ("get", "/people/new"),
        ("get", "/programme.ics"),
        ("get", "/materials.zip"),
        ("post", "/feed"),
        ("post", "/people"),
    ]
    for deed in ("replacement", "cancellation"):
        below.append(("get", f"/people/{registration.code}/{deed}/new"))
        below.append(("post", f"/people/{registration.code}/{deed}"))
    return [(method, page_of(delegation) + path) for method, path in below]


def test_signing_in_by_the_mailed_address_leads_to_the_delegations(
    client: Visitor, town: Organisation, delegation: Delegation
) -> None:
    link = sign_in_link.create_sign_in_link(
        a_coordinator(town), lasts=sign_in_link.SIGN_IN_LINK_DURATION, now=NOON
    )
    address = f"/sign-in/links/{sign_in_link.sign_in_token(link)}"

    answer = send(client, address, page=address)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/delegations")
    assert delegation.code in client.get("/delegations").text


def test_a_mailed_address_lasts_ten_minutes_and_signs_in_once_by_its_button(
    client: Visitor, town: Organisation
) -> None:
    email = a_coordinator(town).email
    send(client, "/sign-in/links", "/sign-in", link_email=email)
    (link,) = db.session.scalars(select(SignInLink)).all()
    address = f"/sign-in/links/{sign_in_link.sign_in_token(link)}"

    assert link.ends_at == NOON + timedelta(minutes=10)
    looks = [client.get(address).status_code for _ in range(2)]
    presses = [send(client, address, "/sign-in").status_code for _ in range(2)]

    assert (looks, presses) == ([200, 200], [303, 410])
    assert client.get("/delegations").status_code == 200


def test_seats_and_people_are_shown(saga: Visitor, town: Organisation) -> None:
    event = an_event(seats=2, reserved={town: 2})
    session = a_session(event, title="Tre arbetsdagar")
    a_registration(event, organisation=town, name="Bo Ek", role="jurist", sessions=(session,))
    a_registration(event, organisation=town)
    a_queue(event, 1, organisation=town, name="Vera Väntar")

    shown = saga.get(page_of(the_delegation(event, town))).text

    people = ("Bo Ek", "jurist", "Tre arbetsdagar")
    for words in (*people, "of 2 places are taken", "number 1 on the waiting list"):
        assert words in shown, words
    assert shown.index("Vera Väntar") < shown.index("Bo Ek")


def test_the_list_reads_few_statements_however_many_there_are(
    saga: Visitor, town: Organisation
) -> None:
    event = an_event(seats=40, reserved={town: 40})
    sessions = (a_session(event), a_session(event, choice_group="b", starts_at=event.ends_at))
    for _ in range(40):
        a_registration(event, organisation=town, sessions=sessions)
    a_queue(event, 10, organisation=town)
    feed.renew_feed(the_delegation(event, town))
    address = page_of(the_delegation(event, town))

    for path in (address, "/delegations", f"{address}/programme.ics"):
        with counted_statements() as sent:
            assert saga.get(path).status_code == 200
        assert len(sent) <= 15, sent


def test_whoever_is_not_to_be_seen_is_not_there_but_counted(
    saga: Visitor, event: Event, town: Organisation, delegation: Delegation
) -> None:
    hidden = a_registration(
        event, organisation=town, name="Mina Mål", visibility=Visibility.LIMITED
    )

    shown = saga.get(page_of(delegation))

    assert "Mina" not in shown.text
    assert "<dd>1</dd>" in shown.text
    address = person_page(delegation, hidden, "cancellation/new")
    unreal = address.replace(hidden.code, "0123456789")
    answers = [saga.get(path) for path in (address, unreal)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text.replace(answer.request.path, "") for answer in answers}) == 1


def test_anothers_delegation_answers_exactly_like_none(saga: Visitor) -> None:
    other = an_organisation()
    event = an_event(reserved={other: 2})
    theirs = a_registration(event, organisation=other)
    delegation = the_delegation(event, other)
    token = saga.token_on("/account")

    for method, path in everywhere(delegation, theirs):
        answers = []
        for address in (path, path.replace(delegation.code, "0123456789")):
            answer = saga.open(address, method=method.upper(), data={"csrf_token": token, **PERSON})
            answers.append((answer.status_code, answer.text.replace(address, "")))
        assert answers[0] == answers[1], path
        assert answers[0][0] == 404, path
    assert theirs.state is RegistrationState.CONFIRMED
    assert len(db.session.scalars(select(Registration)).all()) == 1


def test_a_delegation_to_a_draft_is_not_there_yet(
    saga: Visitor, event: Event, delegation: Delegation
) -> None:
    event.state = EventState.DRAFT

    assert saga.get(page_of(delegation)).status_code == 404
    assert delegation.code not in saga.get("/delegations").text


def test_a_person_of_another_delegation_is_not_among_the_own(
    saga: Visitor, event: Event, delegation: Delegation
) -> None:
    stranger = a_registration(event)

    for deed in ("replacement", "cancellation"):
        address = person_page(delegation, stranger, deed)
        assert saga.get(f"{address}/new").status_code == 404
        assert send(saga, address, **PERSON).status_code == 404


def test_a_stranger_is_asked_to_sign_in_and_staff_have_no_business_here(
    client: Visitor, delegation: Delegation
) -> None:
    for address in ("/delegations", page_of(delegation)):
        assert "/sign-in" in client.get(address).headers["Location"]
    signed_in(client, an_account(Role.ADMIN, Role.ORGANIZER))
    assert client.get("/delegations").status_code == 403
    assert client.get(page_of(delegation)).status_code == 404


def test_a_colleague_is_registered_and_what_was_typed_wrong_is_kept(
    saga: Visitor, delegation: Delegation
) -> None:
    page, address = f"{page_of(delegation)}/people/new", f"{page_of(delegation)}/people"

    wrong = send(saga, address, page, **{**PERSON, "email": "asa at town"})
    right = send(saga, address, page, **PERSON)

    assert wrong.status_code == 422
    assert 'value="asa at town"' in wrong.text
    assert 'value="Åsa Öström"' in wrong.text
    assert (right.status_code, right.headers["Location"]) == (303, page_of(delegation))
    shown = saga.get(page_of(delegation)).text
    assert "Åsa Öström is registered and will get an email with a personal link." in shown
    registration = db.session.scalars(select(Registration)).one()
    assert (registration.delegation_id, registration.organisation_name) == (
        delegation.id,
        "Älvstad",
    )


def test_the_form_asks_for_nothing_that_is_the_persons_own(
    saga: Visitor, delegation: Delegation
) -> None:
    shown = saga.get(f"{page_of(delegation)}/people/new").text

    for name in ("diet", "access", "limited_visibility", "organisation"):
        assert f'name="{name}"' not in shown


def test_after_closing_nobody_is_registered_but_somebody_may_come_instead(
    saga: Visitor, event: Event, town: Organisation, delegation: Delegation
) -> None:
    seated = a_registration(event, organisation=town, name="Bo Ek")
    event.registration_closes_at = NOON
    page, address = f"{page_of(delegation)}/people/new", f"{page_of(delegation)}/people"

    assert "<form" not in saga.get(page).text.split("<main")[1].split("</main")[0]
    assert send(saga, address, page_of(delegation), **PERSON).status_code == 409
    deed = person_page(delegation, seated, "replacement")
    assert send(saga, deed, f"{deed}/new", **PERSON).status_code == 303
    shown = saga.get(page_of(delegation)).text
    assert "Åsa Öström is coming instead." in shown
    assert seated.state is RegistrationState.CANCELLED


def test_a_name_that_is_an_address_of_the_web_is_refused(
    saga: Visitor, delegation: Delegation
) -> None:
    page, address = f"{page_of(delegation)}/people/new", f"{page_of(delegation)}/people"

    answer = send(saga, address, page, **{**PERSON, "name": "https://elak.example/x"})

    assert answer.status_code == 422
    assert "A name cannot contain a web or email address." in answer.text


def test_a_double_in_the_delegation_is_an_error_at_the_field(
    saga: Visitor, event: Event, town: Organisation, delegation: Delegation
) -> None:
    a_registration(event, organisation=town, name="Åsa Öström", email=PERSON["email"])
    page, address = f"{page_of(delegation)}/people/new", f"{page_of(delegation)}/people"

    answer = send(saga, address, page, **PERSON)

    assert answer.status_code == 422
    assert "Someone with this name and email address is already registered." in answer.text
    assert len(db.session.scalars(select(Registration)).all()) == 1


def test_another_with_a_colleagues_address_is_registered_and_listed(
    saga: Visitor, event: Event, town: Organisation, delegation: Delegation
) -> None:
    a_registration(event, organisation=town, name="Åsa Öström", email=PERSON["email"])
    page, address = f"{page_of(delegation)}/people/new", f"{page_of(delegation)}/people"

    send(saga, address, page, **{**PERSON, "name": "Nya Nilsson"})

    shown = saga.get(page_of(delegation)).text
    assert "Nya Nilsson is registered and" in shown
    assert shown.count("Nya Nilsson") > 1


def test_a_sixth_at_one_address_is_said_to_wait_for_the_organizer(
    saga: Visitor, event: Event, town: Organisation, delegation: Delegation
) -> None:
    for _ in range(5):
        a_registration(event, organisation=town, email=PERSON["email"])
    page, address = f"{page_of(delegation)}/people/new", f"{page_of(delegation)}/people"

    send(saga, address, page, **PERSON)

    shown = saga.get(page_of(delegation)).text
    assert "The organiser will look at Åsa Öström’s registration first." in shown
    assert "is registered." not in shown


def test_seats_that_have_fallen_free_are_not_called_reserved(
    saga: Visitor, town: Organisation
) -> None:
    event = an_event(seats=9, reserved={town: 3}, reserved_until=NOON)

    for path in ("/delegations", page_of(the_delegation(event, town))):
        shown = saga.get(path).text
        assert "0 of 3" not in shown
        assert "of 3 seats are taken" not in shown


def test_a_replacement_by_the_same_person_is_an_error_at_the_field(
    saga: Visitor, event: Event, town: Organisation, delegation: Delegation
) -> None:
    seated = a_registration(event, organisation=town, name="Bo Ek", email="bo@town.example")
    deed = person_page(delegation, seated, "replacement")

    typed = {**PERSON, "name": "bo ek", "email": "BO@town.example"}
    answer = send(saga, deed, f"{deed}/new", **typed)

    assert answer.status_code == 422
    assert 'value="bo ek"' in answer.text
    assert "That is the person you want to replace." in answer.text
    assert seated.state is RegistrationState.CONFIRMED


def test_a_cancellation_asks_first_and_passes_the_place_on(
    saga: Visitor, town: Organisation
) -> None:
    event = an_event(seats=1, reserved={town: 1})
    seated = a_registration(event, organisation=town, name="Bo Ek")
    (waiting,) = a_queue(event, 1, organisation=town)
    delegation = the_delegation(event, town)
    deed = person_page(delegation, seated, "cancellation")

    asked = saga.get(f"{deed}/new")
    assert "Do you want to cancel Bo Ek’s registration?" in asked.text
    assert seated.state is RegistrationState.CONFIRMED
    assert send(saga, deed, f"{deed}/new").status_code == 303
    assert waiting.state is RegistrationState.CONFIRMED
    assert (
        "Bo Ek’s registration is cancelled. They will get an email."
        in saga.get(page_of(delegation)).text
    )
    assert send(saga, deed, page_of(delegation)).status_code == 409


def test_the_last_day_to_cancel_holds_for_the_coordinator_too(
    saga: Visitor, event: Event, town: Organisation, delegation: Delegation
) -> None:
    seated = a_registration(event, organisation=town)
    event.cancellation_closes_at = NOON
    deed = person_page(delegation, seated, "cancellation")

    assert "The cancellation deadline has passed." in saga.get(f"{deed}/new").text
    assert send(saga, deed, page_of(delegation)).status_code == 409
    assert seated.state is RegistrationState.CONFIRMED


def test_only_what_fits_is_shown_and_nothing_says_so(
    saga: Visitor, town: Organisation, event: Event, delegation: Delegation
) -> None:
    a_registration(event, organisation=town, name="Bo Ek")

    text = saga.get(f"{page_of(delegation)}?q=ek&page=7").text
    nothing = saga.get(f"{page_of(delegation)}?q=ingen").text

    assert "Bo Ek" in text
    assert "No match" in nothing


# The calendar and the zip


def a_programme(event: Event, town: Organisation) -> None:
    """Opening for all, one session where one of the town has a seat, one where none has."""
    a_session(event, kind=SessionKind.PLENARY, title="Inledning")
    mine, other = a_session(event, title="Orossamtal"), a_session(event, title="Någon annans")
    a_registration(event, organisation=town, name="Bo Ek", sessions=(mine,))
    a_registration(event, sessions=(other,))
    store_release(event, actor="organizer", now=NOON)


def entries(ics: bytes) -> dict[str, str]:
    """What each entry says, by its title."""
    return {
        str(node["summary"]): str(node.get("description", ""))
        for node in Calendar.from_ical(ics).walk("VEVENT")
    }


def test_the_calendar_tells_what_where_and_how_many_but_never_who(
    saga: Visitor, event: Event, town: Organisation, delegation: Delegation
) -> None:
    a_programme(event, town)
    assert send(saga, f"{page_of(delegation)}/feed", page_of(delegation)).status_code == 303
    calendar_feed = feed.find_feed(delegation)
    assert calendar_feed
    address = f"/delegations/{feed.feed_token(calendar_feed)}/calendar.ics"
    assert address in saga.get(page_of(delegation)).text
    saga.delete_cookie("eventapp_session")

    answer = saga.get(address, headers={"Accept-Language": "en"})

    events = entries(answer.data)
    assert set(events) == {event.title, "Inledning", "Orossamtal"}
    assert events[event.title] == "1 of 3 places are taken."
    assert "1 of your people has a seat." in events["Orossamtal"]
    assert b"Bo Ek" not in answer.data
    assert b"ATTENDEE" not in answer.data


def test_a_reader_that_has_the_calendar_is_told_that_nothing_is_new(
    client: Visitor, event: Event, town: Organisation, delegation: Delegation
) -> None:
    a_programme(event, town)
    address = f"/delegations/{feed.feed_token(feed.renew_feed(delegation))}/calendar.ics"
    first = client.get(address)

    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_renewed_address_ends_the_old_one_like_one_that_never_was(
    saga: Visitor, delegation: Delegation
) -> None:
    old = feed.feed_token(feed.renew_feed(delegation))
    assert saga.get(f"/delegations/{old}/calendar.ics").status_code == 200

    send(saga, f"{page_of(delegation)}/feed", page_of(delegation))

    answers = [saga.get(f"/delegations/{token}/calendar.ics") for token in (old, "a" * 32)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text.replace(answer.request.path, "") for answer in answers}) == 1


def test_the_feeds_address_opens_nothing_else(client: Visitor, delegation: Delegation) -> None:
    token = feed.feed_token(feed.renew_feed(delegation))

    assert "/sign-in" in client.get(f"/delegations/{token}").headers["Location"]
    assert client.get(f"/delegations/{delegation.code}/calendar.ics").status_code == 404


def test_the_zip_holds_the_calendar_and_what_the_delegation_may_have(
    saga: Visitor, event: Event, town: Organisation, delegation: Delegation
) -> None:
    for audience in Audience:
        stored = file_store().store(io.BytesIO(audience.value.encode()), most=100)
        add_material(
            event,
            MaterialText(title=audience.value, language="sv", audience=audience),
            UploadedFile(f"{audience.value}.txt", "text/plain", stored.checksum, stored.size),
            actor="organizer",
            now=NOON,
        )
    address = f"{page_of(delegation)}/materials.zip"

    def names() -> list[str]:
        opened = zipfile.ZipFile(io.BytesIO(saga.get(address).data))
        return opened.namelist()

    assert set(names()) == {"Read me.txt", "Calendar.ics", "public.txt", "Checksums.txt"}
    a_registration(event, organisation=town)
    assert "confirmed.txt" in names()
    assert "public.txt" in names()
    opened = zipfile.ZipFile(io.BytesIO(saga.get(address).data))
    assert entries(opened.read("Calendar.ics"))
    assert "where the organisers let them be passed on" in opened.read("Read me.txt").decode()


def test_reserved_seats_that_have_lapsed_are_no_longer_promised(
    saga: Visitor, event: Event, delegation: Delegation
) -> None:
    event.reserved_until = NEXT_WEEK
    assert "reserved for you until" in saga.get(page_of(delegation)).text
    event.reserved_until = NOON
    assert "reserved for you until" not in saga.get(page_of(delegation)).text


def readings_by(account: Account) -> list[tuple[str, str, dict[str, object]]]:
    db.session.expire_all()
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.actor == account.code).order_by(AuditEntry.id)
    )
    kinds = (AuditAction.LIST_READ, AuditAction.PERSON_READ)
    return [
        (entry.action, entry.subject_code, entry.details)
        for entry in entries
        if entry.action in kinds
    ]


def test_reading_the_people_is_logged_once_in_ten_minutes_and_each_person_at_once(
    client: Visitor, event: Event, town: Organisation
) -> None:
    member = a_registration(event, organisation=town)
    account, delegation = a_coordinator(town), the_delegation(event, town)
    db.session.commit()
    own = f"/delegations/{delegation.code}"
    signed_in(client, account)
    before = len(readings_by(account))

    for _ in range(2):
        assert client.get(own).status_code == 200
    client.get(f"{own}?q=asa")
    for form in ("replacement", "cancellation"):
        assert client.get(f"{own}/people/{member.code}/{form}/new").status_code == 200

    read = readings_by(account)[before:]
    assert [reading[:2] for reading in read] == [
        (AuditAction.LIST_READ, event.public_id),
        (AuditAction.LIST_READ, event.public_id),
        (AuditAction.PERSON_READ, member.code),
        (AuditAction.PERSON_READ, member.code),
    ]
    assert "asa" not in str(read)


def test_a_coordinator_subscribes_to_all_delegations_at_once(
    saga: Visitor, client: Visitor, delegation: Delegation
) -> None:
    own = feed_of(
        client, f"/delegations/{feed.feed_token(feed.renew_feed(delegation))}/calendar.ics"
    )
    assert send(saga, "/delegations/calendar", "/delegations").status_code == 303

    address = re.search(r"/delegations/calendars/\w+\.ics", saga.get("/delegations").text)

    assert address
    everything = feed_of(client, address[0])
    assert own <= everything
    unchanged = client.get(
        address[0], headers={"If-None-Match": client.get(address[0]).headers["ETag"]}
    )
    assert unchanged.status_code == 304


def feed_of(client: Visitor, address: str) -> set[tuple[str, int]]:
    """UID and SEQUENCE of each entry."""
    entries = Calendar.from_ical(client.get(address).data).walk("VEVENT")
    return {(str(entry["UID"]), entry["SEQUENCE"]) for entry in entries}
