"""Marks that are missing are found and set; what has its mark, or shares nothing, is left alone."""

import pytest
from sqlalchemy import delete, select

from eventapp.domain.desk.double.double_mark import list_badly_marked, mark_anew
from eventapp.extensions import db
from eventapp.models import DoubleReason, PossibleDouble
from tests.builders import a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_a_missing_mark_is_set_for_what_is_shared_within_the_event() -> None:
    event, other = an_event(), an_event()
    first, second, alone = (a_registration(event) for _ in range(3))
    a_registration(other).email = first.email
    second.email = first.email
    db.session.commit()
    alone_id, ids = alone.id, [first.id, second.id]
    assert list_badly_marked() == []

    db.session.execute(delete(PossibleDouble).where(PossibleDouble.registration_id == ids[0]))
    db.session.commit()
    assert list_badly_marked() == [event.slug]
    mark_anew(event.slug)
    db.session.commit()

    marks = select(PossibleDouble.registration_id).where(
        PossibleDouble.event_id == event.id, PossibleDouble.reason == DoubleReason.SAME_ADDRESS
    )
    assert sorted(db.session.scalars(marks)) == ids
    assert alone_id not in ids
    assert list_badly_marked() == []


def test_an_event_that_is_gone_meanwhile_is_no_matter() -> None:
    mark_anew("gone-meanwhile")
