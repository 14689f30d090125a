"""Files of a card: uploaded at the desk, fetched by readers, marked where texts differ."""

import io

import pytest
from PIL import Image

from eventapp.domain.exchange import approval
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Experience, ExperienceFile
from tests.builders import NOON, an_organisation
from tests.builders.account import an_account, signed_in
from tests.builders.experience import (
    COORDINATOR,
    EDITOR,
    a_draft_experience,
    an_experience,
    an_experience_file,
    coordinating,
)
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
HOME = "/organizer/experiences"


@pytest.fixture
def editor(client: Visitor) -> Visitor:
    client.set_cookie("language", "en")
    return signed_in(client, an_account(Role.EDITOR))


def upload(editor: Visitor, experience: Experience, content: bytes, name: str) -> object:
    page = f"{HOME}/{experience.code}/files"
    return send(editor, page, page=page, title="Mall", file=(io.BytesIO(content), name))


def approved_again(experience: Experience) -> None:
    for approve, actor in (
        (approval.approve_by_municipality, COORDINATOR),
        (approval.approve_by_editor, EDITOR),
    ):
        approve(experience, version=experience.version, actor=actor, now=NOON)
    approval.publish(experience, actor=EDITOR, now=NOON)
    db.session.commit()


def test_a_photo_loses_its_place_and_is_fetched_once_both_have_approved(editor: Visitor) -> None:
    experience, exif, photo = an_experience(), Image.Exif(), io.BytesIO()
    exif[0x010E] = "Storgatan 1"
    Image.new("RGB", (8, 8)).save(photo, "JPEG", exif=exif)

    assert upload(editor, experience, photo.getvalue(), "mall.jpg").status_code == 303

    (file,) = db.session.query(ExperienceFile).all()
    address = f"/experiences/{experience.code}/files/{file.code}"
    assert editor.get(address).status_code == 404
    approved_again(experience)
    assert f'href="{address}"' in editor.get(f"/experiences/{experience.code}").text
    answer = editor.get(address)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert not Image.open(io.BytesIO(answer.data)).getexif()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "mall.pdf", "empty"),
        (b"<html>", "mall.html", "not accepted"),
        (b"MZ", "m.pdf", "type"),
    ],
)
def test_what_is_no_such_file_is_refused_kindly(
    editor: Visitor, content: bytes, name: str, said: str
) -> None:
    experience = a_draft_experience()

    answer = upload(editor, experience, content, name)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert 'value="Mall"' in answer.text
    assert db.session.query(ExperienceFile).count() == 0


def test_removing_is_undone_on_the_page(editor: Visitor) -> None:
    experience = an_experience()
    file = an_experience_file(experience)
    page = f"{HOME}/{experience.code}/files"

    assert send(editor, f"{page}/{file.code}/removal", page=page).status_code == 303
    assert editor.get(f"/experiences/{experience.code}/files/{file.code}").status_code == 404
    assert "“Mall” was removed" in editor.get(page).text
    assert send(editor, f"{page}/{file.code}/restoration", page=page).status_code == 303

    assert file.withdrawn_at is None


def test_a_card_withdrawn_while_open_in_an_editor_says_so(editor: Visitor) -> None:
    experience = an_experience()
    page = f"{HOME}/{experience.code}/edit"
    chosen = {"stage": "tried", "step": "plan", "research": "some", "cost": "up-to-50"}
    readers = {"contact_for": "network", "audience": "all", "contact_email": "f@town.example"}
    form = {
        "title": experience.title,
        "result": "Nyss skrivet.",
        "version": "1",
        **chosen,
        **readers,
    }
    opened = editor.get(page)
    assert opened.status_code == 200
    approval.withdraw(experience, reason="fel", actor=EDITOR, now=NOON)
    db.session.commit()

    answer = send(editor, f"{HOME}/{experience.code}", page=page, **form)

    assert answer.status_code == 409
    assert "has been withdrawn" in answer.text
    assert "Nyss skrivet." in answer.text


def test_a_page_for_files_says_when_the_card_is_withdrawn(editor: Visitor) -> None:
    experience = an_experience()
    file = an_experience_file(experience)
    page = f"{HOME}/{experience.code}/files"
    approval.withdraw(experience, reason="fel", actor=EDITOR, now=NOON)
    db.session.commit()

    answer = send(editor, f"{page}/{file.code}/removal", page=page)

    assert (answer.status_code, "has been withdrawn" in answer.text) == (409, True)


def test_an_unfinished_card_says_what_is_still_to_be_written(editor: Visitor) -> None:
    experience = a_draft_experience(cause="", measure="")

    page = editor.get(f"{HOME}/{experience.code}").text

    assert "Still to be written: The cause, What was done." in page


def test_coordinators_read_versions_and_files_of_their_own_alone(client: Visitor) -> None:
    town = an_organisation()
    ours, others = a_draft_experience(town), a_draft_experience()
    file = an_experience_file(others)
    coordinating(client, town)

    assert client.get(f"/own-experiences/{ours.code}/versions").status_code == 200
    assert client.get(f"/own-experiences/{others.code}/versions").status_code == 404
    assert client.get(f"/own-experiences/{others.code}/files/{file.code}").status_code == 404
