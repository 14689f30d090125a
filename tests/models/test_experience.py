"""What others meet first of a card: its result, in whole sentences."""

import pytest

from eventapp.models import Experience
from eventapp.models.exchange.experience import OUTCOME_MAX_LENGTH

LONG = "Vi mätte i åtta månader " + "och sedan " * 40 + "igen."


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ("Mediantiden sjönk. Fler tackade ja.", "Mediantiden sjönk. Fler tackade ja."),
        ("Kort.\n\nMer längre ned.", "Kort."),
        ("Det gick fortare, ca. 4 dagar i stället för 19.", None),
        ("", "Problem. Resultat."),
    ],
)
def test_the_lead_is_the_result(result: str, outcome: str | None) -> None:
    experience = Experience(title="", summary="Problem. Resultat.", result=result)

    assert experience.outcome == (result if outcome is None else outcome)


def test_a_long_result_is_cut_between_sentences_or_words() -> None:
    assert Experience(result=f"Först. {LONG} Sist.", summary="").outcome == "Först."
    cut = Experience(result=LONG, summary="").outcome
    assert cut.endswith(" …")
    assert len(cut) <= OUTCOME_MAX_LENGTH + 2


def test_a_summary_that_repeats_the_chain_is_no_background() -> None:
    chain = {"problem": "Det tog tid. Mycket tid.", "result": "Det går fort. Alla är nöjda."}

    assert Experience(summary="Det tog tid. Det går fort.", **chain).background == ""
    assert Experience(summary="Vi började smått.", **chain).background == "Vi började smått."
