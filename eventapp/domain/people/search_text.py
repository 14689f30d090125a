"""What registrations are searched and sorted by: folded words of name and address.

They stand in the row itself, are made whenever it is written, whichever verb does, and go with it.
"""

from typing import Any

from sqlalchemy import event

from eventapp.domain.people.folding import fold
from eventapp.domain.people.organisation import swedish_order
from eventapp.models import Registration

# Both stand in an index, where PostgreSQL has room for 2,700 bytes.
SEARCH_TEXT_MAX_LENGTH = 400
SORT_NAME_MAX_LENGTH = 100


def make_search_text(name: str, email: str) -> str:
    """The words that find the person, folded: those of the name, then those of the address."""
    return f"{fold(name)} {fold(email)}"[:SEARCH_TEXT_MAX_LENGTH]


def make_sort_name(name: str) -> str:
    """What the person is listed by, in Swedish alphabetical order."""
    return swedish_order(name)[:SORT_NAME_MAX_LENGTH]


@event.listens_for(Registration, "before_insert")
@event.listens_for(Registration, "before_update")
def _write(_mapper: Any, _connection: Any, registration: Registration) -> None:
    registration.search_text = make_search_text(registration.name, registration.email)
    registration.sort_name = make_sort_name(registration.name)
