"""Words and what they are found by."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from eventapp.domain.people.stemmer import (
    QUERY_WORDS_MAX,
    _stems,
    stem_query,
    stems_of,
    swedish_stem,
    tails_of,
    without_article,
)

ENDINGS = ("skvallarnas", "ernas", "heterna", "ing", "ations", "ligheten", "ernes")
BEGINNINGS = ("samtal", "trygghet", "kommun", "organisation", "running", "national")


@pytest.fixture
def switching_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("switching_often")
def test_threads_that_look_for_words_at_once_find_the_same_stems() -> None:
    text = " ".join(beginning + ending for beginning in BEGINNINGS for ending in ENDINGS)
    right = stems_of(text)

    def stems_anew(_number: int) -> str:
        _stems.cache_clear()
        return stems_of(text)

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(stems_anew, range(240))) == {right}


def test_words_are_split_and_folded() -> None:
    assert stems_of("Åtgärd 2, på_torget!") == stems_of("atgard 2 pa torget")


def test_forms_of_a_word_share_a_stem() -> None:
    assert set(stems_of("orossamtalen").split()) & set(stems_of("orossamtal").split())
    assert set(stems_of("meetings").split()) & set(stems_of("meeting").split())


def test_a_query_is_at_most_so_many_words_each_once() -> None:
    assert len(stem_query(" ".join(f"ord{n}" for n in range(20)))) == QUERY_WORDS_MAX
    assert len(stem_query("torg torg")) == 1
    assert stem_query("!?") == []


@pytest.mark.parametrize(
    "forms",
    [
        *("våld våldet", "brott brottet", "skola skolan skolor", "torg torget", "gata gatan gator"),
        *("projekt projektet", "arbetslös arbetslösa arbetslöshet", "förälder föräldrar"),
        *("man män männen mannen", "rum rummet", "fönster fönstret", "narkotika narkotikan"),
        *("gäng gänget gängen", "anmälan anmälningar anmälningarna", "cykel cyklar cykeln"),
        *("område området områdena", "fängelse fängelset", "vapen vapnet", "medel medlet"),
        *(
            "bok böcker",
            "stad städer staden",
            "brand bränder",
            "centrum centret",
            "klotter klottret",
        ),
        *("vandring vandringen vandringarna", "hotell hotellet", "modell modellen", "moské moskén"),
        *("plats platsen platser", "lekplatsen lekplats", "insats insatsen", "kurs kursen"),
        *("konferens konferensen", "ambulans ambulansen", "kostnad kostnaden kostnaderna"),
        *("frånvaro frånvaron", "arbetsmiljö arbetsmiljön", "strategi strategin strategier"),
        *("ekonomi ekonomin", "demokrati demokratin", "maskin maskinen", "galleria gallerian"),
        *("rektor rektorn rektorerna", "riskfaktor riskfaktorn riskfaktorer", "kontor kontoren"),
        *("resultat resultatet resultaten", "konto kontot konton", "meddelande meddelanden"),
        *("ungdom ungdomars", "förälder föräldrars", "deltagare deltagares"),
        *("deltagande deltagandet", "land landet länder", "handel handeln", "program programmet"),
        *(
            "skola skolorna skolornas",
            "ungdom ungdomarna ungdomarnas",
            "polis poliserna polisernas",
        ),
        *("område områdenas", "möte mötenas", "myndighet myndigheternas", "boende boendenas"),
        *("brottsoffer brottsoffret brottsoffren brottsoffrens", "nummer numret numren"),
        *("son söner sönerna", "fader fäder fäderna", "moder mödrar mödrarna", "bonde bönder"),
        *("broder bröder bröderna", "dotter döttrar döttrarna", "ledamot ledamöter ledamöterna"),
        *("strand stränder", "vän vännen vänner vännerna", "sommar somrar somrarna"),
        *("gymnasium gymnasiet gymnasier", "kriterium kriteriet kriterier", "museum museet museer"),
        *("ansökan ansökans ansökningar ansökningarna", "oro oron", "år året åren", "by byn byar"),
        *("kvarter kvarteret kvarteren", "korridor korridoren", "privat privata"),
        *("hållbar hållbara hållbart", "våldsam våldsamma våldsamt", "lokal lokala lokalt"),
        *("kriminell kriminella kriminellt", "effektiv effektiva effektivt"),
    ],
)
def test_every_form_of_a_word_has_one_stem(forms: str) -> None:
    assert len({swedish_stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("gäng", "gång"),
        ("plan", "pl"),
        ("samverkan", "samverk"),
        ("barn", "bar"),
        ("tidning", "tid"),
        *(("lägre", "läger"), ("skolbarn", "skolbar"), ("bror", "bro")),
    ],
)
def test_other_words_have_other_stems(word: str, other: str) -> None:
    assert swedish_stem(word) != swedish_stem(other)


@pytest.mark.parametrize(
    "words",
    [
        *("brott brottet vakt vakten klubb skydd kvinna effekten natten", "bad badet stad städer"),
        *("rasten svar svaret glas branden länder handen enhet", "mätning läsningen ordning"),
        *("ledarna ägaren lärare område åtgärder våldet samtal", "rum fönstret vapnet cykeln"),
        *("platsen kostnaden rektorn resultaten strategin miljön", "insatsernas ungdomars"),
    ],
)
def test_a_compound_ends_with_the_stem_of_its_last_part(words: str) -> None:
    for word in words.split():
        assert swedish_stem("trygghets" + word) == "trygghets" + swedish_stem(word)


def test_what_only_looks_like_such_a_part_is_stemmed_as_ever() -> None:
    assert swedish_stem("drabbad") == swedish_stem("drabbade")
    assert swedish_stem("utrustad") == swedish_stem("utrustning")
    assert swedish_stem("politiskt") == swedish_stem("politiska")
    assert swedish_stem("tjänsten") == swedish_stem("tjänster")
    assert swedish_stem("vackrast") == swedish_stem("vackra")


def test_what_only_looks_like_an_article_stays() -> None:
    for word in ("samverkan", "anmälan", "kriminalitet", "internet", "organ", "utan", "budget"):
        assert without_article(word) == word


def test_ends_of_a_stem_are_four_letters_or_more() -> None:
    assert tails_of("bilbrand") == ["ilbrand", "lbrand", "brand", "rand"]
    assert tails_of("torg") == []
