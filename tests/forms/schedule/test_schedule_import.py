"""The words for what was wrong with a schedule's file."""

import re

import pytest

from eventapp.domain.schedule.schedule_import.content import Repair, RepairCode
from eventapp.forms.schedule.schedule_import import SENTENCES, FileSetting, repair_sentence
from tests.builders.schedule_file import a_talk, as_json

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("code", list(RepairCode))
def test_each_repair_has_a_sentence(code: RepairCode) -> None:
    names = re.findall(r"%\((\w+)\)s", str(SENTENCES[code]))

    assert repair_sentence(Repair("here", code, dict.fromkeys([*names, "name"], "x")))


def test_a_field_is_named_as_its_form_names_it() -> None:
    values = {"name": "starts_at", "of": "Ljus på torget"}
    sentence = repair_sentence(Repair("here", RepairCode.KEPT_LOCAL, values))

    assert "starts_at" not in sentence
    assert "Ljus på torget" in sentence


def test_a_clock_that_is_not_the_events_is_said() -> None:
    schedule = FileSetting("Europe/Helsinki", "").read(as_json(a_talk(1)))

    assert [repair.code for repair in schedule.repairs] == [RepairCode.ZONE_OF_EVENT]
    assert schedule.sessions[0].starts_at.hour == 9
