"""Speakers at the desk: who owes what, letting their texts through, and writing to them."""

import re

import pytest
from sqlalchemy import select

from eventapp.domain.event.release import release_schedule
from eventapp.domain.schedule.published import PublishedSpeaker
from eventapp.domain.schedule.release import latest_schedule
from eventapp.domain.schedule.speaker.part import list_parts_of, set_parts
from eventapp.domain.schedule.speaker.proposal import Presentation, find_proposal, propose
from eventapp.domain.schedule.speaker.reply import Consents, find_reply, report, set_consents
from eventapp.extensions import db
from eventapp.models import (
    Consent,
    Event,
    Job,
    JobKind,
    Registration,
    Speaker,
    SpeakerAddress,
    SpeakerRole,
)
from tests.builders import HOUR, NOON, a_session, an_event
from tests.builders.forms import send
from tests.builders.speaker import EMAIL, a_picture, a_speaker, invite, link_of
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both


@pytest.fixture
def event(desk: Visitor) -> Event:
    del desk
    return an_event()


def base_of(event: Event) -> str:
    return f"/organizer/events/{event.slug}/speakers"


def test_an_empty_list_says_what_to_do_and_a_first_speaker_is_added(
    desk: Visitor, event: Event
) -> None:
    base = base_of(event)
    assert "No speakers yet" in desk.get(base).text
    wrong = send(desk, base, name="", organisation="Storköping")
    assert wrong.status_code == 422
    assert 'value="Storköping"' in wrong.text
    assert send(desk, base, name="Liv Tranhylla", email="liv@town.example").status_code == 303
    page = desk.get(base).text
    assert "Liv Tranhylla" in page
    assert "1 has not had their link" in page


def test_a_name_is_no_address_and_a_slip_in_an_address_is_asked_about(
    desk: Visitor, event: Event
) -> None:
    base = base_of(event)
    wrong = send(desk, base, name="Vinn på vinst.example", email="liv@gmial.com")
    assert wrong.status_code == 422
    assert "A name cannot contain a web or email address." in wrong.text
    added = send(desk, base, name="Liv", email="liv@gmial.com")
    assert "Did you mean liv@gmail.com?" in desk.get(added.location.partition("#")[0]).text
    right = a_speaker(event, name="Bo", email="bo@gmail.com")
    assert "Did you mean" not in desk.get(f"{base}/{right.code}").text


def test_the_list_is_searched_and_narrowed_to_those_who_owe(desk: Visitor, event: Event) -> None:
    done = {"biography": "Kan ljus.", "page_consent": Consent.NO, "film_consent": Consent.NO}
    a_speaker(event, name="Klar Färdig", email="", slides_consent="no", **done)
    a_speaker(event, name="Skyldig Allt", organisation="Storköping")
    base = base_of(event)
    owing = desk.get(f"{base}?only=owes").text
    assert "Skyldig Allt" in owing
    assert "Klar Färdig" not in owing
    hits = desk.get(f"{base}?q=storkoping").text
    assert "Skyldig Allt" in hits
    assert "Klar Färdig" not in hits
    assert "No match" in desk.get(f"{base}?q=ingen").text


def test_several_have_part_in_a_session_each_with_a_role_that_visitors_see(
    desk: Visitor, event: Event
) -> None:
    session = a_session(event)
    karin = a_speaker(event, session)
    viggo = a_speaker(event, name="Viggo Leder", email="")
    base = f"{base_of(event)}/{viggo.code}"
    sent = send(desk, f"{base}/parts", base, **{f"part-{session.code}": "moderator"})
    assert sent.status_code == 303
    assert [(part.speaker, part.role) for part in session.appearances] == [
        (karin, SpeakerRole.SPEAKER),
        (viggo, SpeakerRole.MODERATOR),
    ]
    release_schedule(event, actor="organizer", now=NOON)
    db.session.commit()
    schedule = latest_schedule(event)
    assert schedule
    speakers: tuple[PublishedSpeaker, ...] = schedule.sessions[0].speakers
    assert [speaker.role for speaker in speakers] == ["speaker", "moderator"]
    # The release before reads what is stored: it knows no roles of speakers.
    assert session.released
    assert all("role" not in speaker for speaker in session.released["speakers"])
    assert "Moderator." in desk.get(f"/events/{event.slug}/sessions/{session.code}").text


def test_what_a_speaker_sent_is_compared_accepted_or_left(desk: Visitor, event: Event) -> None:
    speaker = a_speaker(event, biography="Förr.")
    address = speaker.address
    assert address
    propose(address, Presentation("Karin Talar", biography="Nu."), now=NOON)
    base = f"{base_of(event)}/{speaker.code}"
    page = desk.get(base).text
    assert "Förr." in page.partition("<del>")[2].partition("</del>")[0]
    assert "Nu." in page.partition("<ins>")[2].partition("</ins>")[0]
    stale = send(desk, f"{base}/proposal", base, do="accept", version="7")
    assert stale.status_code == 409
    assert send(desk, f"{base}/proposal", base, do="accept", version="1").status_code == 303
    assert speaker.biography == "Nu."
    assert find_proposal(address) is None
    gone = send(desk, f"{base}/proposal", base, do="decline", version="1")
    assert gone.status_code == 409
    assert "dealt with" in gone.text


def test_what_is_wrong_is_shown_until_it_is_dealt_with(desk: Visitor, event: Event) -> None:
    speaker = a_speaker(event)
    assert speaker.address
    report(speaker.address, problem="Jag kan först 13", needs="Talarstol", now=NOON)
    base = f"{base_of(event)}/{speaker.code}"
    assert "Jag kan först 13" in desk.get(base).text
    assert "Talarstol" in desk.get(base).text
    assert "Says that something is wrong" in desk.get(base_of(event)).text
    assert send(desk, f"{base}/problem", base).status_code == 303
    assert "Jag kan först 13" not in desk.get(base).text
    reply = find_reply(speaker.address)
    assert reply
    assert reply.settled_at


def test_a_photo_is_uploaded_shown_and_removed(desk: Visitor, event: Event) -> None:
    speaker = a_speaker(event)
    base = f"{base_of(event)}/{speaker.code}"
    none = send(desk, f"{base}/photo", base)
    assert none.status_code == 422
    assert "Choose a file." in none.text
    sent = send(desk, f"{base}/photo", base, photo=(a_picture(kind="PNG"), "jag.png"))
    assert sent.status_code == 303
    assert desk.get(f"{base}/photo/shown/large").mimetype == "image/jpeg"
    assert send(desk, f"{base}/photo/removal", base).status_code == 303
    assert desk.get(f"{base}/photo/shown/large").status_code == 404


def test_all_are_written_to_once_and_a_new_link_ends_the_old(desk: Visitor, event: Event) -> None:
    speaker = a_speaker(event)
    base = base_of(event)
    assert "Write to 1 speaker" in desk.get(f"{base}/letter").text
    assert send(desk, f"{base}/letter", f"{base}/letter").status_code == 303
    old = link_of(speaker)
    assert desk.get(old).status_code == 200
    assert send(desk, f"{base}/letter", base).status_code == 409
    assert send(desk, f"{base}/{speaker.code}/letter", base).status_code == 303
    assert desk.get(old).status_code == 404
    assert desk.get(link_of(speaker)).status_code == 200
    kinds = db.session.scalars(select(Job.kind).where(Job.kind == JobKind.SPEAKER_MAIL)).all()
    assert len(kinds) == 2


def test_another_address_ends_the_link_and_nothing_counts_as_sent(
    desk: Visitor, event: Event
) -> None:
    speaker = a_speaker(event)
    invite(event)
    old, base = link_of(speaker), f"{base_of(event)}/{speaker.code}"
    changed = {"name": speaker.name, "email": "ny@town.example", "version": "1"}
    assert send(desk, base, base, **changed).status_code == 303
    assert desk.get(old).status_code == 404
    address = db.session.scalars(select(SpeakerAddress)).one()
    assert (address.email, address.invited_at) == ("ny@town.example", None)


def test_a_speaker_becomes_a_participant_with_one_click(desk: Visitor, event: Event) -> None:
    speaker = a_speaker(event, title="forskare", organisation="Storköping")
    base = f"{base_of(event)}/{speaker.code}"
    assert send(desk, f"{base}/registration", base).status_code == 303
    registration = db.session.scalars(select(Registration)).one()
    assert (registration.name, registration.email) == ("Karin Talar", EMAIL)
    again = send(desk, f"{base}/registration", base)
    assert again.status_code == 409


def test_consent_that_was_given_otherwise_is_written_down(desk: Visitor, event: Event) -> None:
    speaker = a_speaker(event)
    base = f"{base_of(event)}/{speaker.code}"
    assert send(desk, f"{base}/consents", base, own_page="yes", film="no").status_code == 303
    assert (speaker.page_consent, speaker.film_consent) == ("yes", "no")


def test_an_answer_that_the_organizer_has_not_seen_is_never_written_over(
    desk: Visitor, event: Event
) -> None:
    speaker = a_speaker(event)
    assert speaker.address
    base = f"{base_of(event)}/{speaker.code}"
    report(speaker.address, problem="Jag kan först 13", needs="", now=NOON)
    opened = hidden_on(desk.get(base).text)
    set_consents(event, speaker, Consents(film=Consent.NO), now=NOON)
    report(speaker.address, problem="Jag är sjuk", needs="", now=NOON + HOUR)
    db.session.commit()
    consents = {"own_page": "yes", "film": "yes", "shown": opened["consents"]}
    late = send(desk, f"{base}/consents", base, **consents)
    assert (late.status_code, speaker.film_consent) == (409, Consent.NO)
    assert "the speaker has answered again" in late.text
    late = send(desk, f"{base}/problem", base, shown=opened["problem"])
    assert late.status_code == 409
    reply = find_reply(speaker.address)
    assert reply
    assert reply.settled_at is None
    now = hidden_on(late.text)
    assert send(desk, f"{base}/problem", base, shown=now["problem"]).status_code == 303
    consents["shown"] = now["consents"]
    assert send(desk, f"{base}/consents", base, **consents).status_code == 303


def test_saving_parts_leaves_what_a_colleague_has_saved_meanwhile(
    desk: Visitor, event: Event
) -> None:
    first, second, third = a_session(event), a_session(event), a_session(event)
    speaker = a_speaker(event, first)
    base = f"{base_of(event)}/{speaker.code}"
    shown = hidden_on(desk.get(base).text)["parts"]
    roles = {first.code: SpeakerRole.SPEAKER, second.code: SpeakerRole.MODERATOR}
    set_parts(event, speaker, roles, actor="a colleague", now=NOON)
    db.session.commit()
    typed = {f"part__{first.code}": "", f"part__{third.code}": "speaker"}
    assert send(desk, f"{base}/parts", base, shown=shown, **typed).status_code == 303
    assert [part.session for part in list_parts_of(speaker)] == [second, third]


def hidden_on(page: str) -> dict[str, str]:
    """What each form on the page says that it showed, by the end of where it is sent."""
    shown = {}
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
        value = re.search(r'name="shown"[^>]*value="([^"]*)"', form)
        where = re.search(r'action="[^"]*/(\w+)"', form)
        if value and where:
            shown[where[1]] = value[1]
    return shown


def test_a_speaker_is_deleted_when_no_session_has_them(desk: Visitor, event: Event) -> None:
    session = a_session(event)
    speaker = a_speaker(event, session)
    base = f"{base_of(event)}/{speaker.code}"
    assert send(desk, f"{base}/removal", f"{base}/removal").status_code == 409
    send(desk, f"{base}/parts", base)
    propose_to(speaker)
    assert send(desk, f"{base}/removal", f"{base}/removal").status_code == 303
    assert db.session.scalar(select(Speaker.id)) is None


def propose_to(speaker: Speaker) -> None:
    assert speaker.address
    propose(speaker.address, Presentation("Karin", biography="Nu."), now=NOON)
    report(speaker.address, problem="Fel", needs="", now=NOON)
    db.session.commit()


def test_the_last_day_for_slides_is_said_on_speakers_pages(desk: Visitor, event: Event) -> None:
    speaker = a_speaker(event, a_session(event))
    invite(event)
    base, own = base_of(event), link_of(speaker)
    assert "Please send your slides by" not in desk.get(own).text
    wrong = send(desk, f"{base}/slides-due", due_on="i maj")
    assert wrong.status_code == 422
    assert "Write the date like this" in wrong.text
    assert send(desk, f"{base}/slides-due", due_on="2027-03-20").status_code == 303
    page = desk.get(own).text
    assert "Please send your slides by 20 March 2027." in page
    assert "Waiting for you, by 20 March 2027" in page
    assert "You are not registered as a participant" in page
    assert send(desk, f"{base}/slides-due", due_on="").status_code == 303
    assert "Please send your slides by" not in desk.get(own).text
