"""Search finds the same cards, in the same order, on both databases."""

import pytest

from eventapp.domain.exchange import approval
from eventapp.domain.exchange import experience as experiences
from eventapp.domain.exchange.search import SearchQuery, find, search
from eventapp.domain.people.stemmer import stems_of
from eventapp.extensions import db
from eventapp.models import EvidenceStage, Experience, ExperienceStems, Readership
from tests.builders import NOON, an_organisation
from tests.builders.experience import (
    EDITOR,
    a_draft_experience,
    a_focus_area,
    an_experience,
    an_experience_in_review,
    an_experience_text,
)

pytestmark = pytest.mark.usefixtures("app")


def titles(words: str = "", **sought: object) -> list[str]:
    results = search(SearchQuery(words=words, **sought), page=1, on=NOON.date())  # type: ignore[arg-type]
    assert results.total == len(results.experiences)
    return [experience.title for experience in results.experiences]


@pytest.mark.parametrize(
    "words",
    [
        "orossamtal",
        "OROSSAMTALEN",
        "nattlig",
        "malgrupp",
        "målgrupperna",
        "natt orossam",
        "meetings",
        "meeting",
        "17",
        "Exempelåsen",
    ],
)
def test_an_experience_is_found_whatever_the_ending_and_the_accents(words: str) -> None:
    experience = an_experience(
        an_organisation("Exempelåsens kommun"),
        title="Nattliga orossamtal nådde fel målgrupp",
        lesson="Fewer meetings, 17 of them.",
    )
    an_experience(title="Belysning runt torget")

    assert titles(words) == [experience.title]


@pytest.mark.parametrize(
    "words",
    ["finnsinte", '"', "' OR 1", "title:", "*", "AND", "-", "a & !b", ":*", "\\", "%", "(("],
)
def test_no_words_break_the_search(words: str) -> None:
    an_experience(title="Belysning runt torget")

    assert titles(words) == []


def test_every_word_must_be_held_and_those_of_the_title_weigh_most() -> None:
    within = an_experience(title="En fast tid", problem="Ljuset på torget räckte inte.")
    in_title = an_experience(title="Ljuset på torget")
    later = an_experience(title="Ännu en fast tid", problem="Ljuset räckte inte på torget.")

    assert titles("ljus torg") == [in_title.title, later.title, within.title]
    assert titles("ljus torg ännu") == [later.title]


def test_what_is_not_published_is_found_by_nobody() -> None:
    a_draft_experience(title="Utkastet")
    an_experience_in_review(title="Utkastet läses")
    gone = an_experience(title="Utkastet dras tillbaka")
    edited = an_experience(title="Utkastet ändras")
    approval.withdraw(gone, reason="för gammalt", actor=EDITOR, now=NOON)
    experiences.edit(edited, an_experience_text(), version=edited.version, actor=EDITOR, now=NOON)
    db.session.flush()

    assert titles() == titles("utkast") == []
    assert [find(experience.code, inside=True) for experience in (gone, edited)] == [None, None]
    assert db.session.query(ExperienceStems).count() == 0


def test_what_is_for_the_network_is_shown_to_those_inside_alone() -> None:
    experience = an_experience(audience=Readership.NETWORK)

    assert titles() == []
    assert titles(inside=True) == [experience.title]
    assert find(experience.code, inside=False) is None
    assert find(experience.code, inside=True) is experience


def test_choices_narrow_and_each_says_how_many_it_would_show() -> None:
    unga, plats = a_focus_area("unga"), a_focus_area("plats")
    town = an_organisation()
    young = an_experience(town, unga, stage=EvidenceStage.TRIED)
    place = an_experience(None, plats, stage=EvidenceStage.COMPARED)
    both = an_experience(None, None, focus_areas=("unga", "plats"), stage=EvidenceStage.COMPARED)

    assert set(titles(areas=("unga",))) == {young.title, both.title}
    assert set(titles(areas=("unga", "plats"))) == {young.title, place.title, both.title}
    assert titles(organisation=town.code) == [young.title]
    assert titles(areas=("unga",), stages=(EvidenceStage.COMPARED,)) == [both.title]
    query = SearchQuery(areas=("unga",), stages=(EvidenceStage.COMPARED,))
    results = search(query, page=1, on=NOON.date())
    assert results.by_area == {"unga": 1, "plats": 2}
    assert results.by_stage == {EvidenceStage.TRIED: 1, EvidenceStage.COMPARED: 1}


def test_the_list_has_pages_and_one_beyond_the_last_is_the_last() -> None:
    area = a_focus_area()
    for _ in range(21):
        an_experience(area=area)

    pages = [search(SearchQuery(), page=number, on=NOON.date()) for number in (1, 2, 99, -1)]

    assert [len(page.experiences) for page in pages] == [20, 1, 1, 20]
    assert {page.total for page in pages} == {21}


def test_of_a_thousand_experiences_that_fit_only_those_of_the_page_are_loaded() -> None:
    area, town = a_focus_area(), an_organisation()
    first = an_experience(town, area, title="Trygghetsvandring med datum")
    nouns = ("vandring", "belysning", "skolväg", "rutin", "tips", "samtal", "bidrag", "lägesbild")
    columns = {
        column.name: getattr(first, column.name)
        for column in Experience.__table__.columns
        if column.name not in {"id", "code"}
    }
    rows = [
        {**columns, "id": first.id + n, "code": f"many{n}", "title": f"{nouns[n % 8]} {n}"}
        for n in range(1, 1000)
    ]
    db.session.execute(Experience.__table__.insert(), rows)  # type: ignore[attr-defined]
    db.session.execute(
        ExperienceStems.__table__.insert(),  # type: ignore[attr-defined]
        [
            {
                "experience_id": row["id"],
                "title": stems_of(row["title"]),
                "body": stems_of(f"{row['title']} för barn på torget {row['id'] % 97}"),
            }
            for row in rows
        ],
    )
    db.session.commit()

    for words, expected in (("belysningen torg", 125), ("trygghetsvandringar", 1), ("torg", 999)):
        db.session.expunge_all()
        results = search(SearchQuery(words), page=1, on=NOON.date())
        loaded = [
            instance
            for instance in db.session.identity_map.values()
            if isinstance(instance, Experience)
        ]
        assert results.total == expected
        assert len(loaded) == len(results.experiences) == min(expected, 20)
