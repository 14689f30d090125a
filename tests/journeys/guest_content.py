"""What the guests' pages show: told by the story where it has it, else made in the running demo."""

from typing import Any

from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.domain.desk.prints.certificate import list_certificates, record_certificates
from eventapp.domain.exchange import adaptation, contact, lead
from eventapp.domain.exchange.contact import ContactText
from eventapp.domain.exchange.declaration import Declaration, declare
from eventapp.domain.exchange.experience import edit
from eventapp.domain.exchange.lead import LeadText
from eventapp.domain.exchange.mailbox_link import contact_token, experience_token
from eventapp.domain.exchange.own_organisation.plan import PlanText, add_action
from eventapp.domain.people.account import coordinated_organisation_ids, find_by_email
from eventapp.domain.permission import Role
from eventapp.domain.registration.link import personal_token
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey import template
from eventapp.domain.survey.group import list_groups
from eventapp.domain.survey.response import submit_response
from eventapp.domain.survey.results.sharing import link_token
from eventapp.extensions import db
from eventapp.models import (
    AdaptationKind,
    AttendanceMode,
    Audience,
    Delegation,
    Event,
    Experience,
    ExperienceState,
    Listing,
    Material,
    Organisation,
    Registration,
    RegistrationState,
    Session,
    Survey,
    SynonymGroup,
)
from tests.builders import DAY, HOUR, a_registration, an_organisation
from tests.builders.experience import (
    a_draft_experience,
    an_experience_file,
    an_experience_in_review,
    an_experience_text,
)
from tests.builders.invitation import an_invited_delegation
from tests.builders.survey import a_reply, links_of
from tests.journeys.demo_event import an_event_soon
from tests.journeys.signed_in_pages import ADDRESSES
from tests.server import LiveServer

MAILBOX = "funktion@town.example"


def create_content(live: LiveServer) -> dict[str, str]:
    """A code, a slug or a token for each name in the addresses. Commits."""
    addresses = live.addresses
    content = {
        **_surveys(addresses["event"], addresses["event_live"], addresses["event_open"]),
        **_exchanged(),
        **_delegations(addresses["event"], addresses["event_live"], addresses["event_open"]),
        "live": addresses["event_live"],
        "certificate": _certificate(addresses["event"]),
    }
    db.session.commit()
    return content


def _certificate(slug: str) -> str:
    """The token of the first certificate of an event that is over."""
    event, now = db.session.scalars(select(Event).where(Event.slug == slug)).one(), utcnow()
    issued = list_certificates(event, now=now)
    record_certificates(event, issued, actor="organizer", now=now)
    return issued[0].token


def a_meeting_that_is_on() -> tuple[str, str]:
    """The personal token of somebody who has a place at it, and its slug. Commits."""
    now = utcnow()
    meeting = an_event_soon(
        seats=9,
        slug="a11y-meeting",
        title="Träff om trygga torg",
        form=AttendanceMode.ONLINE,
        online_url="https://meeting.example/torg",
    )
    token = personal_token(a_registration(meeting, now=now))
    meeting.starts_at, meeting.ends_at = now, now + 12 * HOUR
    meeting.registration_closes_at = meeting.cancellation_closes_at = now
    db.session.commit()
    return token, meeting.slug


def a_session_with_materials(slug: str) -> str:
    """The code of a session that one may read beforehand, and more if one has a place. Commits."""
    event = _event(slug)
    session = _first(Session, Session.event_id == event.id, Session.code == "p05")
    for audience, title in (
        (Audience.PUBLIC, "Bilderna"),
        (Audience.CONFIRMED, "Övningar att göra hemma"),
    ):
        db.session.add(
            Material(
                event_id=event.id,
                session=session,
                title=title,
                audience=audience,
                filename="torg.pdf",
                media_type="application/pdf",
                checksum="0" * 64,
                size=52_000,
                created_at=utcnow(),
            )
        )
    db.session.commit()
    return str(session.code)


def a_meeting_of_a_series() -> str:
    """Its slug."""
    return str(_first(Event, Event.series_id.is_not(None)).slug)


def _surveys(past: str, live: str, draft: str) -> dict[str, str]:
    """One closed with its answers, one open, one drafted; a link used, and one too late."""
    now = utcnow()
    closed, going_on = (_first(Survey, Survey.event_id == _event(slug).id) for slug in (past, live))
    closed.shown_to_participants = closed.links_shared = True
    group = next(choice for choice in list_groups(closed) if choice.label == "Göteborg")
    used = links_of(going_on)[-1]
    submit_response(used, a_reply(), now=now)
    drafted = _drafted(_event(draft))
    ended = an_event_soon(seats=9, slug="a11y-late", title="Träffen som var")
    late = _drafted(ended)
    came = [a_registration(ended, now=now).id for _ in range(late.min_group)]
    surveys.open_survey(late, now=now, actor="organizer", attended=lambda _event: came)
    too_late = links_of(late)[0]
    surveys.close_survey(late, now=now, actor="organizer")
    at = "/organizer/events/{}/surveys"
    return {
        "closed_at": at.format(past),
        "closed": closed.code,
        "result": link_token(closed, group.code),
        "open_at": at.format(live),
        "open": going_on.code,
        "draft_at": at.format(draft),
        "drafted": drafted.code,
        "used": used,
        "late": too_late,
    }


def _drafted(event: Event) -> Survey:
    opens_at = event.ends_at
    reminds_at, closes_at = template.usual_times(event, opens_at)
    return template.draft_standard_survey(
        event, opens_at=opens_at, closes_at=closes_at, reminds_at=reminds_at
    )


def _exchanged() -> dict[str, str]:
    """Cards in each state, a listing with a message about it, and what an editor has to read."""
    now, own = utcnow(), _own_organisation()
    published = Experience.state == ExperienceState.PUBLISHED
    experience = _first(Experience, published, ~Experience.failed)
    text = LeadText("Morgonmöten", "Vi möts varje morgon.", "samordnare", MAILBOX, failed=True)
    lead.submit(text, own.id, event=None, now=now)
    adaptation.submit(
        experience,
        own.id,
        AdaptationKind.ADAPTS,
        comment="Vi möts inte.",
        contact_email=MAILBOX,
        now=now,
    )
    listing = _first(Listing, Listing.organisation_id == own.id)
    asking = _first(Organisation, Organisation.id != own.id)
    message = contact.send_message(
        listing, ContactText("Får vi komma?", "samordnare", MAILBOX), asking.id, now=now
    )
    assert message
    an_experience_file(experience, title="Mall för samtycke")
    waits = an_experience_in_review(own, experience.focus_areas[0], title="Fast rum på skolan")
    others = _first(Experience, published, ~Experience.failed, Experience.organisation_id != own.id)
    planned = add_action(
        own, PlanText("Pröva i två stadsdelar", "enhetschef"), actor="coordinator", now=now
    )
    unread = an_experience_in_review(an_organisation(), others.focus_areas[0], title="Öppet hus")
    asked = contact.send_message(
        others, ContactText("Får vi ringa?", "samordnare", MAILBOX), own.id, now=now
    )
    assert asked
    said = Declaration(AdaptationKind.ADAPTS, "Vi möts varannan dag.")
    declare(others, own, said, version=0, actor="coordinator", now=now)
    rewritten = a_draft_experience(own, title="Morgonmöten", measure="Vi möts på morgonen.")
    newer = an_experience_text(experience.focus_areas[0], measure="Vi möts varje morgon, stående.")
    edit(rewritten, newer, version=rewritten.version, actor="editor", now=now)
    return {
        "card": experience.code,
        "failed": _first(Experience, published, Experience.failed).code,
        "draft": _first(
            Experience,
            Experience.state == ExperienceState.DRAFT,
            Experience.organisation_id == own.id,
        ).code,
        "waits": waits.code,
        "synonyms": _first(SynonymGroup, SynonymGroup.withdrawn.is_(False)).code,
        "rewritten": rewritten.code,
        "others": others.code,
        "others_link": experience_token(others),
        "unread": unread.code,
        "unread_link": experience_token(unread),
        "asked": asked.code,
        "asked_link": contact_token(asked),
        "planned": planned.code,
        "listing": listing.code,
        "contact": message.code,
    }


def _delegations(past: str, live: str, coming: str) -> dict[str, str]:
    """The coordinator's, at an event gone by, one going on and one to come; a person in that."""
    own = _own_organisation()
    delegations = {
        name: _first(
            Delegation,
            Delegation.organisation_id == own.id,
            Delegation.event_id == _event(slug).id,
        )
        for name, slug in (("past", past), ("now", live), ("coming", coming))
    }
    person = _first(
        Registration,
        Registration.delegation_id == delegations["coming"].id,
        Registration.state == RegistrationState.CONFIRMED,
    )
    event, now = an_event_soon(seats=20, title="Nätverksträff för kommuner"), utcnow()
    invited = an_invited_delegation(event, own, answer_by=now.date() + 14 * DAY, now=now)
    delegations["invited"] = invited.delegation
    return {
        **{name: delegation.code for name, delegation in delegations.items()},
        "person": person.code,
    }


def _own_organisation() -> Organisation:
    """The one that the demo's coordinator looks after."""
    account = find_by_email(ADDRESSES[Role.COORDINATOR])
    assert account
    (organisation,) = coordinated_organisation_ids(account)
    return db.session.get_one(Organisation, organisation)


def _event(slug: str) -> Event:
    event: Event = _first(Event, Event.slug == slug)
    return event


def _first(kind: Any, *where: Any) -> Any:
    return db.session.scalars(select(kind).where(*where).order_by(kind.id).limit(1)).one()
