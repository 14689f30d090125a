"""Materials, made by the product's own verbs."""

from datetime import datetime

from eventapp.domain.schedule.material import (
    MaterialLink,
    MaterialText,
    UploadedFile,
    add_link,
    add_material,
)
from eventapp.models import Audience, Captions, Event, Material, Opening, Organisation, Session
from tests.builders.moments import NOON


def a_material(
    event: Event,
    audience: Audience = Audience.PUBLIC,
    *,
    session: Session | None = None,
    opening: Opening = Opening.NOW,
    opens_at: datetime | None = None,
    organisations: tuple[Organisation, ...] = (),
    title: str = "Bilder",
    checksum: str = "0" * 64,
    now: datetime = NOON,
) -> Material:
    """A file, of which nothing is stored."""
    text = MaterialText(title, "sv", audience, session, opening, opens_at, organisations)
    upload = UploadedFile(f"{title}.pdf", "application/pdf", checksum, 10)
    return add_material(event, text, upload, actor="organizer", now=now)


def a_film(
    event: Event,
    audience: Audience = Audience.PUBLIC,
    *,
    session: Session | None = None,
    captions: Captions | None = None,
) -> Material:
    """A link with a length."""
    text = MaterialText("Film", "sv", audience, session)
    film = MaterialLink("https://film.example/1", 46, captions)
    return add_link(event, text, film, actor="organizer", now=NOON)
