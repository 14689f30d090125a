"""A coordinator reads, approves and sends back the own organisation's cards, and no others'."""

import pytest
from werkzeug.test import TestResponse

from eventapp.domain.exchange import approval
from eventapp.domain.exchange import experience as experiences
from eventapp.domain.permission import Role
from eventapp.models import ExperienceState
from tests.builders import NOON, an_organisation
from tests.builders.account import an_account, signed_in
from tests.builders.experience import (
    EDITOR,
    an_experience_in_review,
    an_experience_text,
    coordinating,
)
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
HOME, ENGLISH = "/own-experiences", {"Accept-Language": "en"}


def test_the_own_experiences_are_listed_and_others_answer_like_none(client: Visitor) -> None:
    town = an_organisation()
    own, others = an_experience_in_review(town), an_experience_in_review()
    coordinating(client, town)

    listed = client.get(HOME).text

    assert own.title in listed
    assert others.title not in listed
    hidden, unreal = (client.get(f"{HOME}/{code}") for code in (others.code, "nosuchcode"))
    assert hidden.status_code == unreal.status_code == 404
    assert hidden.text.replace(others.code, "") == unreal.text.replace("nosuchcode", "")


def test_an_approval_of_a_text_that_has_changed_since_is_refused(client: Visitor) -> None:
    town = an_organisation()
    experience = an_experience_in_review(town)
    read = str(experience.version)
    coordinating(client, town)
    experiences.edit(
        experience, an_experience_text(), version=experience.version, actor=EDITOR, now=NOON
    )
    page = f"{HOME}/{experience.code}"

    answer = send(client, f"{page}/approval", page=page, version=read)

    assert answer.status_code == 409
    assert experience.municipality_approved_at is None


def test_a_change_is_asked_for_in_words(client: Visitor) -> None:
    town = an_organisation()
    experience = an_experience_in_review(town)
    coordinating(client, town)
    page, version = f"{HOME}/{experience.code}", str(experience.version)

    empty = send(client, f"{page}/change", page=page, version=version, change="")
    asked = send(client, f"{page}/change", page=page, version=version, change="Ta bort gatan.")

    assert (empty.status_code, asked.status_code) == (422, 303)
    assert (experience.state, experience.change_wanted) == (ExperienceState.DRAFT, "Ta bort gatan.")


def test_a_yes_is_taken_back_by_a_change_until_an_editor_publishes(client: Visitor) -> None:
    town = an_organisation()
    experience = an_experience_in_review(town)
    coordinating(client, town)
    page = f"{HOME}/{experience.code}"

    def ask(change: str) -> TestResponse:
        return send(client, f"{page}/change", change=change, version=experience.version)

    send(client, f"{page}/approval", page=page, version=str(experience.version))
    assert "which takes the approval back" in client.get(page, headers=ENGLISH).text
    assert ask("Ta bort gatan.").status_code == 303
    assert experience.municipality_approved_at is None
    with pytest.raises(experiences.ExperienceStateConflict):
        approval.publish(experience, actor=EDITOR, now=NOON)

    experience.state = ExperienceState.PUBLISHED
    late = ask("Ta bort torget.")
    assert (late.status_code, "Ta bort torget." in late.text) == (409, True)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.EDITOR, Role.ORGANIZER])
def test_nobody_else_may_answer_for_an_organisation(client: Visitor, role: Role) -> None:
    experience = an_experience_in_review()
    signed_in(client, an_account(role))

    assert client.get(HOME).status_code == 403
    assert client.get(f"{HOME}/{experience.code}").status_code == 403


def test_a_stranger_is_asked_to_sign_in(client: Visitor) -> None:
    answer = client.get(HOME)

    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]
