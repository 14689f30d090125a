"""Every door against every caller, as the table in access.py has it."""

from dataclasses import dataclass, field
from email.message import EmailMessage

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventapp.domain import permission
from eventapp.domain.permission import ALLOWED
from eventapp.domain.registration import link
from eventapp.domain.schedule.release import release
from eventapp.extensions import db
from eventapp.mail.mailbox import Mailbox
from eventapp.models import Event, EventState, Registration
from tests.builders import NOON, a_registration, a_session, an_event
from tests.house.access import DOORS, Door
from tests.house.routes import addresses
from tests.visitor import Visitor

pytestmark = pytest.mark.on_sqlite_alone

TOKEN_DOORS = [door for door in DOORS if "<token>" in door.rule]
EVENT_DOORS = [door for door in DOORS if "<slug>" in door.rule and door.method == "GET"]
NOBODYS = "a" * 32


@pytest.fixture
def mode() -> str:
    """The demo has every door there is."""
    return "demo"


@dataclass
class Scene:
    """Two who are registered for one event, a draft beside it, and a letter in the mailbox."""

    event: Event
    draft: Event
    mine: Registration
    theirs: Registration
    names: dict[str, str] = field(default_factory=dict)

    def address(self, rule: str, **names: str) -> str:
        """The rule with its places filled."""
        for name, value in {**self.names, **names}.items():
            rule = rule.replace(f"<{name}>", value)
        return rule


@pytest.fixture
def scene(app: Flask) -> Scene:
    made = []
    for state in (EventState.PUBLISHED, EventState.DRAFT):
        event = an_event(state=state)
        a_session(event, code="s1")
        release(event, actor="organizer", now=NOON)
        made.append(event)
    event, draft = made
    mine, theirs = a_registration(event, name="Mina Mål"), a_registration(event, name="Dina Ek")
    db.session.commit()
    mailbox = Mailbox(app.extensions["settings"].data_folder)
    mailbox.keep(a_message())
    names = {
        "slug": event.slug,
        "code": "s1",
        "path:filename": "icons/mark.svg",
        "message_id": mailbox.list_all()[0].id,
        "token": link.personal_token(mine),
    }
    return Scene(event, draft, mine, theirs, names)


def a_message() -> EmailMessage:
    message = EmailMessage()
    message["To"], message["Subject"] = "mina@town.example", "Hej"
    message["Message-ID"], message["Date"] = "<1@bra.example>", "Mon, 01 Mar 2027 12:00:00 +0000"
    message.set_content("Hej")
    return message


def come(client: Visitor, scene: Scene, door: Door, **names: str) -> TestResponse:
    """Come by the door; for a POST with a form that the house itself handed out."""
    if door.rule.endswith("agenda.ics"):
        names.setdefault("token", link.agenda_token(scene.mine))
    if door.method == "GET":
        return client.get(scene.address(door.rule, **names))
    token = client.token_on(scene.address(door.form)) if door.form else ""
    return client.post(scene.address(door.rule, **names), data={**door.data, "csrf_token": token})


def without_names(response: TestResponse) -> tuple[int, str, str]:
    """What is answered, whoever asked for whatever address."""
    path = response.request.path
    return (
        response.status_code,
        response.get_data(as_text=True).replace(path, ""),
        str(response.headers.get("Content-Type")),
    )


def test_every_door_stands_in_the_table_and_none_that_is_gone(app: Flask) -> None:
    known = {f"{method} {rule}" for method, rule, _endpoint in addresses(app)}

    assert {door.name for door in DOORS} == known
    assert len({door.name for door in DOORS}) == len(DOORS)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_the_guard_asks_for_the_roles_of_the_table(app: Flask, door: Door) -> None:
    endpoint = {f"{method} {rule}": name for method, rule, name in addresses(app)}[door.name]
    if endpoint == "static":
        return
    assert ALLOWED[app.view_functions[endpoint].guarded_by] == door.roles  # type: ignore[attr-defined]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_who_may_come_in_is_let_in(client: Visitor, scene: Scene, door: Door) -> None:
    assert come(client, scene, door).status_code == door.status


@pytest.mark.parametrize("door", TOKEN_DOORS, ids=lambda door: door.name)
def test_a_made_up_link_opens_nothing(client: Visitor, scene: Scene, door: Door) -> None:
    before = scene.mine.version

    answered = come(client, scene, door, token=NOBODYS)

    assert answered.status_code == 404
    assert scene.mine.version == before


@pytest.mark.parametrize("door", TOKEN_DOORS, ids=lambda door: door.name)
def test_a_link_of_the_other_kind_is_answered_as_one_that_never_was(
    client: Visitor, scene: Scene, door: Door
) -> None:
    """The calendar's address opens no page, and the personal link no calendar."""
    feed = door.rule.endswith("agenda.ics")
    wrong = link.personal_token(scene.mine) if feed else link.agenda_token(scene.mine)

    real, unreal = (come(client, scene, door, token=token) for token in (wrong, NOBODYS))

    assert without_names(real) == without_names(unreal)
    assert real.status_code == 404


@pytest.mark.parametrize("door", TOKEN_DOORS, ids=lambda door: door.name)
def test_anothers_link_shows_and_changes_nothing_of_mine(
    client: Visitor, scene: Scene, door: Door
) -> None:
    feed = door.rule.endswith("agenda.ics")
    theirs = link.agenda_token(scene.theirs) if feed else link.personal_token(scene.theirs)
    before = (scene.mine.version, scene.mine.state, scene.mine.name, scene.mine.agenda_revision)

    answered = come(client, scene, door, token=theirs)

    assert answered.status_code == door.status
    assert b"Mina M" not in answered.data
    after = (scene.mine.version, scene.mine.state, scene.mine.name, scene.mine.agenda_revision)
    assert after == before


@pytest.mark.parametrize("token", ["x", "A" * 32, "a" * 33, "%00", "å", "..", "a" * 2000, "null"])
def test_a_link_of_no_shape_at_all_is_answered_as_one_that_never_was(
    client: Visitor, scene: Scene, token: str
) -> None:
    door = next(each for each in TOKEN_DOORS if each.rule.endswith("<token>"))

    odd, unreal = (come(client, scene, door, token=each) for each in (token, NOBODYS))

    assert without_names(odd) == without_names(unreal)


@pytest.mark.parametrize("door", EVENT_DOORS, ids=lambda door: door.name)
def test_a_draft_is_answered_as_an_event_that_never_was(
    client: Visitor, scene: Scene, door: Door
) -> None:
    hidden = come(client, scene, door, slug=scene.draft.slug)
    unreal = come(client, scene, door, slug="no-such-event")

    assert without_names(hidden) == without_names(unreal)
    assert hidden.status_code == 404


def test_a_session_of_another_event_is_answered_as_one_that_never_was(
    client: Visitor, scene: Scene
) -> None:
    door = next(each for each in EVENT_DOORS if each.rule.endswith("<code>"))
    other = an_event()
    a_session(other, code="elsewhere")
    release(other, actor="organizer", now=NOON)

    answered = [come(client, scene, door, code=code) for code in ("elsewhere", "no-such")]

    assert without_names(answered[0]) == without_names(answered[1])
    assert answered[0].status_code == 404


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_look_without_reading_is_answered_alike(
    client: Visitor, scene: Scene, door: Door
) -> None:
    """HEAD where there is GET; 405 and what is allowed where there is only POST."""
    if door.method == "GET":
        address = door.rule
        names = {"token": link.agenda_token(scene.mine)} if "agenda.ics" in address else {}
        assert client.head(scene.address(address, **names)).status_code == door.status
        return
    for method in ("put", "delete", "patch"):
        answered = getattr(client, method)(scene.address(door.rule))
        assert answered.status_code == 405
        assert "POST" in answered.headers["Allow"]


@pytest.mark.parametrize("door", [door for door in DOORS if door.form], ids=lambda door: door.name)
def test_a_form_that_the_house_did_not_hand_out_changes_nothing(
    client: Visitor, scene: Scene, door: Door
) -> None:
    answered = client.post(scene.address(door.rule), data=door.data)

    assert answered.status_code == 400
    assert (scene.mine.version, scene.mine.state.value) == (1, "confirmed")
    assert scene.mine.agenda_revision == 1


def test_what_is_not_said_to_be_allowed_is_denied() -> None:
    nobody = permission.Actor(frozenset())

    assert not any(permission.may(nobody, action) for action in permission.Action)
