"""What of a person may stand on paper."""

import pytest

from eventapp.domain.desk.prints.person import NothingToPrint, TooManyRows, check_rows, load_people
from eventapp.models import Badge, Visibility
from tests.builders import a_registration, an_event, an_organisation

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("badge", "visibility", "shown"),
    [
        (Badge.FIRST_NAME, Visibility.NORMAL, ("Linnéa", "Göteborgs Stad")),
        (Badge.ORGANISATION, Visibility.NORMAL, ("", "Göteborgs Stad")),
        (Badge.NONE, Visibility.NORMAL, ("", "")),
        (Badge.FIRST_NAME, Visibility.LIMITED, ("", "Göteborgs Stad")),
        (Badge.FIRST_NAME, Visibility.PROTECTED, ("", "Göteborgs Stad")),
        (Badge.NONE, Visibility.LIMITED, ("", "")),
    ],
)
def test_a_person_is_named_as_they_chose(
    badge: Badge, visibility: Visibility, shown: tuple[str, str]
) -> None:
    event, town = an_event(), an_organisation("Göteborgs Stad")
    registration = a_registration(event, organisation=town, name="Linnéa Vårglim", badge=badge)
    registration.visibility = visibility

    (person,) = load_people(event)

    assert (person.shown_name, person.shown_organisation) == shown


def test_a_file_has_some_rows_and_not_too_many() -> None:
    check_rows(1)
    check_rows(5_000)
    with pytest.raises(NothingToPrint):
        check_rows(0)
    with pytest.raises(TooManyRows):
        check_rows(5_001)
