"""What staff see: the organizer's pages, the door, and signing in."""

from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from eventapp.clock import utcnow
from eventapp.documents.schedule_file.reading import read_schedule
from eventapp.domain.delegation.answer import InvitationReply, answer_invitation
from eventapp.domain.desk.bulk_act import PlannedAct, Selection, start_act
from eventapp.domain.desk.invitee.answer import answer_invitation as answer_as_invitee
from eventapp.domain.desk.invitee.link import invitee_token
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.domain.letter.delivery import promise_batch
from eventapp.domain.organisation.merge import Versions, merge_organisations
from eventapp.domain.people import account_invitation, account_profile
from eventapp.domain.people.account import find_by_email
from eventapp.domain.people.account_invitation import AccountInvitee
from eventapp.domain.people.role import ScopedRole
from eventapp.domain.people.unsubscription import unsubscribe_token
from eventapp.domain.permission import Role
from eventapp.domain.protected.alias_list import list_aliases
from eventapp.domain.record.audit import OPERATOR
from eventapp.domain.report.event_list import list_events_over
from eventapp.domain.report.gathering import read_next, store_part
from eventapp.domain.report.report import ReportChoice, create_report, save_text
from eventapp.domain.retention import run as runs
from eventapp.domain.schedule.schedule_import.schedule_import import create_import
from eventapp.domain.schedule.session_question.moderation import list_questions
from eventapp.domain.schedule.speaker_link import speaker_token
from eventapp.domain.site.settings import save_settings
from eventapp.domain.site.site import newest_version, starting_site
from eventapp.extensions import db
from eventapp.models import (
    AddressChange,
    BulkActKind,
    Delegation,
    DelegationAnswer,
    Device,
    Event,
    EventState,
    InviteeAnswer,
    Job,
    JobState,
    LetterRecipient,
    Registration,
    RegistrationQuestion,
    RegistrationState,
    Room,
    Series,
    Session,
    SessionKind,
    SessionQuestionState,
    Speaker,
    SpeakerAddress,
    Track,
    WalkIn,
)
from tests.builders import DAY, HOUR, a_registration, a_session, an_organisation
from tests.builders.delegation import a_coordinator
from tests.builders.door import a_check_in_list
from tests.builders.invitation import an_invited_delegation
from tests.builders.invitee import an_invitee
from tests.builders.letter import a_draft, a_scheduled_letter
from tests.builders.material import a_film
from tests.builders.registration_import import PROTECTED, a_person, an_import
from tests.builders.schedule_file import a_talk, as_json, take_in
from tests.journeys.demo_event import an_event_soon, app_on_demo_database, with_two_sessions_at_once
from tests.journeys.signed_in_pages import PageView, page_views
from tests.server import LiveServer

EVENT = "/organizer/events/<slug>"
PART = f"{EVENT}/<any(rooms, tracks):kind>"
SPEAKERS = f"{EVENT}/speakers"
QUESTIONS = f"{EVENT}/session-questions"
PHOTO = "<any(small, medium, large):size>"
BODIES = "/organizer/organisations"
# Addresses that show a page, each with its faces: `own` is the event under way, `past` the one
# with everything in it, `draft` has nothing and in `clash` sessions collide.
DESK: dict[str, tuple[str, ...]] = {
    "/account": ("/account",),
    "/account/sessions/end": ("/account/sessions/end",),
    "/organizer": ("/organizer",),
    "/organizer/accounts": (
        "/organizer/accounts",
        "/organizer/accounts?reach=waiting",
        "/organizer/accounts?reach=event&q=finns-inte",
    ),
    "/organizer/accounts/<code>": ("/organizer/accounts/{editor}", "/organizer/accounts/{admin}"),
    "/organizer/accounts/<code>/ending": ("/organizer/accounts/{editor}/ending",),
    "/organizer/accounts/<code>/roles/<int:number>/ending": (
        "/organizer/accounts/{editor}/roles/{role}/ending",
    ),
    "/organizer/accounts/hand-over": ("/organizer/accounts/hand-over",),
    "/organizer/accounts/invitations/<code>": (
        "/organizer/accounts/invitations/{account_invitation}",
    ),
    "/organizer/accounts/invitations/new": ("/organizer/accounts/invitations/new",),
    "/organizer/accounts/roles": ("/organizer/accounts/roles",),
    "/organizer/events/new": ("/organizer/events/new",),
    "/organizer/people": ("/organizer/people",),
    "/organizer/people/<code>": ("/organizer/people/{coming}",),
    "/organizer/people/<code>/edit": ("/organizer/people/{coming}/edit",),
    "/organizer/people/<code>/erasure/new": (
        "/organizer/people/{coming}/erasure/new",
        "/organizer/people/{cancelled}/erasure/new",
    ),
    "/organizer/retention": ("/organizer/retention",),
    "/organizer/retention/rules/<code>": ("/organizer/retention/rules/scans",),
    "/organizer/retention/runs/new": ("/organizer/retention/runs/new",),
    "/organizer/retention/runs/<code>": ("/organizer/retention/runs/{run}",),
    "/organizer/retention/pauses/new": ("/organizer/retention/pauses/new",),
    f"{EVENT}/deletion/new": ("{draft}/deletion/new", "{own}/deletion/new"),
    "/organizer/log": (
        "/organizer/log",
        "/organizer/log?group=changed",
        "/organizer/log?q=finns-inte",
        "/organizer/log?since=i+g%C3%A5r",
    ),
    BODIES: (
        BODIES,
        f"{BODIES}?q=goteborg",
        f"{BODIES}?q=finns-inte",
        f"{BODIES}?kind=administration",
        f"{BODIES}?use=ended",
    ),
    f"{BODIES}/new": (f"{BODIES}/new", f"{BODIES}/new?parent=kommun-1480"),
    f"{BODIES}/<code>": (f"{BODIES}/kommun-1480", f"{BODIES}/{{merged}}", f"{BODIES}/{{kept}}"),
    f"{BODIES}/<code>/history": (f"{BODIES}/kommun-0114/history", f"{BODIES}/{{kept}}/history"),
    f"{BODIES}/<code>/edit": (f"{BODIES}/kommun-1480/edit",),
    f"{BODIES}/<code>/place/edit": (
        f"{BODIES}/kommun-1480/place/edit",
        f"{BODIES}/{{kept}}/place/edit?parent=kommun-1480",
    ),
    f"{BODIES}/<code>/ending/new": (
        f"{BODIES}/kommun-1480/ending/new",
        f"{BODIES}/{{merged}}/ending/new",
    ),
    f"{BODIES}/<code>/merge/new": (
        f"{BODIES}/kommun-1480/merge/new",
        f"{BODIES}/kommun-1480/merge/new?keep=kommun-0580",
    ),
    f"{BODIES}/texts": (f"{BODIES}/texts", f"{BODIES}/texts?q=finns-inte"),
    f"{BODIES}/texts/show": (
        f"{BODIES}/texts/show?text=Föreningen Exempel",
        f"{BODIES}/texts/show?text=Föreningen Exempel&keep=kommun-1480",
    ),
    "/organizer/focus-areas": (
        "/organizer/focus-areas",
        "/organizer/focus-areas?show=ended",
        "/organizer/focus-areas?q=finns-inte",
    ),
    "/organizer/focus-areas/<code>": ("{area}", "{ended}"),
    "/organizer/focus-areas/<code>/end/new": ("{area}/end/new",),
    "/organizer/focus-areas/<code>/removal": ("{area}/removal",),
    "/organizer/focus-areas/new": ("/organizer/focus-areas/new",),
    "/organizer/outbox": ("/organizer/outbox", "/organizer/outbox?state=done"),
    "/organizer/health": ("/organizer/health",),
    "/organizer/outbox/held": ("/organizer/outbox/held", "/organizer/outbox/held?state=discarded"),
    "/organizer/outbox/held/release": ("/organizer/outbox/held/release",),
    "/organizer/series": ("/organizer/series",),
    "/organizer/series/new": ("/organizer/series/new",),
    "/organizer/settings": ("/organizer/settings",),
    "/organizer/settings/history": ("/organizer/settings/history",),
    "/organizer/settings/history/<int:number>": ("/organizer/settings/history/{version}",),
    "/organizer/start/mail-trials/new": ("/organizer/start/mail-trials/new",),
    "/organizer/reports": ("/organizer/reports", "/organizer/reports?q=finns-inte"),
    "/organizer/reports/new": (
        "/organizer/reports/new?first=2023-01-01&last=2023-12-31",
        "/organizer/reports/new?first=2001-01-01&last=2001-12-31",
    ),
    "/organizer/reports/<code>": ("/organizer/reports/{report}", "/organizer/reports/{gathering}"),
    "/organizer/reports/<code>/definitions": ("/organizer/reports/{report}/definitions",),
    "/organizer/reports/<code>/removal": ("/organizer/reports/{report}/removal",),
    "/organizer/reports/<code>/texts/<section>": (
        "/organizer/reports/{report}/texts/surveys",
        "/organizer/reports/{report}/texts/method",
    ),
    f"{EVENT}/summary": ("{past}/summary", "{own}/summary"),
    f"{EVENT}/closing": ("{past}/closing", "{own}/closing"),
    f"{EVENT}/closing/reopening/new": ("{own}/closing/reopening/new",),
    f"{EVENT}/accounts": ("{own}/accounts", "{draft}/accounts"),
    EVENT: ("{own}", "{draft}", "{clash}", "{past}", "{meeting}"),
    PART: tuple(f"{{{e}}}/{k}" for e in ("own", "draft") for k in ("rooms", "tracks")),
    f"{PART}/<code>": ("{past}/rooms/{room}", "{past}/tracks/{track}"),
    f"{PART}/<code>/removal": ("{past}/rooms/{room}/removal",),
    SPEAKERS: ("{asked}", "{asked}?q=finns-inte", "{draft}/speakers"),
    f"{EVENT}/session-feedback": ("{past}/session-feedback",),
    f"{EVENT}/sessions/<code>/experiences": (
        "{past}/sessions/p11/experiences",
        "{past}/sessions/p05/experiences?q=finns-inte",
    ),
    QUESTIONS: ("{questions}", "{questions}?q=finns-inte", "{draft}/session-questions"),
    f"{QUESTIONS}/<code>": tuple(f"{{questions}}/{{{name}}}" for name in ("unread", "answered")),
    f"{SPEAKERS}/new": ("{asked}/new",),
    f"{SPEAKERS}/letter": ("{asked}/letter",),
    f"{SPEAKERS}/reminder": ("{asked}/reminder", "{draft}/speakers/reminder"),
    f"{SPEAKERS}/<code>": ("{asked}/s03", "{asked}/s04"),
    f"{SPEAKERS}/<code>/removal": ("{asked}/s03/removal",),
    "/organizer/series/<series>/edit": (
        "/organizer/series/natverkstraffar-2023-2024/edit",
        "/organizer/series/desk-unused/edit",
    ),
    "/organizer/series/<series>/meetings/new": (
        "/organizer/series/natverkstraffar-2023-2024/meetings/new",
    ),
    "/organizer/series/<series>/removal": ("/organizer/series/desk-unused/removal",),
    f"{EVENT}/calling-off/new": ("{own}/calling-off/new",),
    f"{EVENT}/people-deletion/new": ("{past}/people-deletion/new", "{own}/people-deletion/new"),
    f"{EVENT}/copies/new": ("{own}/copies/new",),
    f"{EVENT}/delegations": (
        "{inviting}",
        "{inviting}?q=finns-inte",
        "{own}/delegations",
        "{draft}/delegations",
    ),
    f"{EVENT}/delegations/<code>": (
        "{own}/delegations/{delegation}",
        "{inviting}/{asking}",
        "{inviting}/{failed}",
    ),
    f"{EVENT}/delegations/<code>/recipients/<recipient_code>": (
        "{inviting}/{failed}/recipients/{recipient}",
    ),
    f"{EVENT}/delegations/invitations/new": (
        "{inviting}/invitations/new",
        "{draft}/delegations/invitations/new",
    ),
    f"{EVENT}/delegations/reminders/new": (
        "{inviting}/reminders/new",
        "{own}/delegations/reminders/new",
    ),
    f"{EVENT}/registrations/<code>/attendance": (
        "{own}/registrations/{coming}/attendance",
        "{past}/registrations/{cancelled}/attendance",
    ),
    f"{EVENT}/door": ("{own}/door", "{own}/door?show=odd", "{draft}/door"),
    f"{EVENT}/door/lists": ("{own}/door/lists", "{draft}/door/lists"),
    f"{EVENT}/door/lists/new": ("{own}/door/lists/new", "{draft}/door/lists/new"),
    f"{EVENT}/door/lists/<code>": ("{own}/door/lists/event", "{own}/door/lists/{check_in_list}"),
    f"{EVENT}/door/lists/<code>/removal": ("{own}/door/lists/{check_in_list}/removal",),
    f"{EVENT}/door/lists/<code>/inside": (
        "{own}/door/lists/event/inside",
        "{own}/door/lists/{check_in_list}/inside",
    ),
    f"{EVENT}/door/live": ("{own}/door/live", "{own}/door/live?frozen=yes", "{draft}/door/live"),
    f"{EVENT}/door/group": ("{own}/door/group", "{own}/door/group?q=kommun"),
    f"{EVENT}/door/missing": ("{own}/door/missing", "{draft}/door/missing"),
    f"{EVENT}/door/list": ("{own}/door/list", "{draft}/door/list"),
    f"{EVENT}/door/list/kept": ("{own}/door/list/kept",),
    f"{EVENT}/door/paper": ("{own}/door/paper", "{draft}/door/paper"),
    f"{EVENT}/door/walk-ins": ("{own}/door/walk-ins", "{draft}/door/walk-ins"),
    f"{EVENT}/door/walk-ins/new": ("{own}/door/walk-ins/new",),
    f"{EVENT}/door/walk-ins/<code>": ("{own}/door/walk-ins/{walk_in}",),
    f"{EVENT}/door/devices": ("{own}/door/devices", "{draft}/door/devices"),
    f"{EVENT}/door/devices/<code>": ("{own}/door/devices/{paired}", "{own}/door/devices/{invited}"),
    f"{EVENT}/door/devices/<code>/revocation": ("{own}/door/devices/{paired}/revocation",),
    f"{EVENT}/edit": ("{own}/edit",),
    f"{EVENT}/venue-picture": ("{own}/venue-picture",),
    f"{EVENT}/doubles": ("{own}/doubles", "{draft}/doubles"),
    f"{EVENT}/doubles/<code>/<other_code>": ("{own}/doubles/{coming}/{double}",),
    f"{EVENT}/exports": ("{own}/exports", "{own}/exports?state=waitlisted", "{draft}/exports"),
    f"{EVENT}/import": ("{own}/import", "{past}/import"),
    f"{EVENT}/import/<code>": (
        "{own}/import/{list}",
        "{own}/import/{list}?outcome=held",
        "{own}/import/{list}?outcome=taken",
    ),
    f"{EVENT}/invited": ("{inviting_people}", "{inviting_people}?q=finns-inte", "{draft}/invited"),
    f"{EVENT}/invited/new": ("{inviting_people}/new",),
    f"{EVENT}/invited/letter": ("{inviting_people}/letter", "{draft}/invited/letter"),
    f"{EVENT}/invited/reminder": ("{inviting_people}/reminder", "{draft}/invited/reminder"),
    f"{EVENT}/invited/<code>": ("{inviting_people}/{invited_person}",),
    f"{EVENT}/kitchen": ("{own}/kitchen", "{draft}/kitchen"),
    f"{EVENT}/letters": ("{lettered}", "{draft}/letters"),
    f"{EVENT}/letters/new": ("{lettered}/new", "{draft}/letters/new?to=coordinators"),
    f"{EVENT}/letters/<code>": ("{lettered}/{sent_letter}",),
    f"{EVENT}/letters/<code>/edit": ("{lettered}/{draft_letter}/edit",),
    f"{EVENT}/letters/built-in": ("{own}/letters/built-in",),
    f"{EVENT}/letters/built-in/<kind>/edit": ("{own}/letters/built-in/confirmation/edit",),
    f"{EVENT}/letters/timetable": ("{lettered}/timetable", "{draft}/letters/timetable"),
    f"{EVENT}/letters/timetable/<kind>/edit": ("{lettered}/timetable/reminder/edit",),
    f"{EVENT}/log": ("{own}/log", "{draft}/log?group=door"),
    f"{EVENT}/materials/<code>": ("{past}/materials/{material}",),
    f"{EVENT}/materials": ("{past}/materials", "{draft}/materials"),
    f"{EVENT}/meeting": ("{meeting}/meeting", "{own}/meeting"),
    f"{EVENT}/meeting/notes": ("{meeting}/meeting/notes",),
    f"{EVENT}/calendars": ("{own}/calendars",),
    f"{EVENT}/postponement/new": ("{own}/postponement/new",),
    f"{EVENT}/prints": ("{past}/prints", "{draft}/prints", "{meeting}/prints"),
    f"{EVENT}/questions": ("{own}/questions", "{draft}/questions"),
    f"{EVENT}/questions/<code>": ("{own}/questions/{question}",),
    f"{EVENT}/questions/preview": ("{own}/questions/preview", "{draft}/questions/preview"),
    f"{EVENT}/registrations": (
        "{own}/registrations",
        "{own}/registrations?state=waitlisted",
        "{own}/registrations?q=finns-inte",
        "{own}/registrations?undelivered=yes&double=yes&column=email&column=came",
        "{draft}/registrations",
    ),
    f"{EVENT}/registrations/bulk/new": (
        "{own}/registrations/bulk/new?act=cancel",
        "{own}/registrations/bulk/new?act=add-to-session",
        "{own}/registrations/bulk/new?act=move&q=finns-inte",
    ),
    f"{EVENT}/registrations/bulk/<code>": ("{own}/registrations/bulk/{act}",),
    f"{EVENT}/registrations/new": (
        "{own}/registrations/new",
        "{clash}/registrations/new",
        "{draft}/registrations/new",
    ),
    f"{EVENT}/registrations/<code>": (
        "{own}/registrations/{coming}",
        "{past}/registrations/{cancelled}",
        "{clash}/registrations/{waiting}",
    ),
    f"{EVENT}/schedule": ("{past}/schedule", "{draft}/schedule", "{clash}/schedule"),
    f"{EVENT}/schedule/board": ("{past}/schedule/board", "{draft}/schedule/board"),
    f"{EVENT}/schedule/board/<day>": (
        "{clash}/schedule/board/{clash_day}",
        "{past}/schedule/board/2023-06-13?session=p05",
    ),
    f"{EVENT}/schedule/import": ("{own}/schedule/import", "{draft}/schedule/import"),
    f"{EVENT}/schedule/import/<code>": (
        "{own}/schedule/import/{later_schedule}",
        "{own}/schedule/import/{schedule}",
    ),
    f"{EVENT}/schedule/release/new": (
        "{clash}/schedule/release/new",
        "{draft}/schedule/release/new",
    ),
    f"{EVENT}/schedule/shift": (
        "{past}/schedule/shift?days=364",
        "{draft}/schedule/shift",
    ),
    f"{EVENT}/sessions/rows/new": ("{past}/sessions/rows/new",),
    f"{EVENT}/english": ("{past}/english", "{draft}/english"),
    f"{EVENT}/english/event": ("{past}/english/event",),
    f"{EVENT}/english/<any(sessions, rooms, tracks):kind>/<code>": (
        "{past}/english/sessions/p05",
        "{past}/english/rooms/{room}",
    ),
    f"{EVENT}/sessions/<code>": ("{past}/sessions/p05",),
    f"{EVENT}/sessions/new": ("{past}/sessions/new", "{draft}/sessions/new"),
}
SECURITY: dict[str, tuple[str, ...]] = {
    "/organizer/protected": ("/organizer/protected", "/organizer/protected?q=finns-inte"),
    "/organizer/protected/quarantine": ("/organizer/protected/quarantine",),
    "/organizer/protected/<code>": ("/organizer/protected/{alias}",),
    "/organizer/protected/<code>/cancellation/new": (
        "/organizer/protected/{alias}/cancellation/new",
    ),
    "/organizer/protected/events/<slug>/new": ("/organizer/protected/events/{slug}/new",),
}
DOOR: dict[str, list[PageView]] = {
    "/door": page_views("/door") + page_views("/door", by=Role.DOOR_STAFF),
    "/door/pair/<token>": page_views("{pairing}") + page_views("/door/pair/spent", status=410),
    "/door/shell": page_views("/door/shell"),
    "/door/help": page_views("/door/help"),
    "/door/rehearsal": page_views("/door/rehearsal"),
    "/door/rehearsal/tickets": page_views("/door/rehearsal/tickets"),
    "/sign-in": page_views("/sign-in"),
    "/account/address/<token>": page_views("/account/address/{address_token}")
    + page_views("/account/address/spent", status=410),
    "/invitations/<token>": page_views("/invitations/{invitation_token}")
    + page_views("/invitations/spent", status=410),
    "/unsubscribe/<token>": page_views("/unsubscribe/{unsubscribing}"),
    "/invited/<token>": page_views("/invited/{invitee_token}", "/invited/{other_invitee_token}"),
    "/invited/<token>/registration": page_views("/invited/{invitee_token}/registration"),
    "/speakers/<token>": page_views("/speakers/{speaker_token}", "/speakers/{other_speaker_token}"),
    "/speakers/<token>/presentation": page_views("/speakers/{speaker_token}/presentation"),
    "/events/<slug>/speakers/<code>": page_views("/events/{speaking}/speakers/s01"),
    "/sign-in/links/<token>": page_views("{signing}")
    + page_views("/sign-in/links/spent", status=410),
}
PAGES = (*DESK, *SECURITY, *DOOR)
# Addresses that answer something else than a page, each with what it is.
NO_PAGES = {
    f"{EVENT}/accounts/<code>/roles/<int:number>/ending": "the page that accounts have, of an event",
    "/organizer/people/<code>.json": "a file",
    "/organizer/reports/<code>.<ending>": "a file",
    f"{EVENT}/summary/file.<ending>": "a file",
    f"{EVENT}/closing/bundles/<code>.zip": "a file",
    f"{EVENT}/closing/new": "leads to the page of deleting people",
    f"{EVENT}/schedule/board/<day>/revision": "for the page's script",
    "/organizer/retention/runs/<code>.pdf": "a file",
    f"{EVENT}/registrations/views/<code>": "leads to the list, narrowed",
    f"{EVENT}/materials/<code>/versions/<int:number>": "a file",
    f"{EVENT}/venue-picture/picture": "a picture",
    f"{EVENT}/prints/sign-in.pdf": "a file",
    f"{EVENT}/prints/door.pdf": "a file",
    f"{EVENT}/door/list/service-worker.js": "a program",
    f"{EVENT}/prints/rooms.pdf": "a file",
    f"{EVENT}/prints/delegations/<code>/tickets.pdf": "a file",
    f"{EVENT}/prints/certificates/sample.pdf": "a file",
    f"{SPEAKERS}/<code>/photo/<any(shown, proposed):which>/{PHOTO}": "a picture",
    f"/events/<slug>/speakers/<code>/photo/{PHOTO}": "a picture",
    f"/speakers/<token>/photo/<any(shown, proposed):which>/{PHOTO}": "a picture",
    "/speakers/<token>/slides/<code>": "a file",
    "/door/manifest.webmanifest": "for phones",
    "/door/service-worker.js": "a program",
    "/door/rehearsal/roster.json": "for phones",
    "/sign-in/code": "a page that only a right password leads to; looked at on the way in",
}


def organizer_pages(live: LiveServer) -> dict[str, list[PageView]]:
    """Addresses by rule: one at least of each, more where a page has several faces."""
    with app_on_demo_database(live):
        names = {**_own_events(), **_merged_bodies(), **_sample_names(live)}
        names |= _accounts()
        names |= _reports() | _invited() | _lettered() | _invited_people() | _speakers(live)
        names |= _questions(live)
    faces = (
        {rule: page_views(*addresses, by=Role.ADMIN) for rule, addresses in DESK.items()}
        | {
            rule: page_views(*addresses, by=Role.SECURITY_CONTACT)
            for rule, addresses in SECURITY.items()
        }
        | DOOR
    )
    return {
        rule: [PageView(view.address.format(**names), view.by, view.status) for view in views]
        for rule, views in faces.items()
    }


def _own_events() -> dict[str, str]:
    """A draft with nothing in it, and an event two of whose sessions share a room."""
    db.session.add(Series(slug="desk-unused", title="En serie utan träffar"))
    empty = an_event_soon(seats=12, slug="desk-draft", title="Ett utkast utan innehåll")
    empty.state = EventState.DRAFT
    full = an_event_soon(seats=1, slug="desk-clash", title="Krockande verkstad")
    chosen, other = with_two_sessions_at_once(full)
    chosen.room = other.room = Room(event_id=full.id, name="Stora salen")
    a_session(full, title="Efteråt", starts_at=full.starts_at + 3 * HOUR)
    a_session(full, title="Ännu utan tid", placed=False)
    _coming, waiting = (a_registration(full, sessions=(chosen,), now=utcnow()) for _ in range(2))
    db.session.commit()
    return {
        "draft": f"/organizer/events/{empty.slug}",
        "clash": f"/organizer/events/{full.slug}",
        "clash_day": f"{full.starts_at.astimezone(ZoneInfo(full.time_zone)):%Y-%m-%d}",
        "waiting": waiting.code,
    }


def _reports() -> dict[str, str]:
    """A report over the sample's first year, with a text of somebody's own; and one on its way."""
    days = {"first_day": date(2023, 1, 1), "last_day": date(2023, 12, 31)}
    over = list_events_over(*days.values(), now=utcnow())
    choice = ReportChoice(
        title="Årsrapport 2023", language="sv", events=[event.public_id for event in over], **days
    )
    report, gathering = (create_report(choice, actor=OPERATOR, now=utcnow()) for _ in range(2))
    while part := read_next(report.id, 1, now=utcnow()):
        store_part(part, now=utcnow())
    save_text(report, "method", "Vår egen text.", version=0, actor=OPERATOR, now=utcnow())
    gathering.round += 1  # the worker leaves it alone
    db.session.commit()
    return {"report": report.code, "gathering": gathering.code}


def _invited() -> dict[str, str]:
    """An event that organisations are invited to: asking for more, silent, and out of reach."""
    event = an_event_soon(seats=60, slug="desk-inviting", title="Nätverksträff för kommuner")
    now = utcnow()
    named = {name: an_organisation(f"{name} kommun") for name in ("Älvstad", "Björkhaga", "Ekby")}
    facts = {"answer_by": now.date() + 14 * DAY, "now": now - 2 * DAY}
    asking, failed, _silent = (
        an_invited_delegation(event, town, addresses=(f"{town.code}@town.example",), **facts)
        for town in named.values()
    )
    keys = [invitation.recipients[0].letter_key for invitation in (asking, failed, _silent)]
    for key, state in zip(keys, (JobState.DONE, JobState.FAILED, JobState.DONE), strict=True):
        db.session.execute(update(Job).where(Job.dedupe_key == key).values(state=state))
    reply = InvitationReply(DelegationAnswer.MORE_SEATS, 3, "Skolförvaltningen vill också komma.")
    coordinator = a_coordinator(asking.delegation.organisation)
    answer_invitation(asking.delegation, reply, version=1, by=coordinator, now=now)
    db.session.commit()
    return {
        "inviting": f"/organizer/events/{event.slug}/delegations",
        "asking": asking.delegation.code,
        "failed": failed.delegation.code,
        "recipient": failed.recipients[0].code,
    }


def _speakers(live: LiveServer) -> dict[str, str]:
    """The sample's next event, whose speakers are asked: one has sent a text, one a problem."""
    slug = live.addresses["event_open"]
    tokens = {
        address.speaker.code: speaker_token(address)
        for address in db.session.scalars(select(SpeakerAddress).join(SpeakerAddress.event))
        if address.event.slug == slug
    }
    return {
        "asked": f"/organizer/events/{slug}/speakers",
        "speaking": slug,
        "speaker_token": tokens["s03"],
        "other_speaker_token": tokens["s05"],
    }


def _questions(live: LiveServer) -> dict[str, str]:
    """The sample's questions to lecturers: one that nobody has read, one whose answer waits."""
    event = _event(Event.slug == live.addresses["event_open"])
    rows = list_questions(event).rows
    return {
        "questions": f"/organizer/events/{event.slug}/session-questions",
        "unread": next(row.code for row in rows if row.state is SessionQuestionState.WAITING),
        "answered": next(row.code for row in rows if row.proposed_answer),
    }


def _invited_people() -> dict[str, str]:
    """An event with somebody of each answer, a letter that waits, and one to write to."""
    event = an_event_soon(seats=60, slug="desk-people", title="Seminarium för inbjudna")
    now = utcnow()
    facts = {"organisation": "Älvstads kommun", "now": now}
    names = ("Anna Ek", "Bo Berg", "Åsa Öst", "")
    people = [an_invitee(event, name=name, **facts) for name in names]
    silent, no, later, nameless = people
    silent.written_at = nameless.written_at = now - 2 * DAY
    keys = [invitee.letter_key for invitee in people]
    done = {"state": JobState.DONE, "done_at": now}
    db.session.execute(update(Job).where(Job.dedupe_key.in_(keys)).values(**done))
    answer_as_invitee(no, InviteeAnswer.NO, reason="Semester den veckan", now=now)
    answer_as_invitee(later, InviteeAnswer.LATER, days=2, now=now)
    a_registration(event, email=an_invitee(event, now=now).email, now=now)
    an_invitee(event, now=now)
    an_invitee(event, invited=False, now=now)
    db.session.commit()
    return {
        "inviting_people": f"/organizer/events/{event.slug}/invited",
        "invited_person": no.code,
        "invitee_token": invitee_token(silent),
        "other_invitee_token": invitee_token(no),
    }


def _lettered() -> dict[str, str]:
    """An event with a letter that is written, one that waits, and one with every result."""
    event = an_event_soon(seats=60, slug="desk-letters", title="Nätverksträff med brev")
    now = utcnow()
    people = [a_registration(event, now=now) for _number in range(4)]
    body = "Hej {fornamn}!\n\n**Ny sal:** {plats}\n\n- Hiss finns.\n\n{personlig_lank}"
    draft = a_draft(event, now=now, body=body, subject_en="New room", body_en="Hi {name}")
    a_scheduled_letter(event, now=now)
    sent = a_scheduled_letter(event, now=now - HOUR, subject="Vi ses på tisdag")
    promise_batch(sent.id, now=now)
    keys = select(LetterRecipient.job_key).where(LetterRecipient.letter_id == sent.id)
    results = ((JobState.DONE, ""), (JobState.FAILED, "SMTP 550 5.1.1 User unknown"))
    for key, (state, error) in zip(db.session.scalars(keys).all(), results, strict=False):
        result = {"state": state, "error": error, "done_at": now}
        db.session.execute(update(Job).where(Job.dedupe_key == key).values(**result))
    db.session.commit()
    return {
        "lettered": f"/organizer/events/{event.slug}/letters",
        "unsubscribing": unsubscribe_token(people[0]),
        "draft_letter": draft.code,
        "sent_letter": sent.code,
    }


def _accounts() -> dict[str, str]:
    """The sample's staff, somebody who is invited, and an address to confirm."""
    accounts = {email: find_by_email(f"{email}@bra.example") for email in ("admin", "redaktor")}
    admin, editor = accounts["admin"], accounts["redaktor"]
    assert admin is not None
    assert editor is not None
    now = utcnow()
    roles = [ScopedRole(Role.EDITOR), ScopedRole(Role.ANALYST)]
    invitee = AccountInvitee("alma@bra.example", "Alma Norrbloss")
    invitation = account_invitation.invite(invitee, roles, actor=OPERATOR, now=now)
    account_profile.request_address_change(editor, "ny@bra.example", now=now)
    change = db.session.scalars(select(AddressChange)).one()
    names = {
        "admin": admin.code,
        "editor": editor.code,
        "role": str(editor.grants[0].id),
        "account_invitation": invitation.code,
        "invitation_token": account_invitation.invitation_token(invitation),
        "address_token": account_profile.address_change_token(change),
    }
    db.session.commit()
    return names


def _merged_bodies() -> dict[str, str]:
    """Two organisations that have just been merged."""
    source, target = an_organisation("Fria städer"), an_organisation("Fria städers förbund")
    now, versions = utcnow(), Versions(1, 1)
    merge_organisations(source, target, versions, actor="organizer", now=now)
    db.session.commit()
    return {"merged": source.code, "kept": target.code}


def _a_version() -> str:
    """An older version of the site's settings, which differs from the one in force."""
    site = starting_site()
    save_settings(replace(site, tagline="Rad under namnet"), version=0, actor="a", now=utcnow())
    first = newest_version()
    assert first is not None
    save_settings(site, version=first.id, actor="a", now=utcnow())
    db.session.commit()
    return str(first.id)


def _a_material(event: Event) -> str:
    """The code of a film, for the page where it is changed. Commits."""
    code = str(a_film(event).code)
    db.session.commit()
    return code


def _sample_names(live: LiveServer) -> dict[str, str]:
    """An address or a code in the sample for each name."""
    addresses = live.addresses
    own, past = (_event(Event.slug == addresses[name]) for name in ("event_live", "event"))
    meeting = _event(Event.series_id.is_not(None))
    state, still = Registration.state, Device.revoked_at.is_(None)
    return {
        "own": f"/organizer/events/{own.slug}",
        "past": f"/organizer/events/{past.slug}",
        "meeting": f"/organizer/events/{meeting.slug}",
        "room": _code(Room, past),
        "track": _code(Track, past),
        "speaker": _code(Speaker, past),
        "question": _code(RegistrationQuestion, own),
        "material": _a_material(past),
        "delegation": _code(Delegation, own),
        "paired": _code(Device, own, still, Device.paired_at.is_not(None)),
        "walk_in": _code(WalkIn, own),
        "invited": _code(Device, own, still, Device.paired_at.is_(None)),
        "check_in_list": _a_check_in_list(own),
        "coming": _code(Registration, own, state == RegistrationState.CONFIRMED),
        "double": _code(Registration, own, state != RegistrationState.CONFIRMED),
        "cancelled": _code(Registration, past, state == RegistrationState.CANCELLED),
        "run": _a_run(),
        "version": _a_version(),
        "area": "/organizer/focus-areas/unga",
        "ended": "/organizer/focus-areas/avhopp",
        "pairing": addresses["door_pairing"].removeprefix(live.base),
        "list": _a_list(own),
        **_schedules(own),
        "act": _an_act(own),
        "alias": list_aliases("", page=1).aliases[-1].code,
        "slug": addresses["event_open"],
        "signing": addresses["admin_sign_in"].removeprefix(live.base),
    }


def _a_check_in_list(event: Event) -> str:
    """A list of two sessions with a capacity, for those who have a seat there."""
    sessions = _codes_of_sessions(event)
    code = a_check_in_list(event, *sessions, signed_up_only=True, exits=True, capacity=70).code
    db.session.commit()
    return code


def _codes_of_sessions(event: Event) -> list[str]:
    choice = Session.kind == SessionKind.CHOICE
    query = select(Session.code).where(Session.event_id == event.id, choice)
    return list(db.session.scalars(query.order_by(Session.starts_at, Session.id).limit(2)))


def _an_act(event: Event) -> str:
    """Links that are sent again to one person."""
    code = _code(Registration, event, Registration.state == RegistrationState.CONFIRMED)
    selection, plan = Selection(RegistrationFilter(), (code,)), PlannedAct(BulkActKind.SEND_LINK)
    act = start_act(event, selection, plan, expected=1, actor="organizer", now=utcnow())
    db.session.commit()
    return act.code


def _a_list(event: Event) -> str:
    """A list with a row of each outcome."""
    wrong, hidden = {"E-post": "ali at town.example"}, {"Övrigt": PROTECTED}
    people = (a_person(1), a_person(2, Namn="ALI EK TVÅ"), a_person(3, **wrong))
    code = an_import(event, *people, a_person(1), a_person(5, **hidden)).code
    db.session.commit()
    return code


def _schedules(event: Event) -> dict[str, str]:
    """A schedule that was taken in, and a later state of it that waits."""
    talks = [a_talk(number) for number in range(1, 7)]
    done, _there = take_in(event, as_json(*talks, time_zone_name=event.time_zone), now=utcnow())
    later = read_schedule(
        as_json(
            a_talk(1, room="Linden"),
            a_talk(2, title="Nytt namn", abstract="<p>Ny text.</p>", answers=[1]),
            *(a_talk(number, duration="") for number in range(4, 9)),
        )
    )
    plan = create_import(event, later, "schema-2.json", actor="organizer", now=utcnow())
    db.session.commit()
    return {"schedule": done.code, "later_schedule": plan.code}


def _a_run() -> str:
    """A run of retention: the sample's needs are past their time, so there is one as a rule."""
    if listed := runs.list_runs():
        return listed[0][0].code
    code = runs.start_run(actor="system", now=utcnow()).code
    db.session.commit()
    return code


def _event(*where: Any) -> Event:
    return db.session.scalars(select(Event).where(*where).order_by(Event.id).limit(1)).one()


def _code(kind: Any, event: Event, *where: Any) -> str:
    """The code of the first of that kind at the event."""
    wanted = select(kind.code).where(kind.event_id == event.id, *where)
    return str(db.session.scalars(wanted.order_by(kind.id).limit(1)).one())
