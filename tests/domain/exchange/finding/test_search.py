"""Search finds the same cards, in the same order, on both databases."""

import pytest

from eventapp.domain.exchange import approval
from eventapp.domain.exchange import experience as experiences
from eventapp.domain.exchange.finding.facets import FAILED, Facet
from eventapp.domain.exchange.finding.search import SearchQuery, find, list_newest, search
from eventapp.extensions import db
from eventapp.models import Cost, EvidenceStage, Readership
from eventapp.models.exchange.experience import ProcessStep
from eventapp.models.exchange.search_entry import ExperienceEntry
from tests.builders import NOON, an_organisation
from tests.builders.experience import (
    EDITOR,
    a_draft_experience,
    a_focus_area,
    an_experience,
    an_experience_in_review,
    an_experience_text,
)
from tests.plans import executed

pytestmark = pytest.mark.usefixtures("app")


def titles(words: str = "", *, inside: bool = False, **chosen: tuple[str, ...]) -> list[str]:
    query = SearchQuery(words, {Facet(name): values for name, values in chosen.items()}, inside)
    results = search(query, page=1, on=NOON.date())
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
        "oros\u00adsam\u200btal",
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


def test_the_words_of_the_title_weigh_most_and_then_the_newest_come_first() -> None:
    within = an_experience(title="En fast tid", problem="Ljuset på torget räckte inte.")
    in_title = an_experience(title="Ljuset på torget")
    later = an_experience(title="Ännu en fast tid", problem="Ljuset räckte inte på torget.")

    assert titles("ljus torg") == [in_title.title, later.title, within.title]
    assert titles("ljus torg ännu")[0] == later.title


def test_where_few_hold_every_word_those_that_hold_most_follow() -> None:
    every = an_experience(title="Belysning på skolgården")
    for number in range(12):
        an_experience(title=f"Skolgård {number}")
    rare = an_experience(title="Belysning i parken")

    results = search(SearchQuery("belysning skolgård"), page=1, on=NOON.date())

    assert results.whole == 1
    assert [card.title for card in results.experiences] == [every.title, rare.title]


def test_words_that_nothing_holds_are_said_and_near_ones_offered() -> None:
    an_experience(title="Trygghetsvandring med datum")
    an_experience(title="Otillåten bosättning")

    assert search(SearchQuery("otilåten"), page=1, on=NOON.date()).meant == "otillåten"
    results = search(SearchQuery("tryghetsvandring"), page=1, on=NOON.date())

    assert (results.total, results.missing) == (0, ["tryghetsvandring"])
    assert results.meant == "trygghetsvandring"
    assert search(SearchQuery("xyzzyqqq"), page=1, on=NOON.date()).meant == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("datum/tryghetsvandring", "datum/trygghetsvandring"),
        ("(tryghetsvandring; datum)", "(trygghetsvandring; datum)"),
        ("tryg\u00adhetsvandring", "trygghetsvandring"),
    ],
)
def test_what_is_offered_is_never_what_was_typed(typed: str, meant: str) -> None:
    an_experience(title="Trygghetsvandring med datum")
    assert search(SearchQuery(typed), page=1, on=NOON.date()).meant == meant


def test_letters_typed_with_dots_find_these_alone() -> None:
    gang, walk = an_experience(title="Gänget i centrum"), an_experience(title="En gång i veckan")

    assert titles("gäng") == [gang.title]
    assert titles("gång") == [walk.title]
    assert set(titles("gang")) == {gang.title, walk.title}


def test_parts_of_compounds_are_found_below_whole_words_and_written_apart() -> None:
    tail = an_experience(title="Gängkriminalitet")
    whole = an_experience(title="Kriminaliteten bland unga")
    apart = an_experience(title="En ny sak", problem="Bilar sattes i brand.")

    assert titles("kriminalitet") == [whole.title, tail.title]
    assert titles("bilbrand") == [apart.title]


def test_every_tail_of_a_compound_is_found_below_the_whole_word() -> None:
    tails = {
        "förebyggande": "Vräkningsförebyggande samtal",
        "bolag": "Bostadsbolagens jour",
        "process": "Planprocessen i Ekby",
    }
    for word, title in tails.items():
        an_experience(title=f"Ett {word}")
        an_experience(title=title)

    for word, title in tails.items():
        assert titles(word) == [f"Ett {word}", title]


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
    assert db.session.query(ExperienceEntry).filter_by(shown=True).count() == 0


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

    assert set(titles(area=("unga",))) == {young.title, both.title}
    assert set(titles(area=("unga", "plats"))) == {young.title, place.title, both.title}
    assert titles(organisation=(town.code,)) == [young.title]
    assert titles(area=("unga",), stage=("compared",)) == [both.title]
    query = SearchQuery(chosen={Facet.AREA: ("unga",), Facet.STAGE: ("compared",)})
    results = search(query, page=1, on=NOON.date())
    assert results.counts[Facet.AREA] == {"unga": 1, "plats": 2}
    assert results.counts[Facet.STAGE] == {"tried": 1, "compared": 1}


def test_every_facet_narrows() -> None:
    town = an_organisation(size_class="up-to-50")
    card = an_experience(
        town,
        failed=True,
        cost=Cost.OVER_500,
        step=ProcessStep.FOLLOW_UP,
        target="elever i årskurs 7–9 och deras vårdnadshavare",
    )
    an_experience(target="handlare")

    for chosen in (
        {"outcome": (FAILED,)},
        {"cost": ("over-500",)},
        {"step": ("follow-up",)},
        {"target": ("children",)},
        {"target": ("parents",)},
        {"size": ("up-to-50",)},
    ):
        assert titles(**chosen) == [card.title], chosen
    assert len(titles(year=(str(NOON.year),))) == 2
    assert titles(year=("1999",)) == titles(cost=("nonsense",)) == []


def test_what_a_part_of_a_municipality_wrote_is_of_its_size() -> None:
    town = an_organisation(size_class="over-200")
    district = an_organisation(parent=town)
    card = an_experience(district)

    assert titles(size=("over-200",)) == [card.title]


def test_the_newest_of_what_is_found_come_first_in_the_feed() -> None:
    older = an_experience(title="Ljus på torget")
    newer = an_experience(title="Mötet", problem="Ljuset räckte inte på torget.")
    an_experience(audience=Readership.NETWORK, title="Ljus på torget i smyg")

    cards = list_newest(SearchQuery("ljus torg"), on=NOON.date(), count=5)

    assert [card.title for card in cards] == [newer.title, older.title]


def test_the_list_has_pages_and_one_beyond_the_last_is_the_last() -> None:
    area = a_focus_area()
    for _ in range(21):
        an_experience(area=area)

    pages = [search(SearchQuery(), page=number, on=NOON.date()) for number in (1, 2, 99, -1)]

    assert [len(page.experiences) for page in pages] == [20, 1, 1, 20]
    assert {page.total for page in pages} == {21}


def test_a_search_asks_the_database_little_and_by_its_index() -> None:
    for _ in range(21):
        an_experience(title="Trygghetsvandring på torget", problem="Otryggt i parken.")
    db.session.commit()
    search(SearchQuery("torg"), page=1, on=NOON.date())

    with executed() as statements:
        search(SearchQuery("vandringen otrygg bilbrand"), page=1, on=NOON.date())

    assert len(statements) <= 11  # one of them because nobody wrote bilbrand
    assert len([sent for sent in statements if "experience_postings" in sent[0]]) == 1
