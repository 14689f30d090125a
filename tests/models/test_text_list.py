"""Texts handed over as one value find what a place for each would find, by the same index."""

import pytest
from sqlalchemy import select

from eventapp.extensions import db
from eventapp.models import CheckIn, Organisation
from eventapp.models.text_list import is_among
from tests.builders import an_organisation
from tests.plans import executed, plan_of

pytestmark = pytest.mark.usefixtures("app")
NAMES = ["Åre", 'The "best"', "{1,2}", "NULL", "back\\slash"]


@pytest.mark.parametrize("asked", [[], NAMES[:1], NAMES, [*NAMES, "Nobody's"], ["%"]])
def test_those_are_found_whose_text_is_among_them(asked: list[str]) -> None:
    for name in NAMES:
        an_organisation(name=name)

    asked_for = select(Organisation.name).where(is_among(Organisation.__table__.c.name, "names"))

    assert set(db.session.scalars(asked_for, {"names": asked})) == set(asked) & set(NAMES)


def test_an_index_finds_them_with_one_statement_for_all_numbers() -> None:
    asked_for = select(CheckIn.id).where(is_among(CheckIn.__table__.c.scan_id, "ids"))

    with executed() as statements:
        for count in (1, 200):
            db.session.execute(asked_for, {"ids": ["a"] * count})

    *_, (first, _), (second, parameters) = statements  # SQLite begins with BEGIN
    assert first == second
    plan = plan_of(second, parameters)
    assert "uq_check_ins_scan_id" in plan or "(scan_id=?)" in plan
