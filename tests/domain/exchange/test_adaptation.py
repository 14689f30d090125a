"""What another organisation does with a card is shown once an editor has read it."""

import pytest

from eventapp.domain.exchange import adaptation
from eventapp.domain.exchange.lead import LeadText
from eventapp.extensions import db
from eventapp.models import (
    AdaptationKind,
)
from tests.builders import NOON, an_organisation
from tests.builders.experience import (
    an_experience,
)

pytestmark = pytest.mark.usefixtures("app")
STORY = LeadText("En fast tid", "Det tog för lång tid.", "samordnare", "funktion@town.example")


def test_what_another_tells_is_shown_when_an_editor_has_read_it() -> None:
    experience, town = an_experience(), an_organisation()
    facts = {"contact_email": "funktion@town.example", "now": NOON}
    shown, declined, unread = (
        adaptation.submit(experience, town.id, AdaptationKind.USES, comment=comment, **facts)
        for comment in ("Kortare.", "Längre.", "Som den är.")
    )

    adaptation.decide(shown, show=True)
    adaptation.decide(declined, show=False)
    db.session.flush()

    assert adaptation.list_shown(experience) == [shown]
    assert adaptation.list_unread() == [unread]
    with pytest.raises(adaptation.AdaptationAlreadyDecided):
        adaptation.decide(shown, show=False)


def test_a_second_click_tells_nothing_twice() -> None:
    experience, town = an_experience(), an_organisation()
    facts = {"contact_email": "funktion@town.example", "now": NOON}
    first, again, other = (
        adaptation.submit(experience, town.id, AdaptationKind.USES, comment=comment, **facts)
        for comment in ("Kortare.", "Kortare.", "Längre.")
    )

    assert again is first
    assert set(adaptation.list_unread()) == {first, other}
