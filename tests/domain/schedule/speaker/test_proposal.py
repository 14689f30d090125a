"""What speakers propose: kept apart until an organizer accepts just what they read."""

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.schedule.speaker.photo import PhotoSize, SquarePhoto, read_photo
from eventapp.domain.schedule.speaker.proposal import (
    Presentation,
    ProposalGone,
    accept_proposal,
    decline_proposal,
    find_proposal,
    list_changes,
    presentation_of,
    propose,
)
from eventapp.models import Speaker, SpeakerAddress
from tests.builders import NOON, an_event
from tests.builders.speaker import a_speaker

pytestmark = pytest.mark.usefixtures("app")
PHOTO = SquarePhoto("1" * 24, b"s", b"m", b"l")
ORGANIZER = {"actor": "organizer", "now": NOON}


def asked() -> tuple[Speaker, SpeakerAddress]:
    speaker = a_speaker(an_event(), biography="Förr.")
    assert speaker.address
    return speaker, speaker.address


def test_nothing_is_shown_before_it_is_accepted_and_then_all_of_it() -> None:
    speaker, address = asked()
    proposal = propose(address, Presentation("Karin T", biography="Nu."), PHOTO, now=NOON)
    assert proposal
    assert presentation_of(speaker).biography == "Förr."
    assert [change.field for change in list_changes(speaker, proposal)] == ["name", "biography"]
    accept_proposal(address.event, speaker, version=proposal.version, **ORGANIZER)  # type: ignore[arg-type]
    assert (speaker.name, speaker.biography) == ("Karin T", "Nu.")
    assert address.folded_name == "karin t"
    assert read_photo(speaker, PhotoSize.LARGE) == b"l"
    with pytest.raises(ProposalGone):
        decline_proposal(address.event, speaker, version=1, **ORGANIZER)  # type: ignore[arg-type]


def test_what_came_after_it_was_read_is_not_accepted_unread() -> None:
    speaker, address = asked()
    first = propose(address, Presentation("Karin", biography="Ett."), now=NOON)
    assert first
    propose(address, Presentation("Karin", biography="Två."), now=NOON)
    with pytest.raises(StaleVersion):
        accept_proposal(address.event, speaker, version=1, **ORGANIZER)  # type: ignore[arg-type]


def test_what_equals_what_is_shown_proposes_nothing() -> None:
    speaker, address = asked()
    propose(address, Presentation("Karin", biography="Ett."), now=NOON)
    assert propose(address, presentation_of(speaker), now=NOON) is None
    assert find_proposal(address) is None
