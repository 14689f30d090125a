"""Deciding what is deleted: by a reference, in versions."""

from eventapp.domain.retention.rule import list_versions, rules_in_force
from eventapp.models import DataKind
from tests.builders.forms import send
from tests.builders.retention import REFERENCE, a_rule
from tests.visitor import Visitor

RULES = "/organizer/retention/rules"
SCANS = f"{RULES}/scans"


def test_a_proposal_is_adopted_with_one_click(desk: Visitor) -> None:
    answer = send(desk, RULES, reference=REFERENCE, kind="scans")

    assert answer.status_code == 303
    rule = rules_in_force()[DataKind.SCANS]
    assert (rule.days, rule.reference, rule.version) == (30, REFERENCE, 1)


def test_nothing_is_adopted_without_a_reference(desk: Visitor) -> None:
    answer = send(desk, RULES, reference=" ", kind="scans")

    assert answer.status_code == 422
    assert "Write where the decision can be found" in answer.text
    assert rules_in_force() == {}


def test_what_the_product_deletes_by_itself_is_not_decided(desk: Visitor) -> None:
    assert send(desk, RULES, reference=REFERENCE, kind="care-needs").status_code == 404
    assert desk.get(f"{RULES}/care-needs").status_code == 404


def test_another_time_is_the_next_version(desk: Visitor) -> None:
    a_rule(DataKind.SCANS, days=30)

    assert "FIKTIVT" in desk.get(SCANS).text
    answer = send(desk, SCANS, version="1", days="60", reference="Beslut 2")

    assert answer.status_code == 303
    newest, oldest = list_versions(DataKind.SCANS)
    assert (newest.version, newest.days, newest.ends_at) == (2, 60, None)
    assert oldest.ends_at is not None


def test_a_stale_save_shows_both_texts(desk: Visitor) -> None:
    a_rule(DataKind.SCANS, days=30)

    answer = send(desk, SCANS, version="0", days="60", reference="Beslut 2")

    assert answer.status_code == 409
    assert "This differs" in answer.text
    assert 'value="60"' in answer.text
    assert rules_in_force()[DataKind.SCANS].days == 30


def test_numbers_of_days_that_mean_nothing_are_refused(desk: Visitor) -> None:
    for days in ("0", "4000", "x", "-1", "999999999999999999999"):
        answer = send(desk, SCANS, version="0", days=days, reference=REFERENCE)
        assert answer.status_code == 422
    assert rules_in_force() == {}


def test_a_decision_is_withdrawn(desk: Visitor) -> None:
    a_rule(DataKind.SCANS, days=30)

    assert send(desk, f"{SCANS}/withdrawal", version="1").status_code == 303
    assert rules_in_force() == {}
    assert send(desk, f"{SCANS}/withdrawal", version="1").status_code == 303
    answer = send(desk, SCANS, version="0", days="30", reference="Beslut 3")
    assert answer.status_code == 303
    assert rules_in_force()[DataKind.SCANS].version == 2
