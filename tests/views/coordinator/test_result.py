"""Results as municipalities read them, and somebody who reads every page at once."""

import io
import re
import zipfile
from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import delete

from eventapp.domain.survey.analysis import disclosure
from eventapp.domain.survey.analysis.disclosure import DisclosureLevel
from eventapp.domain.survey.results import sharing
from eventapp.extensions import db
from eventapp.models import Event, MunicipalityClass, Organisation, Series, Survey, SurveyAnswer
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.account import signed_in
from tests.builders.delegation import a_coordinator, the_delegation
from tests.builders.moments import DAY
from tests.builders.survey_results import a_closed_survey, write_answers
from tests.views.organizer.counting import counted_statements
from tests.views.participant.own import own_page
from tests.visitor import Visitor

LARGE, SMALL = MunicipalityClass.LARGE, MunicipalityClass.SMALL
GRADES = {
    "Storstad": [5] * 12 + [3] * 6,
    "Mellanstad": [4] * 8 + [2] * 4,
    "Lillstad": [5] * 4 + [1] * 3,
    "Fåstad": [5, 1],
    "Tystad": [4, 3, 1],
    "Byköping": [5] * 6 + [2] * 5,
}
EARLIER = {**GRADES, "Storstad": [4] * 6 + [2] * 6, "Fåstad": [1, 1, 4]}


@pytest.fixture
def towns(app: Flask) -> dict[str, Organisation]:
    del app
    return {name: an_organisation(name) for name in GRADES}


@pytest.fixture
def series(app: Flask) -> Series:
    del app
    series = Series(slug="natverk", title="Nätverket")
    db.session.add(series)
    return series


def held(towns: dict[str, Organisation], series: Series, days_ago: int) -> Event:
    """A meeting of the series that is over."""
    starts_at = NOON - days_ago * DAY
    return an_event(
        seats=200,
        reserved=dict.fromkeys(towns.values(), 2),
        series=series,
        starts_at=starts_at,
        ends_at=starts_at + DAY / 4,
    )


def surveyed(event: Event, towns: dict[str, Organisation], grades: dict[str, list[int]]) -> Survey:
    return a_closed_survey(event, {towns[name]: given for name, given in grades.items()})


@pytest.fixture
def earlier(towns: dict[str, Organisation], series: Series) -> Survey:
    return surveyed(held(towns, series, 200), towns, EARLIER)


@pytest.fixture
def survey(towns: dict[str, Organisation], series: Series, earlier: Survey) -> Survey:
    del earlier
    return surveyed(held(towns, series, 2), towns, GRADES)


def read(app: Flask, survey: Survey, town: Organisation) -> str:
    """The page of the town's results, as its coordinator reads it."""
    desk = signed_in(app.test_client(), a_coordinator(town))  # type: ignore[arg-type]
    code = the_delegation(survey.event, town).code
    led = desk.get(f"/delegations/{code}/results")
    page = desk.get(led.headers["Location"], headers={"Accept-Language": "en"})
    assert page.status_code == 200
    return page.text


def plain(page: str) -> str:
    """What the page says, without its head and foot."""
    page = page.partition("<main")[2].partition("</main>")[0]
    words = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", words)


def classed(survey: Survey, towns: dict[str, Organisation]) -> None:
    """As if the classes had been fixed before the survey opened."""
    survey.class_by_group = {
        town.code: str(LARGE if name in {"Storstad", "Mellanstad", "Fåstad", "Tystad"} else SMALL)
        for name, town in towns.items()
    }
    survey.version += 1
    db.session.commit()


def test_a_coordinator_reads_the_own_town_beside_all_others_and_over_time(
    app: Flask, survey: Survey, towns: dict[str, Organisation]
) -> None:
    page = read(app, survey, towns["Storstad"])

    assert "How Storstad answered" in page
    assert "53 of 180 participants answered." in plain(page)
    assert "Storstad: 67%" in page
    assert "All others: 57%" in page  # 20 of 35
    assert f"{survey.event.title}, 14 June 2023" not in page
    assert page.count("everyone ") >= 2  # two events over time
    for other in ("Mellanstad", "Lillstad", "Byköping", "Fåstad", "Tystad"):
        assert other not in page


def test_a_town_whose_size_is_not_shown_is_compared_with_everyone(
    app: Flask, survey: Survey, towns: dict[str, Organisation]
) -> None:
    page = read(app, survey, towns["Lillstad"])

    assert "Lillstad: 57%" in page
    assert "All others:" not in page
    assert "Everyone who answered: 60%" in page  # 32 of 53


def test_a_hidden_town_is_told_so_in_plain_words(
    app: Flask, survey: Survey, towns: dict[str, Organisation]
) -> None:
    page = plain(read(app, survey, towns["Fåstad"]))

    assert "Nothing is shown of the answers from Fåstad." in page
    assert "What everyone answered is shown below." in page
    assert "Fåstad: " not in page


def test_a_class_stands_beside_the_own_town(
    app: Flask, survey: Survey, towns: dict[str, Organisation]
) -> None:
    classed(survey, towns)

    page = read(app, survey, towns["Storstad"])

    assert "Largest cities and municipalities near them: 63%" in page  # 22 of 35
    assert "Smaller towns" not in page


def test_a_survey_with_four_answers_says_so(
    app: Flask, towns: dict[str, Organisation], series: Series
) -> None:
    event = held(towns, series, 2)
    few = surveyed(event, towns, {"Storstad": [5, 4, 3], "Fåstad": [1]})

    page = plain(read(app, few, towns["Storstad"]))

    assert "Too few answered for anything to be shown." in page
    assert "The number of answers is too small to show." in page


def test_the_list_leads_to_results_when_there_are_any(
    app: Flask, survey: Survey, towns: dict[str, Organisation]
) -> None:
    desk = signed_in(app.test_client(), a_coordinator(towns["Storstad"]))  # type: ignore[arg-type]
    code = the_delegation(survey.event, towns["Storstad"]).code

    assert f"/delegations/{code}/results" in desk.get("/delegations").text
    assert f"/delegations/{code}/results" in desk.get(f"/delegations/{code}").text
    survey.complete = False
    db.session.commit()
    assert f"/delegations/{code}/results" not in desk.get("/delegations").text
    assert desk.get(f"/delegations/{code}/results").status_code == 404


def test_a_town_without_reserved_seats_reads_them_too_once_enough_of_it_were_asked(
    app: Flask, towns: dict[str, Organisation]
) -> None:
    town = towns["Storstad"]
    held = surveyed(an_event(seats=200), towns, GRADES)
    desk = signed_in(app.test_client(), a_coordinator(town))  # type: ignore[arg-type]
    desk.set_cookie("language", "en")
    path = f"/own-organisation/results/{held.code}?organisation={town.code}"

    assert path in desk.get("/own-organisation").text
    assert "Storstad: 67%" in desk.get(path).text
    others = path.replace(town.code, towns["Fåstad"].code)
    assert "How Storstad answered" in desk.get(others).text  # an address gives no other town
    held.asked_by_group = {**held.asked_by_group, town.code: held.min_group - 1}
    db.session.commit()
    assert path not in desk.get("/own-organisation").text
    assert desk.get(path).status_code == 404


def test_a_town_that_no_answer_could_be_given_for_is_told_what_a_hidden_one_is(
    app: Flask, survey: Survey, towns: dict[str, Organisation], series: Series
) -> None:
    answered = {name: GRADES[name] for name in GRADES if name != "Fåstad"}
    without = surveyed(held(towns, series, 2), towns, answered)

    assert "Nothing is shown of the answers from Fåstad." in plain(
        read(app, without, towns["Fåstad"])
    )


def share(survey: Survey, *, participants: bool = False, links: bool = False) -> None:
    sharing.share_results(
        survey,
        participants=participants,
        links=links,
        version=survey.version,
        now=NOON,
        actor="organizer",
    )
    db.session.commit()


def test_its_people_read_by_link_only_while_it_is_allowed(
    app: Flask, client: Visitor, survey: Survey, towns: dict[str, Organisation]
) -> None:
    town = towns["Storstad"]
    assert "For your colleagues" not in plain(read(app, survey, town))
    share(survey, links=True)
    path = f"/results/{sharing.link_token(survey, town.code)}"
    assert path in read(app, survey, town)

    assert "Storstad: 67%" in client.get(path, headers={"Accept-Language": "en"}).text
    other = path.replace(town.code, towns["Fåstad"].code)
    assert client.get(other).status_code == 404
    share(survey)
    assert client.get(path).status_code == 404
    share(survey, links=True)
    assert client.get(path).status_code == 404  # allowed anew, it is another link


def test_participants_read_what_everyone_answered_once_it_is_shown(
    client: Visitor, survey: Survey, towns: dict[str, Organisation]
) -> None:
    registration = a_registration(survey.event, organisation=towns["Storstad"])
    db.session.commit()
    own = own_page(registration)
    assert client.get(f"{own}/results").status_code == 404
    share(survey, participants=True)

    page = client.get(f"{own}/results", headers={"Accept-Language": "en"}).text

    assert f"{own}/results" in client.get(own).text
    assert "53 of 180 participants answered." in plain(page)
    assert "Storstad" not in page
    assert "Over time" not in page  # the earlier survey is not shown to participants


def test_the_page_takes_few_statements(
    app: Flask, survey: Survey, towns: dict[str, Organisation]
) -> None:
    desk = signed_in(app.test_client(), a_coordinator(towns["Storstad"]))  # type: ignore[arg-type]
    path = f"/own-organisation/results/{survey.code}"
    with counted_statements() as first:
        desk.get(path)
    with counted_statements() as cached:
        desk.get(path)
    assert len(first) <= 15
    assert len(cached) == len(first) - 2  # the answers of both surveys are counted once


def everything(app: Flask, surveys: Sequence[Survey], towns: dict[str, Organisation]) -> list[str]:
    """What all pages say: of each town, and of participants, of each event."""
    pages = [plain(read(app, survey, town)) for survey in surveys for town in towns.values()]
    for survey in surveys:
        registration = a_registration(survey.event, organisation=towns["Storstad"])
        db.session.commit()
        pages.append(plain(app.test_client().get(f"{own_page(registration)}/results").text))
    return pages


def swapped(
    survey: Survey, first: Organisation, second: Organisation, sizes: list[list[int]]
) -> None:
    """Let the people of two towns change places."""
    codes = [first.code, second.code]
    db.session.execute(
        delete(SurveyAnswer).where(
            SurveyAnswer.survey_id == survey.id, SurveyAnswer.group.in_(codes)
        )
    )
    for code, grades in zip(codes, reversed(sizes), strict=True):
        write_answers(survey, code, grades)
    survey.version += 1
    db.session.commit()


@pytest.fixture
def shared(survey: Survey, earlier: Survey, towns: dict[str, Organisation]) -> list[Survey]:
    """Both surveys with all that can be shown, classes in the later one."""
    classed(survey, towns)
    share(survey, participants=True)
    share(earlier, participants=True)
    return [survey, earlier]


def before_and_after(
    app: Flask, shared: list[Survey], towns: dict[str, Organisation]
) -> tuple[list[str], list[str]]:
    """All pages, and all pages after two hidden towns of one class have changed places."""
    before = everything(app, shared, towns)
    pair = towns["Fåstad"], towns["Tystad"]
    for survey, grades in zip(shared, (GRADES, EARLIER), strict=True):
        swapped(survey, *pair, [grades["Fåstad"], grades["Tystad"]])
    return before, everything(app, shared, towns)


def test_all_pages_together_do_not_tell_two_hidden_towns_apart(
    app: Flask, shared: list[Survey], towns: dict[str, Organisation]
) -> None:
    """Of both events, over time: whoever reads them all cannot say which of two has how many."""
    before, after = before_and_after(app, shared, towns)

    assert before == after


def test_control_with_hiding_switched_off_they_do(
    app: Flask,
    shared: list[Survey],
    towns: dict[str, Organisation],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(disclosure, "is_hidden_alone", lambda *_arguments, **_facts: False)
    monkeypatch.setattr(disclosure, "_level", lambda *_arguments: DisclosureLevel.ALL)
    monkeypatch.setattr(disclosure._Remainder, "cover", lambda *_arguments: frozenset())
    before, after = before_and_after(app, shared, towns)

    assert before != after


def packed(app: Flask, survey: Survey, town: Organisation) -> dict[str, str]:
    """The texts in the zip that the town's coordinator may mail on, by name."""
    desk = signed_in(app.test_client(), a_coordinator(town))  # type: ignore[arg-type]
    code = the_delegation(survey.event, town).code
    answer = desk.get(f"/delegations/{code}/materials.zip", headers={"Accept-Language": "en"})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as opened:
        return {n: opened.read(n).decode() for n in opened.namelist() if n.endswith(".txt")}


def test_what_is_mailed_on_holds_own_results_once_they_may_be_passed_on(
    app: Flask, survey: Survey, towns: dict[str, Organisation]
) -> None:
    assert "Results.txt" not in packed(app, survey, towns["Storstad"])

    share(survey, links=True)

    large = packed(app, survey, towns["Storstad"])["Results.txt"]
    assert "- Storstad: 67 per cent (" in large
    assert "- All others: 57 per cent (" in large
    small = packed(app, survey, towns["Fåstad"])["Results.txt"]
    assert "- Fåstad: " in small
    assert not re.search(r"- Fåstad: \d", small)
    assert "Mellanstad" not in large + small
