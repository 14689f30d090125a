"""The kitchen list counts the needs of those who have a place, and names nobody."""

from collections import Counter

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from eventapp.domain.desk.kitchen import KitchenNeed, count_needs, is_summed, store_sums
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.care_need import (
    CareNeeds,
    decrypt_needs,
    delete_needs,
    replace_needs,
)
from eventapp.extensions import db
from eventapp.models import KitchenSum, RegistrationState
from tests.builders import NOON, a_queue, a_registration, an_event
from tests.plans import executed, plan_of

pytestmark = pytest.mark.usefixtures("app")
ACTS = ["write", "withdraw", "leave", "return", "store"]


def test_needs_that_differ_in_case_or_accents_are_counted_as_one_the_most_common_first() -> None:
    event = an_event()
    for diet in ("Vegan", "Nötter", "NOTTER", "nötter"):
        a_registration(event, needs=CareNeeds(diet=diet))
    a_registration(event, needs=CareNeeds(access="Hörslinga"))
    a_registration(event)

    needs = count_needs(event)

    assert needs.places == 6
    assert needs.diet == (KitchenNeed("Nötter", 3), KitchenNeed("Vegan", 1))
    assert needs.access == (KitchenNeed("Hörslinga", 1),)


def test_those_who_wait_or_have_cancelled_or_are_at_another_event_are_not_counted() -> None:
    event = an_event(seats=1)
    a_registration(an_event(), needs=CareNeeds(diet="Vegan"))
    cancel(a_registration(event, needs=CareNeeds(diet="Laktosfritt")), now=NOON)
    a_registration(event)
    a_queue(event, 1, needs=CareNeeds(diet="Glutenfritt"))

    needs = count_needs(event)

    assert (needs.places, needs.diet, needs.access) == (1, (), ())


@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3)), max_size=12))
def test_whatever_changes_and_whenever_sums_are_stored_the_list_is_a_recount(
    app: Flask, story: list[tuple[str, int]]
) -> None:
    event = an_event()
    people = [a_registration(event, needs=CareNeeds(diet="Vegan")) for _ in range(4)]
    for act, number in story:
        person = people[number]
        if act == "store":
            store_sums(event)
        elif act == "write":
            replace_needs(person, CareNeeds(diet=f"Nr {number}", access="Hörslinga"))
        elif act == "withdraw":
            delete_needs(person)
        else:
            state = "cancelled" if act == "leave" else "confirmed"
            sql = "UPDATE registrations SET state = :state WHERE id = :id"
            db.session.execute(text(sql), {"state": state, "id": person.id})
        db.session.flush()
    db.session.expire_all()

    present = [p for p in people if p.state is RegistrationState.CONFIRMED]
    for _ in range(2):
        needs = count_needs(event)
        assert needs.places == len(present)
        for kind in ("diet", "access"):
            written = Counter(getattr(decrypt_needs(p), kind) for p in present)
            counted = {need.text: need.count for need in getattr(needs, kind)}
            assert counted == {word: count for word, count in written.items() if word}
        while store_sums(event):
            pass
        assert is_summed(event)


def test_no_sum_outlives_a_need_or_opens_without_its_key(app: Flask) -> None:
    event = an_event()
    first, second = (a_registration(event, needs=CareNeeds(diet="Vegan")) for _ in range(2))
    db.session.flush()
    store_sums(event)
    row = db.session.scalars(select(KitchenSum)).one()
    assert row.sealed
    assert b"Vegan" not in row.sealed

    delete_needs(first)

    assert db.session.scalars(select(KitchenSum.sealed)).all() == [None]
    assert count_needs(event).diet == (KitchenNeed("Vegan", 1),)
    delete_needs(second)
    assert count_needs(event).diet == ()


@pytest.mark.on_sqlite_alone  # PostgreSQL chooses by how many it expects to find
def test_a_sum_goes_through_its_own_people_alone() -> None:
    event = an_event()
    a_registration(event, needs=CareNeeds(diet="Vegan"))
    db.session.flush()

    with executed() as statements:
        count_needs(event)

    plan = plan_of(*next(sent for sent in statements if "BETWEEN" in sent[0]))
    assert plan.startswith("SEARCH registrations USING INTEGER PRIMARY KEY (rowid>?"), plan
