"""Letters that wait to be sent: sealed, found by their link alone, and gone once deleted."""

import pytest
from cryptography.exceptions import InvalidTag

from eventapp.domain.survey import letter
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from tests.builders import a_registration
from tests.builders.survey import a_draft

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.on_sqlite_alone]


def test_a_letter_opens_by_the_key_of_its_link_until_it_is_deleted() -> None:
    survey, token = a_draft(), letter.new_token()
    registration = a_registration(survey.event)
    db.session.add(letter.seal_letter(survey, registration.id, token))
    db.session.flush()

    opened = letter.unseal_letter(letter.letter_key(token))
    assert opened == letter.UnsealedLetter(registration, survey, token)
    assert letter.survey_of(letter.letter_key(token)) is survey
    assert letter.list_keys(survey) == [letter.letter_key(token)]

    letter.delete_letter(letter.letter_key(token))
    db.session.expunge_all()
    assert letter.unseal_letter(letter.letter_key(token)) is None
    assert letter.survey_of(letter.letter_key(token)) is None


def test_what_is_stored_shows_neither_person_nor_link_and_belongs_to_its_key() -> None:
    survey, token, other = a_draft(), letter.new_token(), letter.new_token()
    registration = a_registration(survey.event)
    sealed = letter.seal_letter(survey, registration.id, token)
    assert token.encode() not in sealed.sealed
    assert token_digest(token) not in f"{sealed.key:x}"

    sealed.key = letter.letter_key(other)
    db.session.add(sealed)
    db.session.flush()
    with pytest.raises(InvalidTag):
        letter.unseal_letter(letter.letter_key(other))


def test_links_are_never_the_same_and_have_160_bits() -> None:
    links = {letter.new_token() for _ in range(100)}

    assert len(links) == 100
    assert {len(link) for link in links} == {32}
