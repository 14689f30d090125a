"""Speakers of an event, with their parts in sessions and their link."""

from datetime import datetime
from io import BytesIO
from typing import Any

from PIL import Image

from eventapp.domain.event.speaker.speaker_letter import invite_speakers
from eventapp.domain.schedule.speaker.part import set_parts
from eventapp.domain.schedule.speaker.speaker import create_speaker
from eventapp.domain.schedule.speaker_link import speaker_token
from eventapp.extensions import db
from eventapp.models import Event, Session, Speaker, SpeakerRole
from tests.builders.moments import NOON

EMAIL = "karin.talar@town.example"


def a_speaker(
    event: Event, *sessions: Session, role: SpeakerRole = SpeakerRole.SPEAKER, **facts: Any
) -> Speaker:
    """A speaker with an address, who has this role in these sessions."""
    values = {"name": "Karin Talar", "email": EMAIL, "language": "sv", **facts}
    speaker = create_speaker(event, values, actor="organizer", now=NOON)
    roles = {session.code: role for session in sessions}
    set_parts(event, speaker, roles, actor="organizer", now=NOON)
    return speaker


def invite(event: Event, *, now: datetime = NOON) -> None:
    """Promise their link to all who have not had it."""
    invite_speakers(event, actor="organizer", now=now)
    db.session.commit()


def link_of(speaker: Speaker) -> str:
    """The path of the speaker's own page."""
    assert speaker.address
    return f"/speakers/{speaker_token(speaker.address)}"


def a_picture(width: int = 400, height: int = 300, kind: str = "JPEG", **options: Any) -> BytesIO:
    """A picture as somebody uploads it; `options` are those of saving it."""
    picture = BytesIO()
    Image.new("RGB", (width, height), "#808080").save(picture, kind, **options)
    picture.seek(0)
    return picture
