"""What came of the conference and the meetings: 25 cards, who builds on them, offers and needs."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from eventapp.demo.sample import Sample, read
from eventapp.demo.timeline import ORGANIZER
from eventapp.domain.event.focus_area import list_areas
from eventapp.domain.exchange import adaptation, approval, experience
from eventapp.domain.exchange.experience import WRITTEN, ExperienceText
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import (
    AdaptationKind,
    Cost,
    Event,
    EvidenceStage,
    Experience,
    ExperienceFollowUp,
    Need,
    Offer,
    Organisation,
    Readership,
    Research,
)

COORDINATOR, EDITOR = Role.COORDINATOR.value, Role.EDITOR.value
ENUMS = {
    "stage": EvidenceStage,
    "research": Research,
    "cost": Cost,
    "contact_for": Readership,
    "audience": Readership,
}
READING_TAKES = timedelta(days=9)
A_YEAR = timedelta(days=365)


def seed_exchange(*, now: datetime) -> None:
    """Tell it through the domain's verbs, both approvals too. The caller commits."""
    sample = read("experiences")
    organisations = {each.code: each for each in db.session.scalars(select(Organisation))}
    events = {each.slug: each.id for each in db.session.scalars(select(Event))}
    for told in sorted(sample["experiences"], key=lambda each: str(each["created_on"])):
        made = _seed_experience(
            told, organisations[told["organisation"]], events.get(told["source"])
        )
        for each in told["adaptations"]:
            adapted = adaptation.submit(
                made,
                organisations[each["organisation"]].id,
                AdaptationKind(each["kind"]),
                comment=each["comment"],
                contact_email="",
                now=_morning(each["told_on"]),
            )
            adaptation.decide(adapted, show=True)
        db.session.add_all(
            ExperienceFollowUp(
                experience_id=made.id,
                told_on=date.fromisoformat(each["told_on"]),
                text=each["text"],
            )
            for each in told["follow_ups"]
        )
    _seed_offers_and_needs(sample["wishes"], organisations, now)


def _seed_experience(told: Sample, organisation: Organisation, event_id: int | None) -> Experience:
    now = _morning(told["created_on"])
    made = experience.draft(organisation, _text(told), actor=EDITOR, now=now, event_id=event_id)
    if told["state"] == "draft":
        return made
    approval.send_for_review(made, actor=EDITOR, now=now)
    if told["state"] == "in-review":
        return made
    now += READING_TAKES
    approval.approve_by_municipality(made, version=made.version, actor=COORDINATOR, now=now)
    approval.approve_by_editor(made, version=made.version, actor=EDITOR, now=now)
    review_on = date.fromisoformat(told["review_on"])
    approval.publish(made, actor=ORGANIZER, now=now, review_on=review_on)
    return made


def _text(told: Sample) -> ExperienceText:
    written = {name: told[name] for name in WRITTEN}
    for name, kind in ENUMS.items():
        written[name] = kind(written[name])
    return ExperienceText(**written, focus_areas=tuple(told["focus_areas"]))


def _seed_offers_and_needs(
    wishes: list[Sample], organisations: dict[str, Organisation], now: datetime
) -> None:
    areas = {each.code: each for each in list_areas([each["focus_area"] for each in wishes])}
    for told in wishes:
        kind = Offer if told["kind"] == "offer" else Need
        db.session.add(
            kind(
                organisation=organisations[told["organisation"]],
                focus_area=areas[told["focus_area"]],
                title=told["title"],
                text=told["text"],
                told_on=date.fromisoformat(told["told_on"]),
                ends_on=(now + A_YEAR).date(),
            )
        )
    db.session.flush()


def _morning(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(8), UTC)
