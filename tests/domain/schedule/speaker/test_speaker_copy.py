"""A copy of a speaker's data: what is shown, and what they have sent."""

import pytest

from eventapp.domain.desk.person import export_person, find_person, load_person
from eventapp.models import Consent
from tests.builders import an_event
from tests.builders.speaker import EMAIL, a_speaker
from tests.domain.schedule.speaker.test_speaker import with_everything

pytestmark = pytest.mark.usefixtures("app")


def test_a_copy_of_a_persons_data_has_what_they_sent() -> None:
    with_everything(a_speaker(an_event(), biography_en="Knows light.", film_consent=Consent.NO))
    person = load_person(find_person(EMAIL, "Karin Talar") or "")
    assert person
    (spoken,) = export_person(person)["speaking"]
    assert spoken["biography_en"] == "Knows light."
    assert spoken["proposed"]["biography"] == "Nu."
    assert (spoken["problem"], spoken["needs"], spoken["photo"]) == ("Fel dag", "Rullstol", True)
    assert spoken["consents"] == {"page": "", "slides": "", "film": "no"}
