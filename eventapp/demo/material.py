"""Slides and hand-outs of the sample's lectures, made of what the sample says of them."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from xml.sax.saxutils import escape

from sqlalchemy import select

from eventapp.demo.sample import Sample, read
from eventapp.demo.timeline import ORGANIZER
from eventapp.documents.typesetter import typesetter
from eventapp.domain.schedule.material import (
    FILE_MAX_BYTES,
    OFFICE,
    MaterialLink,
    MaterialText,
    UploadedFile,
    add_link,
    add_material,
)
from eventapp.domain.schedule.materials.change import replace_file
from eventapp.domain.schedule.materials.page_text import store_pages
from eventapp.extensions import db
from eventapp.models import Audience, Captions, Event, Material, Opening, Session
from eventapp.views.files import file_store

PDF, DOCX = "application/pdf", f"{OFFICE}wordprocessingml.document"
AFTER_THE_EVENT = timedelta(days=2)
AN_HOUR = timedelta(hours=1)
# Of these lectures there are slides; of all a hand-out.
SLIDES = {"p02", "p11", "h02"}
SLIDES_NAME = "Presentationsbilder.pdf"
FILMED = "p11"
PARTS = (
    ("known", "Det här vet vi"),
    ("unknown", "Det här vet vi inte"),
    ("meaning", "Det betyder för en kommun"),
    ("references", "Läs mer"),
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LANGUAGE = '<w:lang w:val="sv-SE"/>'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>'
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="'
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    '" Target="word/document.xml"/></Relationships>'
)


@dataclass(frozen=True, slots=True)
class Deck:
    """A lecture as headings, each with a few lines."""

    title: str
    by: str
    slides: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def texts(self) -> list[str]:
        """What is on each page."""
        return [f"{self.title} {self.by}", *(f"{h} {' '.join(lines)}" for h, lines in self.slides)]


Slides = Mapping[Deck, bytes]


def set_slides() -> Slides:
    """The slides of each lecture that has some, as PDF. Needs no database."""
    decks = {
        facts["code"]: _deck(facts, _names_of(sample))
        for sample in _samples()
        for facts in sample["sessions"]
        if facts["code"] in SLIDES
    }
    return {deck: _slides_file(deck) for deck in (*decks.values(), _corrected(decks[FILMED]))}


def seed_materials(slides: Slides, *, now: datetime) -> None:
    """Add them to the conference, two days after it, and to the event under way, an hour ago."""
    for sample in _samples():
        event = db.session.scalars(select(Event).where(Event.slug == sample["event"]["slug"])).one()
        then = min(now - AN_HOUR, event.ends_at + AFTER_THE_EVENT)
        _seed_event(event, sample, slides, now=then)


def _samples() -> tuple[Sample, Sample]:
    return read("conference_2023"), read("further_events")["event_live"]


def _names_of(sample: Sample) -> dict[str, str]:
    return {speaker["code"]: speaker["name"] for speaker in sample["speakers"]}


def _seed_event(event: Event, sample: Sample, slides: Slides, *, now: datetime) -> None:
    sessions = {
        session.code: session
        for session in db.session.scalars(select(Session).where(Session.event_id == event.id))
    }
    speakers = _names_of(sample)
    over = now >= event.ends_at
    for facts in sample["sessions"]:
        session = sessions.get(facts["code"])
        if session is None or not facts["known"] or facts["cancelled"]:
            continue
        deck = _deck(facts, speakers)
        opening = Opening.NOW if over else Opening.SESSION_END
        if facts["code"] in SLIDES:
            text = MaterialText("Presentationsbilder", "sv", Audience.PUBLIC, session, opening)
            shown = _add(event, text, SLIDES_NAME, PDF, slides[deck], deck, now=now)
            if facts["code"] == FILMED:
                _film(event, session, deck, now=now)
                corrected = _corrected(deck)
                _correct(event, shown, slides[corrected], corrected, now=now)
        elif over:
            _add_hand_out(event, session, deck, now=now)
    if over:
        book = Deck(f"Arbetsbok: {event.title}", event.organiser, _book_of(sample))
        text = MaterialText("Arbetsbok för hemmaplan", "sv", Audience.CAME)
        _add(event, text, "Arbetsbok.docx", DOCX, _word_file(book), book, now=now)


def _deck(facts: Sample, speakers: dict[str, str]) -> Deck:
    by = ", ".join(speakers[code] for code in facts["speakers"])
    slides = tuple((words, tuple(facts[name])) for name, words in PARTS if facts[name])
    return Deck(facts["title"], by, slides)


def _book_of(sample: Sample) -> tuple[tuple[str, tuple[str, ...]], ...]:
    sessions = [session for session in sample["sessions"] if session["meaning"]]
    return tuple((session["title"], tuple(session["meaning"])) for session in sessions)


def _add_hand_out(event: Event, session: Session, deck: Deck, *, now: datetime) -> None:
    text = MaterialText("Sammanfattning", "sv", Audience.PUBLIC, session)
    _add(event, text, "Sammanfattning.docx", DOCX, _word_file(deck), deck, now=now)


def _corrected(deck: Deck) -> Deck:
    return Deck(deck.title, deck.by, (*deck.slides, ("Tack", ("Mät före och efter.",))))


def _film(event: Event, session: Session, deck: Deck, *, now: datetime) -> None:
    """The film of one lecture, and its check-list for those with a place."""
    film = MaterialLink("https://film.example/platsen-spelar-roll", 46, Captions.REVIEWED)
    text = MaterialText("Film av föreläsningen", "sv", Audience.PUBLIC, session)
    add_link(event, text, film, actor=ORGANIZER, now=now)
    checked = Deck("Checklista för platsbesök", deck.by, deck.slides[-2:])
    text = MaterialText("Checklista för platsbesök", "sv", Audience.CONFIRMED, session)
    _add(event, text, "Checklista.docx", DOCX, _word_file(checked), checked, now=now)


def _correct(
    event: Event, material: Material, content: bytes, deck: Deck, *, now: datetime
) -> None:
    stored = _store(SLIDES_NAME, PDF, content)
    replace_file(event, material, stored, "en bild till i slutet", actor=ORGANIZER, now=now)
    _store_text(material, deck)


def _add(
    event: Event,
    text: MaterialText,
    filename: str,
    media_type: str,
    content: bytes,
    deck: Deck,
    *,
    now: datetime,
) -> Material:
    stored = _store(filename, media_type, content)
    material = add_material(event, text, stored, actor=ORGANIZER, now=now)
    _store_text(material, deck)
    return material


def _store(filename: str, media_type: str, content: bytes) -> UploadedFile:
    stored = file_store().store(BytesIO(content), most=FILE_MAX_BYTES)
    return UploadedFile(filename, media_type, stored.checksum, stored.size)


def _store_text(material: Material, deck: Deck) -> None:
    """What the worker would read in it."""
    texts = deck.texts if material.media_type == PDF else [" ".join(deck.texts)]
    store_pages(
        material.id,
        material.checksum,
        texts,
        first=1,
        count=len(texts) if material.media_type == PDF else None,
    )


def _slides_file(deck: Deck) -> bytes:
    slides = [{"heading": heading, "lines": lines} for heading, lines in deck.slides]
    sheet = {"title": deck.title, "by": deck.by, "slides": slides, "language": "sv"}
    inputs = {"sheet": json.dumps(sheet, ensure_ascii=False)}
    return typesetter.set_page("slides.typ", inputs, own_fonts=True)


def _word_file(deck: Deck) -> bytes:
    """A Word document of headings and lines, with nobody's name in its properties."""
    body = [_paragraph(deck.title, level=0), _paragraph(deck.by)]
    for heading, lines in deck.slides:
        body += [_paragraph(heading, level=1), *map(_paragraph, lines)]
    document = f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}</w:body></w:document>'
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _parts_of(document):
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _parts_of(document: str) -> Sequence[tuple[str, str]]:
    return (
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/document.xml", document),
    )


def _paragraph(text: str, level: int | None = None) -> str:
    """A paragraph, or a heading of a level: in the outline, so that it can be jumped to."""
    if level is None:
        return f"<w:p><w:r><w:rPr>{LANGUAGE}</w:rPr><w:t>{escape(text)}</w:t></w:r></w:p>"
    outline = f'<w:pPr><w:outlineLvl w:val="{level}"/></w:pPr>'
    size = 36 - 8 * level
    run = f'<w:rPr><w:b/><w:sz w:val="{size}"/>{LANGUAGE}</w:rPr><w:t>{escape(text)}</w:t>'
    return f"<w:p>{outline}<w:r>{run}</w:r></w:p>"
