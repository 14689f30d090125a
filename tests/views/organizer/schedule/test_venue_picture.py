"""The picture of the way there: uploaded, described, seen by whom it is for, taken back."""

from io import BytesIO

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from eventapp.domain.registration.link import personal_token
from eventapp.extensions import db
from eventapp.models import Event, EventVisibility
from tests.builders import a_registration, an_event
from tests.builders.forms import send, token_on
from tests.builders.speaker import a_picture
from tests.visitor import Visitor

WORDS = "Ingången ligger på gården."


@pytest.fixture
def event(desk: Visitor) -> Event:
    del desk
    return an_event()


def page_of(event: Event) -> str:
    return f"/organizer/events/{event.slug}/venue-picture"


def upload(desk: Visitor, event: Event, content: bytes = b"", **fields: str) -> TestResponse:
    page = page_of(event)
    data: dict[str, object] = {
        "csrf_token": token_on(desk, page),
        "version": "0",
        "description": WORDS,
        **fields,
    }
    if content:
        data["picture"] = (BytesIO(content), "vägen.jpg")
    return desk.post(page, data=data)


def test_it_is_uploaded_shown_described_anew_and_taken_back(
    desk: Visitor, client: Visitor, event: Event
) -> None:
    page, public = page_of(event), f"/events/{event.slug}"
    assert client.get(f"{public}/picture").status_code == 404
    assert upload(desk, event, a_picture(800, 400).read()).status_code == 303
    assert WORDS in client.get(public).text
    picture = client.get(f"{public}/picture")
    assert (picture.mimetype, picture.headers["Cache-Control"]) == (
        "image/jpeg",
        "public, max-age=300",
    )
    assert Image.open(BytesIO(picture.data)).size == (800, 400)
    assert desk.get(f"{page}/picture").data == picture.data

    english = {"version": "1", "description": "Genom valvet", "description_en": "Through the arch"}
    assert upload(desk, event, **english).status_code == 303
    assert "Through the arch" in desk.get(page).text
    stale = upload(desk, event, a_picture().read(), version="1", description="Över bron")
    assert stale.status_code == 409
    assert "Över bron" in stale.text
    assert "Choose the file again." in stale.text

    send(desk, f"{page}/withdrawal", confirmed="yes")
    assert client.get(f"{public}/picture").status_code == 404
    assert "Through the arch" not in desk.get(page).text
    assert f"{page}/restoration" in desk.get(f"/organizer/events/{event.slug}/log").text
    send(desk, f"{page}/restoration", confirmed="yes")
    assert client.get(f"{public}/picture").status_code == 200


def test_what_is_no_picture_or_has_no_words_is_refused_and_stays_as_typed(
    desk: Visitor, event: Event
) -> None:
    for content, words, said in (
        (b"", WORDS, "Choose a file."),
        (b"%PDF-1.7", WORDS, "We cannot read this picture."),
        (a_picture(100, 400).read(), WORDS, "The picture is too small."),
        (a_picture(400, 400).read(), "", "Write what the picture shows."),
    ):
        answer = upload(desk, event, content, description=words, description_en="In the yard")
        assert answer.status_code == 422
        assert said in answer.text
        assert "In the yard" in answer.text
        assert words in answer.text
    assert desk.get(f"{page_of(event)}/picture").status_code == 404


def test_of_a_closed_event_those_with_a_place_alone_see_it(
    desk: Visitor, client: Visitor, event: Event
) -> None:
    event.visibility, event.seats = EventVisibility.CLOSED, 1
    placed, waiting = a_registration(event), a_registration(event)
    db.session.commit()
    upload(desk, event, a_picture(400, 400).read())

    assert client.get(f"/events/{event.slug}/picture").status_code == 404
    assert WORDS not in client.get(f"/events/{event.slug}").text
    for registration, sees in ((placed, True), (waiting, False)):
        own = f"/registrations/{personal_token(registration)}"
        assert (client.get(f"{own}/picture").status_code == 200) is sees
        assert (WORDS in client.get(own).text) is sees
    now_page = client.get(f"/registrations/{personal_token(placed)}/now").text
    assert WORDS in now_page
    assert "<img" not in now_page
