"""A speaker's own page: what is asked, what is answered, and who sees it when."""

import re
from io import BytesIO

import pytest
from flask import Flask

from eventapp.clock import standing_at
from eventapp.documents.photo import FILE_MAX_BYTES
from eventapp.domain.event.release import release_schedule
from eventapp.domain.schedule import material as materials
from eventapp.domain.schedule.materials.access import VISITOR, find_open
from eventapp.domain.schedule.speaker.part import list_parts_of
from eventapp.domain.schedule.speaker.photo import PhotoSize, read_photo
from eventapp.domain.schedule.speaker.proposal import accept_proposal, find_proposal
from eventapp.domain.schedule.speaker.reply import find_reply, needs_of
from eventapp.domain.schedule.speaker.shown_speaker import list_shown_speakers
from eventapp.domain.schedule.speaker.slides import list_slides
from eventapp.extensions import db
from eventapp.models import (
    Audience,
    Consent,
    Event,
    Opening,
    Session,
    SlidesConsent,
    Speaker,
    SpeakerRole,
)
from tests.builders import DAY, HOUR, NOON, a_session, an_event
from tests.builders.forms import send
from tests.builders.speaker import a_picture, a_speaker, invite, link_of
from tests.visitor import Visitor


@pytest.fixture
def reader(client: Visitor) -> Visitor:
    client.set_cookie("language", "en")
    return client


@pytest.fixture
def session(app: Flask) -> Session:
    del app
    return a_session(an_event(), title="Ljus på torget")


@pytest.fixture
def event(session: Session) -> Event:
    event = db.session.get(Event, session.event_id)
    assert event
    return event


@pytest.fixture
def speaker(event: Event, session: Session) -> Speaker:
    speaker = a_speaker(event, session)
    invite(event)
    return speaker


def release(event: Event) -> None:
    release_schedule(event, actor="organizer", now=NOON)
    db.session.commit()


def test_the_page_says_when_where_and_with_whom_and_changes_nothing(
    reader: Visitor, event: Event, session: Session, speaker: Speaker
) -> None:
    session.released = None
    a_speaker(event, session, role=SpeakerRole.MODERATOR, name="Viggo Leder", email="")
    page = reader.get(link_of(speaker))
    assert page.status_code == 200
    for words in ("Hello Karin", "Ljus på torget", "Viggo Leder", "(moderator)", "Preliminary"):
        assert words in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert not list_parts_of(speaker)[0].confirmed
    assert "checked" not in page.text.partition('id="consent"')[2].partition("</section>")[0]


def test_an_event_without_a_place_yet_has_no_empty_where(
    reader: Visitor, event: Event, speaker: Speaker
) -> None:
    event.venue_name = event.venue_address = event.venue_city = ""
    db.session.commit()
    assert "<dt>Where</dt>" not in reader.get(link_of(speaker)).text


def test_a_postcode_stays_on_one_line(reader: Visitor, event: Event, speaker: Speaker) -> None:
    event.venue_address = "Storgatan 4, 702 10 Örebro"
    db.session.commit()

    assert "702\N{NO-BREAK SPACE}10" in reader.get(link_of(speaker)).text


def test_a_link_ends_thirty_days_after_the_event_and_with_another_address(
    reader: Visitor, event: Event, speaker: Speaker
) -> None:
    link = link_of(speaker)
    with standing_at(event.ends_at + 29 * DAY):
        assert reader.get(link).status_code == 200
    with standing_at(event.ends_at + 30 * DAY):
        assert reader.get(link).status_code == 404
    assert reader.get("/speakers/abcdef").status_code == 404


def test_what_is_confirmed_is_asked_again_when_it_changes(
    reader: Visitor, event: Event, session: Session, speaker: Speaker
) -> None:
    release(event)
    link = link_of(speaker)
    key = reader.get(link).text.partition('name="key" value="')[2][:16]
    assert send(reader, f"{link}/confirmation", link, key=key).status_code == 303
    assert "You have confirmed" in reader.get(link).text

    session.starts_at += HOUR
    session.ends_at += HOUR
    db.session.commit()
    assert "You have confirmed" in reader.get(link).text  # the draft is nobody's business
    release(event)
    assert "Time or room has changed" in reader.get(link).text
    stale = send(reader, f"{link}/confirmation", link, key=key)
    assert stale.status_code == 409
    assert "Look at them again" in stale.text


def test_text_and_photo_are_shown_to_others_once_an_organizer_has_read_them(
    reader: Visitor, event: Event, speaker: Speaker
) -> None:
    release(event)
    speaker.page_consent = Consent.YES
    link, public = link_of(speaker), f"/events/{event.slug}/speakers/{speaker.code}"
    answer = send(
        reader,
        f"{link}/presentation",
        f"{link}/presentation",
        name="Karin T",
        biography="Kan **ljus**.",
        photo=(a_picture(), "jag.jpg"),
    )
    assert answer.status_code == 303
    assert "<strong>ljus</strong>" in reader.get(link).text
    assert reader.get(f"{link}/photo/proposed/small").status_code == 200
    assert "ljus" not in reader.get(public).text
    assert reader.get(f"{public}/photo/small").status_code == 404

    proposal = find_proposal(speaker.address)
    assert proposal
    accept_proposal(event, speaker, version=proposal.version, actor="organizer", now=NOON)
    shown = reader.get(public).text
    assert "<strong>ljus</strong>" in shown
    assert "Karin T" in shown
    photo = reader.get(f"{public}/photo/small")
    assert (photo.status_code, photo.mimetype) == (200, "image/jpeg")


def test_a_file_that_is_no_photo_is_refused_and_what_was_typed_stays(
    reader: Visitor, speaker: Speaker
) -> None:
    address = f"{link_of(speaker)}/presentation"
    photo = (a_picture(50, 50), "liten.jpg")
    answer = send(reader, address, address, name="Karin T", biography="Kvar.", photo=photo)
    assert answer.status_code == 422
    assert "too small" in answer.text
    assert "Kvar." in answer.text
    assert find_proposal(speaker.address) is None


def test_a_name_that_is_a_web_address_is_refused(reader: Visitor, speaker: Speaker) -> None:
    address = f"{link_of(speaker)}/presentation"
    answer = send(reader, address, address, name="www.vinst.example", biography="Kvar.")
    assert answer.status_code == 422
    assert "A name cannot contain a web or email address." in answer.text
    assert "Kvar." in answer.text


def test_a_photo_that_waits_survives_a_later_correction_of_the_text(
    reader: Visitor, event: Event, speaker: Speaker
) -> None:
    address = f"{link_of(speaker)}/presentation"
    send(reader, address, address, name="Karin T", photo=(a_picture(), "jag.jpg"))
    send(reader, address, address, name="Karin Talar")
    proposal = find_proposal(speaker.address)
    assert proposal
    accept_proposal(event, speaker, version=proposal.version, actor="organizer", now=NOON)
    assert read_photo(speaker, PhotoSize.SMALL)


def test_each_consent_is_asked_apart_and_can_be_taken_back(
    reader: Visitor, event: Event, speaker: Speaker
) -> None:
    release(event)
    link, public = link_of(speaker), f"/events/{event.slug}/speakers/{speaker.code}"
    assert reader.get(public).status_code == 404
    assert send(reader, f"{link}/consents", link, own_page="yes").status_code == 303
    assert reader.get(public).status_code == 200
    assert (speaker.slides_consent, speaker.film_consent) == ("", "")
    session_page = f"/events/{event.slug}/sessions/{list_parts_of(speaker)[0].session.code}"
    assert public in reader.get(session_page).text
    send(reader, f"{link}/consents", link, own_page="no", slides="public", film="no")
    assert reader.get(public).status_code == 404
    assert list_shown_speakers(event) == {}
    assert speaker.slides_consent is SlidesConsent.PUBLIC
    assert send(reader, f"{link}/consents", link, own_page="perhaps").status_code == 422


def test_what_says_nothing_is_not_said_to_be_saved(reader: Visitor, speaker: Speaker) -> None:
    link = link_of(speaker)
    for action in ("consents", "report"):
        send(reader, f"{link}/{action}", link)
        page = reader.get(link).text
        assert "Nothing was changed." in page
        assert "have been saved" not in page
        assert "Saved." not in page


def test_a_photo_that_is_too_large_is_refused_before_the_text_is_lost(
    reader: Visitor, speaker: Speaker
) -> None:
    page = reader.get(f"{link_of(speaker)}/presentation").text
    assert f'data-component="file-limit" data-most="{FILE_MAX_BYTES}"' in page


def test_what_is_wrong_reaches_the_organizers_and_needs_are_sealed(
    reader: Visitor, speaker: Speaker
) -> None:
    link = link_of(speaker)
    sent = {"problem": "Jag kan först klockan 13", "needs": "Jag sitter i rullstol"}
    assert send(reader, f"{link}/report", link, **sent).status_code == 303
    reply, address = find_reply(speaker.address), speaker.address
    assert reply
    assert address
    assert reply.problem == sent["problem"]
    assert reply.needs_sealed
    assert b"rullstol" not in reply.needs_sealed
    assert needs_of(address) == sent["needs"]


def form_version(reader: Visitor, page: str, action: str) -> str:
    """What the form of the page as it is now is sent with."""
    form = reader.get(page).text.partition(f'action="{action}"')[2]
    version = re.search(r'name="version"[^>]*value="([^"]+)"', form)
    assert version
    return version[1]


def test_a_report_is_changed_as_often_as_one_likes(reader: Visitor, speaker: Speaker) -> None:
    link = link_of(speaker)
    for needs in ("Talarstol", "Talarstol och ljud", ""):
        sent = {
            "problem": "Fel dag",
            "needs": needs,
            "version": form_version(reader, link, f"{link}/report"),
        }
        assert send(reader, f"{link}/report", link, **sent).status_code == 303
        assert needs_of(speaker.address) == needs


def test_what_is_sent_from_an_old_page_undoes_nothing_that_was_sent_since(
    reader: Visitor, speaker: Speaker
) -> None:
    link = link_of(speaker)
    version = form_version(reader, link, f"{link}/report")
    first = {"problem": "Jag kan först klockan 13", "needs": "Talarstol"}
    assert send(reader, f"{link}/report", link, **first).status_code == 303

    # Both windows say what is needed; only the other one says what is wrong.
    late = {"problem": "", "needs": "Ljud från datorn", "version": version}
    other = send(reader, f"{link}/report", link, **late)
    assert other.status_code == 409
    for text in ("Jag kan först klockan 13", "Talarstol", "Ljud från datorn"):
        assert text in other.text
    assert needs_of(speaker.address) == "Talarstol"

    untouched = {"problem": "", "needs": "", "version": version}
    assert send(reader, f"{link}/report", link, **untouched).status_code == 303
    reply = find_reply(speaker.address)
    assert reply
    assert (reply.problem, needs_of(speaker.address)) == tuple(first.values())


def test_an_old_page_neither_gives_back_a_consent_nor_takes_away_a_text(
    reader: Visitor, speaker: Speaker
) -> None:
    link = link_of(speaker)
    consents, presentation = f"{link}/consents", f"{link}/presentation"
    send(reader, consents, link, own_page="yes", slides="no", film="yes")
    opened = form_version(reader, link, consents)
    send(reader, consents, link, own_page="yes", slides="no", film="no")
    late = {"own_page": "yes", "slides": "confirmed", "film": "yes", "version": opened}
    assert send(reader, consents, link, **late).status_code == 303
    assert (speaker.slides_consent, speaker.film_consent) == (SlidesConsent.CONFIRMED, Consent.NO)

    torn = send(reader, consents, link, **late | {"slides": "public"})
    assert torn.status_code == 409
    assert "Someone has saved another version" in torn.text
    assert (speaker.slides_consent, speaker.film_consent) == (SlidesConsent.CONFIRMED, Consent.NO)

    opened = form_version(reader, presentation, presentation)
    text = {"name": speaker.name, "biography": "Kan ljus.", "organisation": speaker.organisation}
    assert send(reader, presentation, presentation, **text).status_code == 303
    late = {"name": speaker.name, "title": "Lektor", "version": opened}
    late |= {"organisation": speaker.organisation, "biography": speaker.biography}
    assert send(reader, presentation, presentation, **late).status_code == 303
    proposal = find_proposal(speaker.address)
    assert proposal
    assert (proposal.title, proposal.biography) == ("Lektor", "Kan ljus.")

    left = reader.get(link).text.partition('id="left"')[2].partition("</section>")[0]
    assert left.count("The organisers are reading it") == 1  # no photo was sent

    torn = send(reader, presentation, presentation, **late | {"biography": "Kan mörker."})
    assert torn.status_code == 409
    assert "Kan ljus." in torn.text
    assert "Kan mörker." in torn.text


def test_a_speaker_who_is_in_no_released_session_has_no_public_page(
    reader: Visitor, event: Event
) -> None:
    release(event)
    speaker = a_speaker(event, page_consent=Consent.YES)
    assert reader.get(f"/events/{event.slug}/speakers/{speaker.code}").status_code == 404


def test_earlier_sessions_are_shown_where_the_same_person_agreed(
    reader: Visitor, event: Event, speaker: Speaker
) -> None:
    other = an_event(title="Torgdagen")
    earlier = a_speaker(other, a_session(other, title="Mörker på torget"))
    assert earlier.code == speaker.code
    for shown in (event, other):
        release(shown)
    speaker.page_consent = Consent.YES
    public = f"/events/{event.slug}/speakers/{speaker.code}"
    assert "Mörker på torget" not in reader.get(public).text
    earlier.page_consent = Consent.YES
    assert "Mörker på torget" in reader.get(public).text
    earlier.name = "Någon Annan"  # another person under the same code, as files may bring
    assert "Mörker på torget" not in reader.get(public).text


def upload(reader: Visitor, link: str, **fields: object) -> int:
    file = (BytesIO(b"%PDF-1.7 bilder"), "bilder.pdf")
    sent = {"title": "Mina bilder", "file": file, **fields}
    return send(reader, f"{link}/slides", link, **sent).status_code


def test_slides_are_refused_where_the_event_has_no_room_left(
    reader: Visitor, event: Event, speaker: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(event)
    monkeypatch.setattr(materials, "EVENT_MAX_BYTES", 10)
    assert upload(reader, link_of(speaker)) == 422
    assert list_slides(speaker) == []


def test_slides_are_seen_by_whom_the_speaker_allows_and_can_be_taken_back(
    reader: Visitor, event: Event, speaker: Speaker
) -> None:
    release(event)
    link = link_of(speaker)
    assert upload(reader, link, title="") == 422
    assert upload(reader, link) == 303
    (material,) = list_slides(speaker)
    assert material.audience is Audience.ORGANIZERS  # nothing was answered yet
    page = reader.get(link).text
    assert "Mina bilder" in page
    assert "Only the organisers can see it." in page
    own = f"{link}/slides/{material.code}"
    assert reader.get(own).data == b"%PDF-1.7 bilder"

    send(reader, f"{link}/consents", link, slides="public")
    assert (material.audience, material.opening) == (Audience.PUBLIC, Opening.SESSION_END)
    with standing_at(event.ends_at):
        opened = find_open(event, material.code, VISITOR, now=event.ends_at)
    assert opened is material
    send(reader, f"{link}/consents", link, slides="no")
    assert find_open(event, material.code, VISITOR, now=event.ends_at) is None

    assert send(reader, f"{own}/removal", link).status_code == 303
    assert list_slides(speaker) == []
    assert reader.get(own).status_code == 404
    again = send(reader, f"{own}/removal", link)
    assert again.status_code == 404
    assert "already been taken back" in again.text


def test_what_is_no_slides_is_refused_with_what_was_typed(
    reader: Visitor, speaker: Speaker
) -> None:
    link = link_of(speaker)
    program = (BytesIO(b"MZ program"), "bilder.exe")
    answer = send(reader, f"{link}/slides", link, title="Mina bilder", file=program)
    assert answer.status_code == 422
    assert 'value="Mina bilder"' in answer.text
    bad = {"link__title": "Film", "link__url": "javascript:alert(1)"}
    refused = send(reader, f"{link}/slides/links", link, **bad)
    assert refused.status_code == 422
    assert "starts with https" in refused.text
    good = {"link__title": "Film", "link__url": "https://film.example/1"}
    assert send(reader, f"{link}/slides/links", link, **good).status_code == 303
    assert [material.url for material in list_slides(speaker)] == ["https://film.example/1"]
