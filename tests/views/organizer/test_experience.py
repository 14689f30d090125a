"""Experiences at the desk: leads taken up, written, approved by both, published, withdrawn."""

import pytest

from eventapp.domain.exchange import adaptation, lead
from eventapp.domain.exchange import experience as experiences
from eventapp.domain.exchange.lead import LeadText
from eventapp.domain.exchange.mailbox_link import experience_token
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import AdaptationKind, Experience, ExperienceState, LeadState
from tests.builders import NOON, an_organisation
from tests.builders.account import an_account, signed_in
from tests.builders.experience import (
    EDITOR,
    a_draft_experience,
    a_focus_area,
    an_experience,
    an_experience_in_review,
    an_experience_text,
    coordinating,
)
from tests.builders.forms import send
from tests.views.public.pages import cost_of
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
HOME = "/organizer/experiences"


@pytest.fixture
def editor(client: Visitor) -> Visitor:
    client.set_cookie("language", "en")
    return signed_in(client, an_account(Role.EDITOR))


def written(area: str, **facts: str) -> dict[str, str]:
    return {
        "title": "En fast tid",
        "summary": "Kortare väntan.",
        "problem": "Lång tid.",
        "cause": "Ingen ägde frågan.",
        "measure": "En fast tid.",
        "result": "Det går fortare.",
        "stage": "followed-up",
        "step": "implementation",
        "research": "some",
        "figure_name": "dagar",
        "figure_before": "19,5",
        "figure_after": "4",
        "cost": "up-to-50",
        "needed": "ett rum\nen tid",
        "focus_areas": area,
        "contact_function": "samordnare",
        "contact_email": "funktion@town.example",
        "contact_for": "network",
        "audience": "all",
        **facts,
    }


def test_a_lead_becomes_an_experience_that_both_approve_and_everybody_finds(
    editor: Visitor,
) -> None:
    town, area = an_organisation(), a_focus_area("unga")
    story = LeadText("Orossamtal", "Vi provade.", "samordnare", "funktion@town.example")
    submitted = lead.submit(story, town.id, event=None, now=NOON)
    assert "1 lead is waiting" in editor.get(HOME).text

    answer = send(editor, f"/organizer/leads/{submitted.code}/draft", page="/organizer/leads")
    (experience,) = db.session.query(Experience).all()
    code, edit_page = experience.code, f"{HOME}/{experience.code}/edit"
    assert answer.headers["Location"] == edit_page
    saved = send(editor, f"{HOME}/{code}", page=edit_page, version="1", **written(area.code))
    assert saved.status_code == 303
    assert experience.figures == {
        "name": "dagar",
        "before": 19.5,
        "after": 4,
        "n": None,
        "period": "",
    }
    assert experience.needed == ["ett rum", "en tid"]
    sent = send(editor, f"{HOME}/{code}/review", page=f"{HOME}/{code}")
    assert sent.status_code == 303
    early = send(editor, f"{HOME}/{code}/publication", page=f"{HOME}/{code}")
    assert (early.status_code, experience.state) == (409, ExperienceState.IN_REVIEW)
    version = str(experience.version)
    approved = send(editor, f"{HOME}/{code}/approval", page=f"{HOME}/{code}", version=version)
    assert approved.status_code == 303

    coordinator = editor.application.test_client()
    assert isinstance(coordinator, Visitor)
    coordinating(coordinator, town)
    own = f"/own-experiences/{code}"
    version = str(experience.version)
    agreed = send(coordinator, f"{own}/approval", page=own, version=version)
    assert agreed.status_code == 303
    published = send(editor, f"{HOME}/{code}/publication", page=f"{HOME}/{code}")
    assert published.status_code == 303

    stranger = editor.application.test_client()
    assert "En fast tid" in stranger.get("/experiences?q=fasta+tider").text
    assert db.session.get(type(submitted), submitted.id).state is LeadState.TAKEN_UP


def test_a_stale_save_shows_both_texts(editor: Visitor) -> None:
    area = a_focus_area("unga")
    experience = a_draft_experience(area=area)
    experiences.edit(
        experience, an_experience_text(area, title="Anna"), version=1, actor=EDITOR, now=NOON
    )

    stale = send(
        editor,
        f"{HOME}/{experience.code}",
        page=f"{HOME}/{experience.code}/edit",
        version="1",
        **written("unga", title="Bo"),
    )

    assert stale.status_code == 409
    assert "Anna" in stale.text
    assert "Bo" in stale.text
    assert 'name="version" type="hidden" value="2"' in stale.text
    assert experience.title == "Anna"


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(editor: Visitor) -> None:
    experience = a_draft_experience(area=a_focus_area("unga"))
    wrong = written("unga", title="", figure_before="många", hours_per_month="få")

    answer = send(
        editor,
        f"{HOME}/{experience.code}",
        page=f"{HOME}/{experience.code}/edit",
        version="1",
        **wrong,
    )

    assert answer.status_code == 422
    assert "Write a number." in answer.text
    assert "Kortare väntan." in answer.text


def test_withdrawing_asks_first_and_wants_a_reason(editor: Visitor) -> None:
    experience = an_experience()
    page = f"{HOME}/{experience.code}/withdrawal"
    assert editor.get(page).status_code == 200

    assert send(editor, page, page=page, reason="").status_code == 422
    assert send(editor, page, page=page, reason="för gammalt").status_code == 303

    assert experience.state is ExperienceState.WITHDRAWN
    assert editor.get(f"/experiences/{experience.code}").status_code == 404


def test_what_is_told_beneath_an_experience_is_shown_or_declined(editor: Visitor) -> None:
    experience, town = an_experience(), an_organisation()
    facts = {"contact_email": "f@town.example", "now": NOON}
    adaptations = {
        verdict: adaptation.submit(
            experience, town.id, AdaptationKind.USES, comment=verdict, **facts
        )
        for verdict in ("show", "decline")
    }
    for verdict, saved in adaptations.items():
        address = f"/organizer/leads/adaptations/{saved.code}"
        send(editor, address, page="/organizer/leads", verdict=verdict)

    assert {verdict: saved.state.value for verdict, saved in adaptations.items()} == {
        "show": "shown",
        "decline": "declined",
    }


def test_an_organizer_writes_but_does_not_approve_as_an_editor(desk: Visitor) -> None:
    experience = an_experience_in_review()
    page = f"{HOME}/{experience.code}"
    assert "Approve as an editor" not in desk.get(page).text

    answer = send(desk, f"{page}/approval", page=page, version=str(experience.version))

    assert answer.status_code == 403
    assert experience.editor_approved_at is None


@pytest.mark.parametrize("path", [HOME, f"{HOME}?state=published&q=erfarenhet", "/organizer/leads"])
def test_lists_cost_few_statements(editor: Visitor, path: str) -> None:
    area = a_focus_area()
    for _ in range(12):
        an_experience(area=area)

    assert cost_of(editor, path) <= 15


@pytest.mark.parametrize("role", [Role.DOOR_STAFF, Role.ANALYST, Role.COORDINATOR])
def test_others_have_nothing_to_do_here(client: Visitor, role: Role) -> None:
    if role is Role.COORDINATOR:
        coordinating(client, an_organisation())
    else:
        signed_in(client, an_account(role))

    assert client.get(HOME).status_code == 403
    assert client.get("/organizer/leads").status_code == 403


def test_two_people_and_a_mailbox_take_a_draft_to_publication(client: Visitor) -> None:
    """One writes, the other reads; nobody signs in for the organisation."""
    area, town = a_focus_area(), an_organisation()
    experience = a_draft_experience(town, area)
    mailbox = f"/mailbox/experiences/{experience.code}/{experience_token(experience)}"
    page = f"{HOME}/{experience.code}"
    writer, reader = an_account(Role.ORGANIZER), an_account(Role.ADMIN)

    signed_in(client, writer)
    assert send(client, f"{page}/review", page=page).status_code == 303
    version = str(experience.version)
    refused = send(client, f"{page}/approval", page=page, version=version)
    assert refused.status_code == 403
    assert send(client, f"{mailbox}/approval", page=mailbox, version=version).status_code == 303
    signed_in(client, reader)
    version = str(experience.version)
    assert send(client, f"{page}/approval", page=page, version=version).status_code == 303
    assert send(client, f"{page}/publication", page=page).status_code == 303

    assert experience.state is ExperienceState.PUBLISHED
