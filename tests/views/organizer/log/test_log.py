"""The log's page: who did what on which thing, before and after; reading it is logged."""

import csv
import io
import re

import pytest
from flask import Flask

from eventapp.domain.people.account_invitation import (
    AccountInvitee,
    accept,
    invitation_token,
    invite,
)
from eventapp.domain.people.role import ScopedRole
from eventapp.domain.permission import Role
from eventapp.domain.record import audit
from eventapp.domain.record.chain import seal_next
from eventapp.domain.retention.data_kind import BY_KIND
from eventapp.domain.retention.rule import NO_VERSION, Decision, decide
from eventapp.domain.site.site import NAMES
from eventapp.extensions import db
from eventapp.models import Account, AuditAction, AuditEntry, DataKind, Event
from eventapp.views.organizer.log.labels import FIELD_LABELS
from tests.builders import NOON, a_registration, a_session, an_event, an_organisation
from tests.builders.account import an_account, signed_in
from tests.builders.experience import a_focus_area
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both

PAGE = "/organizer/log"


@pytest.fixture
def records_officer(app: Flask) -> Account:
    return an_account(Role.RECORDS_OFFICER)


@pytest.fixture
def officer(client: Visitor, records_officer: Account) -> Visitor:
    client.set_cookie("language", "en")
    return signed_in(client, records_officer)


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def entries(action: AuditAction) -> list[AuditEntry]:
    return db.session.query(AuditEntry).filter_by(action=action.value).all()


def test_an_empty_log_invites(officer: Visitor) -> None:
    assert "Nothing has been done yet" in officer.get(PAGE).text
    assert "No match" in officer.get(f"{PAGE}?q=nothing").text


def test_a_line_says_who_what_on_which_thing_before_and_after(
    officer: Visitor, records_officer: Account
) -> None:
    town = an_organisation("Exempelstad")
    audit.record_change(
        AuditAction.ORGANISATION_CHANGED,
        town,
        before={"name": "Exempelköping", "starts_at": NOON.isoformat(), "needs": None},
        after={"name": "Exempelstad", "starts_at": None, "needs": audit.NOT_STORED},
        actor=records_officer.code,
        reason="Namnbyte",
        now=NOON,
    )
    page = text_of(officer.get(PAGE).text)
    assert f"{records_officer.name} Organisation changed · Organisation Exempelstad" in page
    assert "Namnbyte" in page
    assert "Before: Exempelköping Now: Exempelstad" in page
    assert "Changed. The content is not stored in the log." in page
    assert f"kind=organisation&amp;code={town.code}" in officer.get(PAGE).text


def test_a_role_that_was_offered_or_given_is_named_with_what_it_counts_for(
    client: Visitor, app: Flask
) -> None:
    del app
    admin, event = an_account(Role.ADMIN), an_event()
    lead = ScopedRole(Role.DOOR_LEAD, event_id=event.id)
    invitation = invite(AccountInvitee("alma@bra.example"), [lead], actor=admin.code, now=NOON)
    token = invitation_token(invitation)
    accept(token, signed_in=None, now=NOON)

    page = signed_in(client, admin).get(PAGE).text

    text = text_of(page)
    assert f"Inbjuden: Dörransvarig, {event.title} · Inbjudan {invitation.code}" in text
    assert f"Roll given: Dörransvarig, {event.title} · Konto alma" in text
    assert f'href="/organizer/accounts/invitations/{invitation.code}"' in page


@pytest.mark.parametrize("role", [Role.ADMIN, Role.ORGANIZER])
def test_things_lead_to_their_log_for_who_may_read_it(
    client: Visitor, app: Flask, role: Role
) -> None:
    del app
    town, area, somebody = an_organisation(), a_focus_area(), an_account()
    reader = signed_in(client, an_account(role))
    for kind, code, page in (
        ("organisation", town.code, "organisations"),
        ("focus-area", area.code, "focus-areas"),
        ("account", somebody.code, "accounts"),
    ):
        address = f'href="{PAGE}?kind={kind}&amp;code={code}"'
        shown = reader.get(f"/organizer/{page}/{code}").text
        assert (address in shown) is (role is Role.ADMIN)


def test_every_field_of_the_pages_for_the_installation_has_words() -> None:
    areas = {"short_name", "figure", "colour", "valid_until", "place"}
    organisations = {"kind", "also_known_as", "official_code", "mailbox", "parent", "ended_on"}
    stored = {*NAMES, "logo", *areas, *organisations, "merged", "active", "email", "days"}
    assert stored <= set(FIELD_LABELS)


def test_like_acts_are_one_line_that_opens(officer: Visitor) -> None:
    event = an_event(title="Trygga torg")
    for number in range(43):
        audit.record(AuditAction.DOOR_SEARCH, event, actor="device:x", now=NOON, results=number)
    page = officer.get(PAGE).text
    assert page.count("Someone was looked up at the door") == 1
    assert "43 times" in text_of(page)
    assert "Show all 43" in page


def test_a_session_that_was_edited_is_named(officer: Visitor) -> None:
    event = an_event()
    session = a_session(event, title="Orossamtal")
    db.session.flush()
    audit.record(AuditAction.SESSION_EDITED, event, actor="system", now=NOON, session=session.code)
    assert "Session edited: Orossamtal" in text_of(officer.get(PAGE).text)


def test_a_person_is_a_code_and_a_link_only_for_who_may_see_them(
    officer: Visitor, app: Flask
) -> None:
    person = a_registration(an_event())
    person_page = f"/organizer/events/{person.event.slug}/registrations/{person.code}"
    page = officer.get(PAGE).text
    assert f"Registration {person.code}" in page
    assert person.name not in page
    assert f'href="{person_page}"' not in page

    admin = app.test_client()
    assert isinstance(admin, Visitor)
    assert f'href="{person_page}"' in signed_in(admin, an_account(Role.ADMIN)).get(PAGE).text


def test_what_is_typed_wrongly_is_said_and_kept(officer: Visitor) -> None:
    page = officer.get(f"{PAGE}?since=i+går&until=9999-12-31&before=x&actor=nobody&group=x&kind=y")
    assert page.status_code == 200
    assert "“i går, 9999-12-31” is not a date" in page.text
    assert 'value="i går"' in page.text


def test_older_acts_are_on_the_next_page(officer: Visitor) -> None:
    for number in range(101):
        audit.record(AuditAction.EDITED, an_organisation(f"O{number}"), actor="system", now=NOON)
    first = officer.get(f"{PAGE}?group=changed").text
    older = re.search(r'href="([^"]+)" rel="next"', first)
    assert older
    second = officer.get(older[1].replace("&amp;", "&")).text
    assert "Organisation O0" in second
    assert "Organisation O0<" not in first
    assert 'rel="next"' not in second


def test_the_page_says_how_far_the_log_is_sealed(officer: Visitor) -> None:
    audit.record(AuditAction.BACKED_UP, audit.INSTALLATION, actor="operator", now=NOON)
    assert "1 act is waiting to be sealed" in officer.get(PAGE).text
    seal_next()
    assert "Sealed up to" in officer.get(f"{PAGE}?q=x").text


def test_reading_the_log_is_logged_once_for_each_filter(officer: Visitor) -> None:
    for path in (PAGE, PAGE, f"{PAGE}?q=Anna", f"{PAGE}?q=Anna", f"{PAGE}?q=Bo"):
        assert officer.get(path).status_code == 200
    read = entries(AuditAction.LOG_READ)
    assert len(read) == 3
    assert len({str(entry.details) for entry in read}) == 3
    assert "Anna" not in str([entry.details for entry in read])


def test_the_file_has_every_row_and_is_logged_first(officer: Visitor) -> None:
    for number in range(3):
        audit.record(AuditAction.EDITED, an_event(), actor="system", now=NOON, reason=f"=R{number}")
    answer = officer.get(f"{PAGE}.csv?group=changed")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["When", "Who", "What"]
    edited = [row for row in rows if row[2] == "Edited"]
    assert [row[-1] for row in edited] == ["'=R2", "'=R1", "'=R0"]
    assert len(entries(AuditAction.FILE_EXPORTED)) == 1


def test_an_old_alias_looks_like_any_registration_by_an_organizer(
    officer: Visitor, app: Flask
) -> None:
    person = a_registration(an_event())
    audit.record(AuditAction.REGISTERED_UNDER_ALIAS, person, actor="security-contact", now=NOON)
    audit.record(AuditAction.PERSON_REACHED, person, actor="a1", reason="Brand", now=NOON)
    page = text_of(officer.get(f"{PAGE}?group=registrations").text)
    assert "The organiser Registered by an organiser" in page
    assert "alias" not in page
    read = text_of(officer.get(f"{PAGE}?group=read").text)
    assert "The security contact" in read
    assert "Brand" not in read
    assert person.code not in read


def test_the_events_log_is_for_those_who_run_it(app: Flask) -> None:
    event, other = an_event(title="Min"), an_event(title="Annans")
    person = a_registration(event)
    audit.record(AuditAction.EDITED, other, actor="system", now=NOON)
    audit.record(AuditAction.EDITED, event, actor="system", now=NOON)
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    runner = signed_in(visitor, an_account(Role.ORGANIZER, event=event))

    page = runner.get(log_of(event)).text
    assert f"{event.slug}/registrations/{person.code}" in page
    assert "Annans" not in page
    assert runner.get(log_of(other)).status_code == 404
    assert runner.get(PAGE).status_code == 403
    assert person.code in runner.get(f"{log_of(event)}.csv").text


def log_of(event: Event) -> str:
    return f"/organizer/events/{event.slug}/log"


def test_a_decision_about_deleting_says_what_it_is_for(
    officer: Visitor, records_officer: Account
) -> None:
    decision = Decision(days=30, reference="2027/0117-4")
    scans = BY_KIND[DataKind.SCANS]
    decide(scans, decision, version=NO_VERSION, actor=records_officer.code, now=NOON)
    db.session.commit()

    assert "Retention decided: Scans at the door" in text_of(officer.get(PAGE).text)


def test_what_a_form_let_choose_is_said_in_its_words(officer: Visitor) -> None:
    audit.record_change(
        AuditAction.ORGANISATION_CHANGED,
        an_organisation("Provstad"),
        before={"kind": "other"},
        after={"kind": "agency"},
        actor="system",
        now=NOON,
    )
    audit.record_change(
        AuditAction.EDITED,
        an_event(),
        before={"kind": "conference", "visibility": "open", "promotion": "offer"},
        after={"kind": "network-meeting", "visibility": "closed", "promotion": "automatic"},
        actor="system",
        now=NOON,
    )
    audit.record_change(
        AuditAction.FOCUS_AREA_CHANGED,
        a_focus_area(),
        before={"figure": 1, "colour": 0},
        after={"figure": 4, "colour": 2},
        actor="system",
        now=NOON,
    )
    db.session.commit()

    page = text_of(officer.get(PAGE).text)

    for words in (
        "Other organisation",
        "Agency",
        "Network meeting",
        "Only those who have a place",
        "straight away",
        "is asked first",
        "Diamonds",
        "Plum",
        "Grey",
    ):
        assert words in page
    assert not re.search(r"(Before|Now) *: *(\d|other|agency|conference|offer|open)\b", page)
