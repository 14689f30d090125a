"""The public bodies of the country, which every installation has from its first start."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from eventapp.extensions import db
from eventapp.models import Organisation, OrganisationKind


def import_public_bodies() -> None:
    """Add the municipalities, regions and agencies that are missing; the rest stay as edited.

    Doing it again does nothing. Flushes; the caller commits.
    """
    known = {
        organisation.code: organisation for organisation in db.session.scalars(select(Organisation))
    }
    missing = [row for row in _read() if row["code"] not in known]
    new = {row["code"]: _organisation(row) for row in missing}
    for row in missing:
        parent = row["parent_code"]
        new[row["code"]].parent = new.get(parent) or known.get(parent)
    db.session.add_all(new.values())
    db.session.flush()


def import_facts_once() -> None:
    """The same, also where another host does it in the same moment. Flushes."""
    try:
        with db.session.begin_nested():
            import_public_bodies()
    except IntegrityError:
        db.session.expire_all()  # the other host's rows are there now


def is_public_body(code: str) -> bool:
    """Whether the organisation of this code is one that every start adds if it is missing."""
    return code in _codes()


@cache
def _codes() -> frozenset[str]:
    return frozenset(row["code"] for row in _read())


def _read() -> Iterator[dict[str, str]]:
    with (files("eventapp.facts") / "organisations.csv").open(encoding="utf-8") as source:
        yield from csv.DictReader(source)


def _organisation(row: dict[str, str]) -> Organisation:
    return Organisation(
        code=row["code"],
        kind=OrganisationKind(row["kind"]),
        name=row["name"],
        short_name=row["short_name"],
        also_known_as=row["also_known_as"],
        official_code=row["official_code"],
    )
