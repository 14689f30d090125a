"""What speakers send: materials of their sessions, for whom they allow, theirs to take back."""

from dataclasses import replace

import pytest

from eventapp.domain.schedule.material import MaterialLink, MaterialText, UploadedFile
from eventapp.domain.schedule.materials.change import edit_material
from eventapp.domain.schedule.speaker.reply import Consents, set_consents
from eventapp.domain.schedule.speaker.slides import (
    ConsentMissing,
    add_slides,
    edit_with_consent,
    list_slides,
    withdraw_slides,
)
from eventapp.models import Audience, Consent, Opening, SlidesConsent
from tests.builders import NOON, a_session, an_event
from tests.builders.speaker import a_speaker

pytestmark = pytest.mark.usefixtures("app")
FILE = UploadedFile("bilder.pdf", "application/pdf", "0" * 64, 12)


@pytest.mark.parametrize(
    ("consent", "audience"),
    [
        (SlidesConsent.UNANSWERED, Audience.ORGANIZERS),
        (SlidesConsent.NO, Audience.ORGANIZERS),
        (SlidesConsent.CONFIRMED, Audience.CONFIRMED),
        (SlidesConsent.PUBLIC, Audience.PUBLIC),
    ],
)
def test_slides_are_for_whom_the_speaker_allows_before_and_after(
    consent: SlidesConsent, audience: Audience
) -> None:
    event = an_event()
    session = a_session(event)
    speaker = a_speaker(event, session)
    assert speaker.address
    before = add_slides(speaker.address, session, "Bilder", FILE, now=NOON)
    set_consents(event, speaker, Consents(slides=consent), now=NOON)
    link = MaterialLink("https://film.example/1")
    after = add_slides(speaker.address, session, "Film", link, now=NOON)
    assert (before.audience, after.audience) == (audience, audience)
    assert (before.opening, after.opening) == (Opening.SESSION_END, Opening.SESSION_END)
    assert list_slides(speaker) == [before, after]


@pytest.mark.parametrize(
    ("consent", "audience", "refused"),
    [
        (SlidesConsent.UNANSWERED, Audience.PUBLIC, True),
        (SlidesConsent.UNANSWERED, Audience.CAME, True),
        (SlidesConsent.NO, Audience.CONFIRMED, True),
        (SlidesConsent.CONFIRMED, Audience.PUBLIC, True),
        (SlidesConsent.CONFIRMED, Audience.CAME, False),
        (SlidesConsent.PUBLIC, Audience.CONFIRMED, False),
    ],
)
def test_organizers_show_slides_to_no_more_than_the_speaker_allows(
    consent: SlidesConsent, audience: Audience, refused: bool
) -> None:
    event = an_event()
    session = a_session(event)
    speaker = a_speaker(event, session)
    assert speaker.address
    set_consents(event, speaker, Consents(slides=consent), now=NOON)
    material = add_slides(speaker.address, session, "Bilder", FILE, now=NOON)
    before, text = material.audience, MaterialText("Rättad", "sv", audience, session)

    def edit(text: MaterialText) -> None:
        version = material.version
        edit_with_consent(event, material, text, version=version, actor="organizer", now=NOON)

    if not refused:
        edit(text)
        assert material.audience is audience
        return
    with pytest.raises(ConsentMissing):
        edit(text)
    edit(replace(text, audience=before))
    assert (material.title, material.audience) == ("Rättad", before)


def test_only_what_is_theirs_can_be_taken_back() -> None:
    event = an_event()
    session = a_session(event)
    karin, other = a_speaker(event, session), a_speaker(event, name="Bo", email="bo@town.example")
    assert karin.address
    assert other.address
    material = add_slides(karin.address, session, "Bilder", FILE, now=NOON)
    withdraw_slides(other.address, material, now=NOON)
    assert list_slides(karin) == [material]
    withdraw_slides(karin.address, material, now=NOON)
    assert list_slides(karin) == []


def test_what_organizers_keep_to_fewer_is_not_widened_by_a_consent() -> None:
    event = an_event()
    session = a_session(event)
    speaker = a_speaker(event, session)
    assert speaker.address
    public = Consents(slides=SlidesConsent.PUBLIC)
    set_consents(event, speaker, public, now=NOON)
    material = add_slides(speaker.address, session, "Bilder", FILE, now=NOON)
    narrow = MaterialText("Bilder", "sv", Audience.ORGANIZERS, session, Opening.SESSION_END)
    version = material.version
    edit_material(event, material, narrow, version=version, actor="x", now=NOON)
    set_consents(event, speaker, replace(public, film=Consent.YES), now=NOON)
    set_consents(event, speaker, Consents(slides=SlidesConsent.CONFIRMED), now=NOON)
    assert material.audience is Audience.ORGANIZERS
