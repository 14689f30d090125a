"""What is kept about a registration, as a page to read and as a file."""

import json

from sqlalchemy import select

from eventapp.domain.desk.invitee.answer import answer_invitation
from eventapp.domain.door import check_in
from eventapp.domain.outbox import mark_all_done
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.group.party import register_party
from eventapp.extensions import db
from eventapp.models import InviteeAnswer, QuestionKind, RegistrationQuestion, RegistrationState
from tests.builders import NOON, a_registration, a_session, an_applicant, an_event
from tests.builders.door import a_digest, a_phone, a_scan, read_scans
from tests.builders.invitee import an_invitee
from tests.views.participant.own import own_page
from tests.views.public.pages import tell
from tests.visitor import Visitor


def test_the_page_says_all_in_words(client: Visitor) -> None:
    event = an_event(starts_at=NOON)
    label, options = {"sv": "Mat?", "en": "Food?"}, [{"value": "o3", "label": {"en": "Vegan"}}]
    question = RegistrationQuestion(
        event_id=event.id, code="q1", kind=QuestionKind.CHOICE, label=label, options=options
    )
    db.session.add(question)
    lecture = a_session(event, seats=1, title="Orossamtal")
    a_registration(event, sessions=(lecture,))
    lecture.title = "Utkast"  # not released: nobody has seen it
    mine = a_registration(
        event,
        sessions=(lecture,),
        needs=CareNeeds("glutenfritt", "slinga"),
        answers={"q1": "o3"},
    )
    phone, _token = a_phone(event, "Kansliet", now=NOON)
    check_in.receive_scans(phone, read_scans(a_scan(a_digest(mine), at=NOON)), now=NOON)
    mark_all_done(now=NOON)

    said = tell(client, own_page(mine, "/copy"), "en")

    for word in (mine.name, mine.email, "glutenfritt", "slinga", "Vegan", mine.desk_code):
        assert word in said
    assert "Orossamtal (on the waiting list)" in said
    assert "Utkast" not in said
    assert "You came" in said
    assert "Your registration" in said
    assert "o3" not in said
    assert mine.secret not in said
    client.set_cookie("language", "en")
    copied = json.loads(client.get(own_page(mine, "/copy.json")).data)
    assert copied["answers"] == {"q1": "o3"}
    assert copied["answers_in_words"] == [{"code": "q1", "question": "Food?", "answer": "Vegan"}]


def test_the_file_is_complete(client: Visitor) -> None:
    mine = a_registration(an_event())
    answer = client.get(own_page(mine, "/copy.json"))

    copied = json.loads(answer.data)
    assert [letter["kind"] for letter in copied["letters"]] == ["registration-mail"]
    assert copied["arrivals"] == []
    assert [entry["action"] for entry in copied["history"]] == ["registered"]
    assert copied["state"] == RegistrationState.CONFIRMED.value


def test_others_of_the_same_address_are_not_in_it(client: Visitor) -> None:
    event = an_event()
    other = a_registration(event, name="Bo Annan", email="kansli@town.example")
    mine = a_registration(event, name="Anna Ek", email="kansli@town.example")

    for path in ("/copy", "/copy.json"):
        assert other.name not in client.get(own_page(mine, path)).text


def test_reading_changes_nothing(client: Visitor) -> None:
    mine = a_registration(an_event())
    client.get(own_page(mine, "/copy"))

    assert len(db.session.scalars(select(type(mine))).all()) == 1


def test_the_own_invitation_is_among_it(client: Visitor) -> None:
    event = an_event()
    invitee = an_invitee(event, "anna@town.example", name="Anna Ek")
    answer_invitation(invitee, InviteeAnswer.NO, reason="Semester", now=NOON)
    mine = a_registration(event, email="anna@town.example", name="Anna Ek")

    said = tell(client, own_page(mine, "/copy"), "en")
    assert "You were invited at anna@town.example" in said
    assert "You answered the invitation: Semester" in said


def test_waiting_in_a_group_is_part_of_it(client: Visitor) -> None:
    event = an_event(seats=2)
    for _ in range(2):
        a_registration(event)
    people = [an_applicant(), an_applicant()]
    party = register_party(event.slug, people, whole=True, now=NOON)
    mine, other = (person.registration for person in party)

    copied = json.loads(client.get(own_page(mine, "/copy.json")).data)
    assert copied["waiting_group"] == {"size": 2, "all_or_none": True}
    assert "Group of 2: all or none" in tell(client, own_page(mine, "/copy"), "en")
    page = tell(client, own_page(mine, ""), "en")
    assert "You wait in a group of 2" in page
    assert other.name not in page
