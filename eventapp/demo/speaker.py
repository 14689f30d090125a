"""The sample's speakers: photos drawn for them, what they allow, and what they have sent."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from eventapp.demo.sample import Sample, read
from eventapp.demo.timeline import ORGANIZER
from eventapp.documents.photo import SIZES_PIXELS, photo_of
from eventapp.domain.event.speaker.speaker_calendar import confirm_sessions
from eventapp.domain.event.speaker.speaker_letter import invite_speakers
from eventapp.domain.schedule.speaker.part import confirmation_key, list_parts_of
from eventapp.domain.schedule.speaker.photo import SquarePhoto, change_photo
from eventapp.domain.schedule.speaker.proposal import Presentation, presentation_of, propose
from eventapp.domain.schedule.speaker.reply import Consents, report, set_consents
from eventapp.domain.schedule.speaker.speaker import edit_speaker
from eventapp.extensions import db
from eventapp.models import Consent, Event, SlidesConsent, Speaker

INVITED_BEFORE = timedelta(days=5)
ANSWERED_BEFORE = timedelta(days=2)
ALLOWED = Consents(Consent.YES, SlidesConsent.PUBLIC, Consent.NO)
SIDE = SIZES_PIXELS[-1]  # where the shapes below are drawn
# Ground, clothes, skin and hair, as a drawn picture shows them.
GROUNDS = ("#dcebe4", "#f3e2c7", "#d9e3f0", "#eadcf0", "#f5dada", "#e3ead0")
CLOTHES = ("#0c4a43", "#7a3b12", "#1f3f73", "#4d2a66", "#6e1f2f", "#39461a")
SKINS = ("#f1cdb0", "#d9a47c", "#a8714a", "#7b4b2d")
HAIR = ("#2b2018", "#6b4423", "#b98a4a", "#8d8d8d")


Portraits = Mapping[str, SquarePhoto]


def draw_portraits() -> Portraits:
    """A photo of each speaker, by name. Needs no database."""
    names = {speaker["name"] for sample in _samples() for speaker in sample["speakers"]}
    return {name: _draw(name) for name in names}


def seed_speakers(portraits: Portraits, *, now: datetime) -> None:
    """Let the speakers of the sample have photos, and those of the next event answer."""
    for sample in _samples():
        slug = sample["event"]["slug"]
        event = db.session.scalars(select(Event).where(Event.slug == slug)).one()
        for speaker in _speakers_of(event):
            photo = portraits[speaker.name]
            change_photo(event, speaker, photo, actor=ORGANIZER, now=now - INVITED_BEFORE)
            set_consents(event, speaker, ALLOWED, actor=ORGANIZER, now=now - INVITED_BEFORE)
    _ask(event, now=now)


def _samples() -> list[Sample]:
    further = read("further_events")
    return [read("conference_2023"), further["event_live"], further["event_open"]]


def _ask(event: Event, *, now: datetime) -> None:
    """Write to the speakers of the event, and answer as people do."""
    english = read("speakers")
    for number, speaker in enumerate(_speakers_of(event), 1):
        values = {
            "email": f"talare{number}@{speaker.code}.example",
            "language": "sv",
            "biography_en": english.get(speaker.code, ""),
        }
        edit_speaker(
            event,
            speaker,
            values,
            version=speaker.version,
            actor=ORGANIZER,
            now=now - INVITED_BEFORE,
        )
    invite_speakers(event, actor=ORGANIZER, now=now - INVITED_BEFORE)
    then = now - ANSWERED_BEFORE
    confirming, proposing, reporting, *_silent = _speakers_of(event)
    for speaker in (confirming, proposing):
        assert speaker.address  # noqa: S101  # given above
        confirm_sessions(speaker.address, key=confirmation_key(list_parts_of(speaker)), now=then)
    if proposing.address and reporting.address:
        longer = f"{proposing.biography} Svarar gärna på frågor efteråt."
        wanted = Presentation(
            proposing.name, proposing.title, proposing.organisation, longer, proposing.biography_en
        )
        if wanted != presentation_of(proposing):
            propose(proposing.address, wanted, now=then)
        report(
            reporting.address,
            problem="Mitt tåg kommer först 09.40.",
            needs="Ljud från min dator.",
            now=then,
        )


def _speakers_of(event: Event) -> list[Speaker]:
    return list(
        db.session.scalars(
            select(Speaker).where(Speaker.event_id == event.id).order_by(Speaker.code)
        )
    )


def _draw(name: str) -> SquarePhoto:
    """Somebody made up, in a few shapes: the same name always looks the same."""
    # Some megabytes, for photos alone.
    from PIL import Image, ImageDraw  # noqa: PLC0415

    ground, clothes, skin, hair, length, _ = hashlib.sha256(name.encode()).digest()[:6]
    picture = Image.new("RGB", (SIDE, SIDE), GROUNDS[ground % len(GROUNDS)])
    draw = ImageDraw.Draw(picture)
    if length % 2:
        draw.rounded_rectangle((163, 144, 413, 451), 115, fill=HAIR[hair % len(HAIR)])
    draw.ellipse((58, 413, 518, 864), fill=CLOTHES[clothes % len(CLOTHES)])
    draw.rounded_rectangle((245, 365, 331, 461), 38, fill=SKINS[skin % len(SKINS)])
    draw.ellipse((187, 154, 389, 408), fill=SKINS[skin % len(SKINS)])
    draw.pieslice((178, 134, 398, 374), 180, 360, fill=HAIR[hair % len(HAIR)])
    drawn = photo_of(picture)
    return SquarePhoto(drawn.digest, drawn.small, drawn.medium, drawn.large)
