"""A programme of so many sessions: rooms, tracks, speakers and texts of a natural length."""

import random
from datetime import timedelta

from eventapp.clock import utcnow
from eventapp.domain.schedule.release import store_release
from eventapp.extensions import db
from eventapp.models import Event, Room, Session, SessionKind, SessionSpeaker, Speaker, Track

ROOMS, TRACKS = 10, 6
WORDS = (
    "kommunen polisen bostadsbolaget skolan lägesbilden orsaken åtgärden uppföljningen resultatet "
    "trygghet samverkan mätning otrygghet vandalism belysning fältarbete föräldrar ungdomar "
    "visade minskade ökade prövade följde jämförde började kostade höll varade saknade och som "
    "under efter genom mellan utan vecka månad område kväll helg torg park station"
)


def add_programme(event: Event, *, sessions: int) -> str:
    """Fill the event's schedule and release it; the code of one session in the middle."""
    rooms = [
        Room(event_id=event.id, code=f"r{n}", name=f"Sal {n}", floor="Plan 2", position=n)
        for n in range(ROOMS)
    ]
    tracks = [
        Track(event_id=event.id, code=f"t{n}", name=f"Spår {n}", position=n) for n in range(TRACKS)
    ]
    speakers = [
        Speaker(
            event_id=event.id,
            name=f"Talare {n}",
            title="Samordnare",
            organisation="Exempelstads kommun",
            biography="Har arbetat med lokala lägesbilder i många år.",
        )
        for n in range(max(1, sessions // 2))
    ]
    db.session.add_all([*rooms, *tracks, *speakers])
    db.session.flush()
    for number in range(sessions):
        db.session.add(_session(event, number, rooms, tracks, speakers))
    db.session.flush()
    store_release(event, actor="organizer", now=utcnow())
    return f"s{sessions // 2}"


def _session(
    event: Event, number: int, rooms: list[Room], tracks: list[Track], speakers: list[Speaker]
) -> Session:
    turn, room = divmod(number, ROOMS)
    day, hour = divmod(turn, 10)
    starts = event.starts_at + timedelta(days=day, minutes=45 * hour)
    return Session(
        event_id=event.id,
        code=f"s{number}",
        room_id=rooms[room].id,
        track_id=tracks[number % TRACKS].id,
        kind=SessionKind.CHOICE,
        form="Föredrag",
        title=f"Pass {number}: vad som höll när vi mätte på riktigt",
        abstract=_text(number, 60 + 40 * (number % 3)),
        starts_at=starts,
        ends_at=starts + timedelta(minutes=40),
        choice_group=f"g{turn}",
        seats=40,
        known=["Uppföljning varje vecka minskade antalet anmälningar i området."],
        unknown=["Om verkan består efter två år."],
        meaning=["Börja i liten skala och mät från första dagen."],
        appearances=[SessionSpeaker(speaker_id=speakers[number % len(speakers)].id)],
    )


def _text(number: int, words: int) -> str:
    """Words in an order of their own, so that compression has something to do."""
    return " ".join(random.Random(number).choices(WORDS.split(), k=words)).capitalize() + "."
