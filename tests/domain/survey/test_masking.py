"""What the net catches, and what it lets through on purpose."""

import pytest

from eventapp.domain.survey.given_names import given_names
from eventapp.domain.survey.masking import mask, words_of

PLATE = "registreringsnummer"


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("Skriv till anneli.bjornvass@linkoping.example!", "Skriv till [e-post]!"),
        ("Ring 070-174 06 23 eller +46 8 123 45 67.", "Ring [telefon] eller [telefon]."),
        (
            "Ring 070–174 06 23, inte 08\u00a0123\u00a045\u00a067.",
            "Ring [telefon], inte [telefon].",
        ),
        ("Eleven, 060812–4512, mår bättre.", "Eleven, [personnummer], mår bättre."),
        ("Hon, 701063-2391, är ny här.", "Hon, [personnummer], är ny här."),  # coordination
        ("Eleven 20060812-T512 börjar.", "Eleven [personnummer] börjar."),  # until it has its own
        ("Bilen ABC 123 och mopeden XYZ12D.", f"Bilen [{PLATE}] och mopeden [{PLATE}]."),
        ("Eleven (20060812-4512) mår bättre.", "Eleven ([personnummer]) mår bättre."),
        ("Hon bor på Påhittsgatan 14.", "Hon bor på [adress]."),
        ("hon bor på påhittsgatan 14 b, tror jag", "hon bor på [adress], tror jag"),
        ("Se KS 2023/412.", "Se [diarienummer]."),
        ("Läs på www.exempel.example/rapport", "Läs på [länk]"),
        ("Min chef Rolf Vassros har sagt det.", "Min chef [namn] har sagt det."),
        ("Det var Jasmins idé.", "Det var [namn] idé."),
        ("En elev, A. Kråkvik, berättade.", "En elev, [namn], berättade."),
    ],
)
def test_what_points_at_a_person_gives_way(written: str, masked: str) -> None:
    assert mask(written, given_names() | words_of(["Kråkvik"])) == masked


@pytest.mark.parametrize(
    "written",
    [
        "Passet 14.15–15.15 borde ha varit 90 minuter, vi var 48 personer i salen.",
        "Skriv ut lagrummet, till exempel lagen (2023:196) 4 §.",
        "Södertäljes mall för samtycke. Den tar vi med hem direkt.",
        "Vi sågs 09.00–10.30 2023–2024, SKR 2023 och BRÅ 123 var med, 0–50 000 kronor.",
        "På vägen 2 mil hem talade vi om en handlingsplan 2024 och gågatan i stan.",
        "Per pass hann vi två frågor. Max tre vore bättre.",
        "",
    ],
)
def test_ordinary_words_and_figures_stay(written: str) -> None:
    assert mask(written, given_names()) == written


def test_masking_twice_changes_nothing_more() -> None:
    once = mask("Rolf Vassros, 08-123 45 67, Storgatan 1 B, 121212-1212", given_names())
    assert mask(once, given_names()) == once
