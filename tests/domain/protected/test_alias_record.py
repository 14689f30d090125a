"""What is stored of an alias says nothing without the key."""

import dataclasses

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.protected.alias_record import (
    AliasContent,
    alias_digest,
    alias_digests,
    count_unreadable_aliases,
    open_content,
    seal_content,
)
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import Alias
from tests.builders import an_event
from tests.builders.alias import REACH, an_alias, give_protected_keys

pytestmark = pytest.mark.usefixtures("app")


def stored() -> Alias:
    return db.session.scalars(select(Alias)).one()


def test_a_stored_row_holds_nothing_of_the_registration_in_clear() -> None:
    registration = an_alias(an_event()).registration
    alias = stored()

    for word in (REACH, registration.name, registration.code, registration.secret):
        assert word.encode() not in alias.sealed
        assert word not in alias.digest + alias.code
    assert alias.digest == alias_digest(registration.secret)


def test_whatever_is_written_the_row_is_as_long() -> None:
    lengths = {
        len(seal_content("code", AliasContent(1, reach, "by", "at")))
        for reach in ("", "å" * 400, "😀" * 400, "\n" * 400)
    }

    assert len(lengths) == 1


def test_a_row_opens_under_its_own_code_and_with_its_own_key_alone(app: Flask) -> None:
    an_alias(an_event())
    alias = stored()
    moved = Alias(code="another", digest="", sealed=alias.sealed)

    assert open_content(alias)
    assert open_content(moved) is None
    assert count_unreadable_aliases() == 0
    give_protected_keys(app, 2)
    assert open_content(alias) is None
    assert count_unreadable_aliases() == 1


def test_an_installation_without_keys_for_it_uses_the_care_keys_and_may_get_its_own(
    app: Flask,
) -> None:
    keys = app_keys()
    app.extensions["keys"] = dataclasses.replace(keys, protected=keys.care_needs)
    known = an_alias(an_event())

    app.extensions["keys"] = keys

    assert open_content(stored())
    assert stored().digest in alias_digests(known.registration.secret)
    assert stored().digest != alias_digest(known.registration.secret)
