"""Search finds what municipalities ask for: half of the questions, and each rule is worth it."""

import pytest

from eventapp.extensions import db
from tests.search_quality.cards import add_cards
from tests.search_quality.controls import CONTROLS, switched_off
from tests.search_quality.measure import Quality, measure, read_questions

pytestmark = pytest.mark.usefixtures("app")
MRR_MIN, RECALL_MIN, WORTH_MIN = 0.85, 0.90, 0.05


def quality(control: str = "") -> Quality:
    with switched_off(control):
        cards = add_cards()
        result = measure(read_questions("questions.txt", cards))
    db.session.rollback()
    return result


def test_the_cards_that_should_come_do_come() -> None:
    result = quality()

    assert result.mrr >= MRR_MIN, result.missed
    assert result.recall >= RECALL_MIN, result.missed


@pytest.mark.on_sqlite_alone
@pytest.mark.parametrize("control", ["synonyms"])
def test_without_a_rule_they_do_not(control: str) -> None:
    result = quality(control)

    assert control in CONTROLS
    assert result.mrr < MRR_MIN or result.recall < RECALL_MIN - WORTH_MIN
