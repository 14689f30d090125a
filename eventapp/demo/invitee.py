"""Those who came to the conference under way are invited to the next one; some have answered."""

from datetime import datetime, timedelta

from sqlalchemy import select

from eventapp.demo.sample import read
from eventapp.demo.timeline import ORGANIZER
from eventapp.domain.desk.invitee.answer import answer_invitation
from eventapp.domain.desk.invitee.candidate import EarlierGroup, list_candidates
from eventapp.domain.desk.invitee.invitee import add_invitees
from eventapp.domain.desk.invitee.letter import send_invitations
from eventapp.extensions import db
from eventapp.models import Event, Invitee, InviteeAnswer

SENT_BEFORE = timedelta(hours=6)
ANSWERED_BEFORE = timedelta(hours=2)
# By their place on the list.
ANSWERS = {
    1: (InviteeAnswer.NO, "Upptagen den veckan"),
    2: (InviteeAnswer.LATER, ""),
    4: (InviteeAnswer.YES, ""),
    7: (InviteeAnswer.NO, ""),
}
LATER_DAYS = 7


def seed_invitees(*, now: datetime) -> None:
    """Invite, and answer as people do."""
    source, event = (_event(name) for name in ("event_live", "event_open"))
    sent = now - SENT_BEFORE
    candidates = list_candidates(source, EarlierGroup.REGISTERED)
    add_invitees(event, candidates, actor=ORGANIZER, now=sent)
    for _count in send_invitations(event, actor=ORGANIZER, now=sent):
        db.session.flush()
    people = db.session.scalars(
        select(Invitee).where(Invitee.event_id == event.id).order_by(Invitee.id)
    ).all()
    for place, (answer, reason) in ANSWERS.items():
        answer_invitation(
            people[place], answer, reason=reason, days=LATER_DAYS, now=now - ANSWERED_BEFORE
        )


def _event(name: str) -> Event:
    slug = read("further_events")[name]["event"]["slug"]
    return db.session.scalars(select(Event).where(Event.slug == slug)).one()
