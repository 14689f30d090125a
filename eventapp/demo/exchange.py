"""What came of the conference and the meetings: 25 experiences, adaptations, offers and needs."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from eventapp.demo.direct_insert import insert_follow_ups
from eventapp.demo.sample import Sample, read
from eventapp.demo.timeline import ORGANIZER
from eventapp.domain.exchange import adaptation, approval, experience, lecture, listing, renewal
from eventapp.domain.exchange.experience import WRITTEN, ExperienceText
from eventapp.domain.exchange.finding import synonym
from eventapp.domain.exchange.listing import ListingText
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import (
    AdaptationKind,
    Cost,
    Event,
    EvidenceStage,
    Experience,
    ListingKind,
    Organisation,
    Readership,
    Research,
    Session,
)
from eventapp.models.exchange.experience import ProcessStep

COORDINATOR, EDITOR = Role.COORDINATOR.value, Role.EDITOR.value
ENUMS = {
    "stage": EvidenceStage,
    "research": Research,
    "cost": Cost,
    "step": ProcessStep,
    "contact_for": Readership,
    "audience": Readership,
}
WORDS_DAY = "2023-06-20"
REVIEW_DURATION = timedelta(days=9)
LECTURES = ("p02", "p06", "p11")


def seed_exchange(*, now: datetime) -> None:
    """Write, approve and publish the experiences, and what others made of them."""
    sample = read("experiences")
    organisations = {row.code: row for row in db.session.scalars(select(Organisation))}
    events = {event.slug: event.id for event in db.session.scalars(select(Event))}
    for facts in sorted(sample["experiences"], key=lambda facts: str(facts["created_on"])):
        written = _seed_experience(
            facts, organisations[facts["organisation"]], events.get(facts["source"])
        )
        _seed_adaptations(written, facts["adaptations"], organisations)
        insert_follow_ups(written, facts["follow_ups"])
    synonym.add_usual_synonyms(actor=EDITOR, now=_morning(WORDS_DAY))
    _seed_listings(sample["listings"], organisations, now)
    renewal.ask_mailboxes(now=now)  # long ago: as all letters of the sample, not sent now
    _join_lectures(now - timedelta(days=1))


def _join_lectures(now: datetime) -> None:
    """Show the two experiences that are most like a lecture of the conference with it."""
    event = db.session.scalars(
        select(Event).where(Event.slug == read("conference_2023")["event"]["slug"])
    ).one()
    for code in LECTURES:
        session = db.session.scalars(
            select(Session).where(Session.event_id == event.id, Session.code == code)
        ).one()
        for alike in lecture.suggest_experiences(session)[:2]:
            lecture.link_experience(event, session, alike, actor=ORGANIZER, now=now)


def _seed_experience(facts: Sample, organisation: Organisation, event_id: int | None) -> Experience:
    now = _morning(facts["created_on"])
    written = experience.draft(organisation, _text(facts), actor=EDITOR, now=now, event_id=event_id)
    if facts["state"] == "draft":
        return written
    approval.send_for_review(written, actor=EDITOR, now=now)
    if facts["state"] == "in-review":
        return written
    now += REVIEW_DURATION
    approval.approve_by_municipality(written, version=written.version, actor=COORDINATOR, now=now)
    approval.approve_by_editor(written, version=written.version, actor=EDITOR, now=now)
    review_on = date.fromisoformat(facts["review_on"])
    approval.publish(written, actor=ORGANIZER, now=now, review_on=review_on)
    return written


def _text(facts: Sample) -> ExperienceText:
    values = {name: facts[name] for name in WRITTEN if name in facts}
    for name, kind in ENUMS.items():
        values[name] = kind(values[name])
    return ExperienceText(**values, focus_areas=tuple(facts["focus_areas"]))


def _seed_adaptations(
    written: Experience, adaptations: list[Sample], organisations: dict[str, Organisation]
) -> None:
    for adapted in adaptations:
        submitted = adaptation.submit(
            written,
            organisations[adapted["organisation"]].id,
            AdaptationKind(adapted["kind"]),
            comment=adapted["comment"],
            contact_email="",
            now=_morning(adapted["told_on"]),
        )
        adaptation.decide(submitted, show=True)


def _seed_listings(
    listings: list[Sample], organisations: dict[str, Organisation], now: datetime
) -> None:
    """Write the offers and needs some days ago: each is listed for a year from then."""
    for written in listings:
        text = ListingText(
            kind=ListingKind(written["kind"]),
            area=written["focus_area"],
            title=written["title"],
            text=written["text"],
        )
        listing.write(
            organisations[written["organisation"]],
            text,
            actor=COORDINATOR,
            now=now - timedelta(days=written["days_ago"]),
        )


def _morning(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(8), UTC)
