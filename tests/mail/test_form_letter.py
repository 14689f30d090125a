"""Letters that are written together share what they have in common, and nothing else."""

from typing import Any

import pytest

from eventapp.extensions import db
from eventapp.mail import form_letter, message
from eventapp.mail.form_letter import blank, sharing_form_letters
from eventapp.mail.message import Letter
from eventapp.mail.registration import received
from eventapp.models import Registration
from tests.builders import a_registration, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


def people() -> list[Registration]:
    """Two who chose the same, one who chose nothing, and one who reads English."""
    event = an_event(seats=9)
    session = a_session(event)
    registrations = [
        a_registration(event, name="Åsa <b>Öst</b>", sessions=(session,)),
        a_registration(event, name=f"Bo {blank('code')} Ek", sessions=(session,)),
        a_registration(event, name="Cissi Lind"),
        a_registration(event, name="Dan Hed"),
    ]
    registrations[-1].language = "en"
    db.session.commit()
    return registrations


def written(registrations: list[Registration]) -> list[Letter]:
    return [received(mine, None, f"id{mine.id}") for mine in registrations]


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The language of each letter that was rendered."""
    render, languages = message._render, list[str]()

    def note(template: str, language: str, *others: Any) -> form_letter.FormLetter:
        languages.append(language)
        return render(template, language, *others)

    monkeypatch.setattr(message, "_render", note)
    return languages


def test_letters_written_together_say_what_they_would_say_alone(rendered: list[str]) -> None:
    registrations = people()
    alone = written(registrations)
    assert rendered == ["sv", "sv", "sv", "en"]
    rendered.clear()
    with sharing_form_letters():
        together = written(registrations)

    assert together == alone
    assert rendered == ["sv", "sv", "en"]


def test_a_name_is_never_html_and_never_a_blank() -> None:
    with sharing_form_letters():
        first, second, *_others = written(people())

    assert "&lt;b&gt;Öst" in first.html
    assert "<b>Öst" in first.body
    assert blank("code") in second.html
    assert blank("code") in second.body
