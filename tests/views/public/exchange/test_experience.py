"""Published experiences: found, read, shared; what is hidden answers like what never was."""

import re
from xml.etree import ElementTree as ET

import pytest

from eventapp.extensions import db
from eventapp.models import Adaptation, AdaptationState, FocusArea, Lead, Readership
from tests.builders import an_event, an_organisation
from tests.builders.account import an_account, signed_in
from tests.builders.experience import (
    a_draft_experience,
    a_focus_area,
    an_experience,
    an_experience_in_review,
)
from tests.builders.forms import send
from tests.views.public.pages import ask, cost_of, read, tell
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
MOST_STATEMENTS = 15


def test_the_list_is_narrowed_by_words_area_organisation_and_stage(client: Visitor) -> None:
    area, town = a_focus_area("unga"), an_organisation()
    here = an_experience(town, area, title="Nattliga orossamtal")
    there = an_experience(title="Belysning runt torget", stage="compared")

    for query in ("q=orossamtalen", "area=unga", f"organisation={town.code}", "stage=tried"):
        page = tell(client, f"/experiences?{query}")
        assert here.title in page, query
        assert there.title not in page, query
    assert "1 experience " in tell(client, "/experiences?q=torg", "en")
    assert "No matches" in tell(client, "/experiences?q=finnsinte", "en")


@pytest.mark.parametrize(
    "query", ["stage=x", "area=x", "page=x", "page=-1", "q=%00", "q=" + "å" * 900]
)
def test_odd_questions_are_answered_kindly(client: Visitor, query: str) -> None:
    an_experience()

    assert ask(client, f"/experiences?{query}").status_code == 200


def test_an_empty_house_says_what_will_be_here(client: Visitor) -> None:
    assert "No experiences yet" in tell(client, "/experiences", "en")


def test_an_experience_tells_the_whole_chain(client: Visitor) -> None:
    experience = an_experience(
        lesson="Börja tidigare.",
        failed=True,
        figures={"name": "dagar", "before": 19, "after": 4, "n": 61, "period": "8 månader"},
    )

    page = tell(client, f"/experiences/{experience.code}", "en")

    for said in (
        experience.problem,
        experience.cause,
        experience.measure,
        experience.result,
        experience.lesson,
        "19",
        "n = 61",
    ):
        assert said in page
    assert "Did not work as planned" in page
    assert "level 2 of 5" in page


def test_what_may_not_be_known_of_answers_like_what_never_was(client: Visitor) -> None:
    hidden = [
        a_draft_experience(),
        an_experience_in_review(),
        an_experience(audience=Readership.NETWORK),
    ]

    def without_codes(code: str, below: str) -> str:
        answer = ask(client, f"/experiences/{code}{below}")
        assert answer.status_code == 404
        return re.sub(r'name="next" value="[^"]*"', "", answer.text)

    for below in ("", "/adaptations/new", "/adaptations/received"):
        unreal = without_codes("nosuchcode", below)
        assert [without_codes(experience.code, below) for experience in hidden] == [unreal] * 3


def test_those_who_have_signed_in_read_what_is_for_the_network(client: Visitor) -> None:
    experience = an_experience(audience=Readership.NETWORK, contact_email="funktion@town.example")
    signed_in(client, an_account())

    page = read(client, f"/experiences/{experience.code}")

    assert "funktion@town.example" in page


def test_the_mailbox_is_shown_to_those_inside_unless_the_experience_says_all(
    client: Visitor,
) -> None:
    inside = an_experience(contact_email="inne@town.example")
    for_all = an_experience(contact_email="alla@town.example", contact_for=Readership.ALL)

    assert "inne@town.example" not in read(client, f"/experiences/{inside.code}")
    assert "alla@town.example" in read(client, f"/experiences/{for_all.code}")


def test_pages_cost_few_statements_however_many_experiences_there_are(client: Visitor) -> None:
    area = a_focus_area("unga")
    experiences = [an_experience(area=area, title=f"Orossamtal {n}") for n in range(25)]

    for path in ("/experiences", "/experiences?q=orossamtal&area=unga&stage=tried&page=2"):
        assert cost_of(client, path) <= MOST_STATEMENTS
    assert cost_of(client, f"/experiences/{experiences[0].code}") <= MOST_STATEMENTS
    assert cost_of(client, "/experiences/exchange") <= MOST_STATEMENTS


LEAD = {
    "title": "En fast tid",
    "story": "Det tog för lång tid. Nu finns en fast tid.",
    "contact_function": "samordnare",
    "contact_email": "Funktion@Town.example",
}


def test_a_lead_is_told_from_the_page_after_a_survey(client: Visitor) -> None:
    event, town = an_event(), an_organisation()
    page = f"/experiences/leads/new?event={event.slug}"

    answer = send(
        client,
        f"/experiences/leads?event={event.slug}",
        page=page,
        organisation=town.code,
        **LEAD,
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, "/experiences/leads/received")
    (lead,) = db.session.query(Lead).all()
    assert (lead.event_id, lead.organisation_id) == (event.id, town.id)
    assert lead.contact_email == "funktion@town.example"
    assert ask(client, answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("wrong", ["title", "story", "contact_function", "contact_email"])
def test_a_lead_without_its_parts_keeps_what_was_typed(client: Visitor, wrong: str) -> None:
    town = an_organisation()
    form = {**LEAD, wrong: "", "organisation": town.code}

    answer = send(client, "/experiences/leads", page="/experiences/leads/new", **form)

    assert answer.status_code == 422
    assert all(value in answer.text for name, value in LEAD.items() if name != wrong)
    assert db.session.query(Lead).count() == 0


@pytest.mark.parametrize("organisation", ["", "other", "ingen-sådan"])
def test_a_lead_belongs_to_an_organisation_of_the_directory(
    client: Visitor, organisation: str
) -> None:
    form = {**LEAD, "organisation": organisation}

    answer = send(client, "/experiences/leads", page="/experiences/leads/new", **form)

    assert answer.status_code == 422


def test_an_adaptation_waits_unseen_and_its_address_is_never_shown(client: Visitor) -> None:
    experience, town = an_experience(), an_organisation("Byggerköping")
    page = f"/experiences/{experience.code}/adaptations/new"
    form = {"kind": "uses", "comment": "Kortare hos oss.", "contact_email": "f@town.example"}

    answer = send(
        client,
        f"/experiences/{experience.code}/adaptations",
        page=page,
        organisation=town.code,
        **form,
    )

    assert answer.status_code == 303
    assert "Kortare hos oss." not in read(client, f"/experiences/{experience.code}")
    (adapted,) = db.session.query(Adaptation).all()
    adapted.state = AdaptationState.SHOWN
    shown = read(client, f"/experiences/{experience.code}")
    assert "Kortare hos oss." in shown
    assert "f@town.example" not in shown
    assert "Used by 1 organisation" in tell(client, "/experiences", "en")


def test_the_page_of_offers_and_needs_says_when_there_are_none(client: Visitor) -> None:
    assert db.session.query(FocusArea).count() == 0

    assert "There are no offers or needs here" in tell(client, "/experiences/exchange", "en")


def test_an_experience_without_a_focus_area_is_shown(client: Visitor) -> None:
    experience = an_experience(title="Utan område")
    experience.focus_areas = []

    assert experience.title in tell(client, "/experiences")
    assert experience.title in tell(client, f"/experiences/{experience.code}")


def test_every_filter_says_how_many_it_would_leave(client: Visitor) -> None:
    failed = an_experience(failed=True, target="elever", title="Det som inte gick")
    other = an_experience(target="handlare", title="Det som gick")

    page = tell(client, "/experiences?outcome=failed", "en")
    assert failed.title in page
    assert other.title not in page
    whole = client.get("/experiences?target=children&year=1999").text
    assert re.search(r'value="1999" checked.*?num">0<', whole, re.DOTALL)
    assert re.search(r'name="target" value="businesses".*?num">0<', whole, re.DOTALL) is None


def test_near_words_are_offered_and_a_search_without_matches_leads_on(client: Visitor) -> None:
    an_experience(title="Trygghetsvandring", area=a_focus_area("unga", name="Unga i centrum"))

    page = client.get("/experiences?q=tryghetsvandring&stage=tried").text

    assert "/experiences?q=trygghetsvandring&amp;stage=tried" in page
    assert "Unga i centrum" in page
    narrowed = tell(client, "/experiences?q=trygghetsvandring&stage=compared", "en")
    assert "Show 1 without filters" in narrowed


def test_a_compound_that_nobody_wrote_is_shown_by_its_parts_and_the_page_says_so(
    client: Visitor,
) -> None:
    an_experience(title="Brott bland ungdomar")

    page = tell(client, "/experiences?q=ungdomsbrott", "sv")

    assert "Inga träffar på ”ungdomsbrott” – visar ”ungdomar, brott”." in page
    assert "Brott bland ungdomar" in page
    assert "har alla ord" not in page


def test_each_search_is_a_feed_of_what_everybody_may_read(client: Visitor) -> None:
    card = an_experience(title="Ljus <på> torget & gatan", problem="Mörkt.")
    an_experience(title="Ljus i smyg", audience=Readership.NETWORK)
    an_experience(title="Helt annat")

    response = client.get("/experiences.atom?q=ljuset&stage=tried&stage=x&page=9")

    assert response.mimetype == "application/atom+xml"
    feed = ET.fromstring(response.data)
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert [e.text for e in feed.findall("a:entry/a:title", names)] == [card.title]
    again = client.get(
        "/experiences.atom?q=ljuset&stage=tried&stage=x&page=9",
        headers={"If-None-Match": response.headers["ETag"]},
    )
    assert again.status_code == 304
    assert client.get("/experiences.atom?q=finnsinte").status_code == 200


def test_list_and_feed_begin_with_what_happened(client: Visitor) -> None:
    an_experience(summary="Kön var lång.", problem="Kön var lång.", result="Kön halverades.")

    for address in ("/experiences", "/experiences.atom"):
        answer = read(client, address)
        assert "Kön halverades." in answer
        assert "Kön var lång." not in answer
