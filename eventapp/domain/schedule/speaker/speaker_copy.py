"""A speaker's own data as plain values (GDPR articles 15 and 20)."""

from dataclasses import asdict
from typing import Any

from eventapp.domain.schedule.speaker.part import list_parts_of
from eventapp.domain.schedule.speaker.proposal import find_proposal, presentation_of
from eventapp.domain.schedule.speaker.reply import consents_of, find_reply, needs_of
from eventapp.domain.schedule.speaker.slides import list_slides
from eventapp.models import SpeakerAddress


def exported_speaker(address: SpeakerAddress) -> dict[str, Any]:
    """What is shown of the speaker, and what they have sent by their own link."""
    speaker, reply, proposal = address.speaker, find_reply(address), find_proposal(address)
    consents = consents_of(speaker)
    return {
        "event": address.event.title,
        **asdict(presentation_of(speaker)),
        "language": address.language,
        "photo": speaker.photo is not None,
        "consents": {
            "page": consents.page.value,
            "slides": consents.slides.value,
            "film": consents.film.value,
        },
        "proposed": asdict(presentation_of(proposal)) if proposal else None,
        "problem": reply.problem if reply else "",
        "needs": needs_of(address),
        "sessions": [part.shown.title for part in list_parts_of(speaker)],
        "slides": [material.title for material in list_slides(speaker)],
    }
