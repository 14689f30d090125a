"""The sample's administrations, and the group of agencies that cooperate in its conference."""

from sqlalchemy import select

from eventapp.demo.sample import read
from eventapp.extensions import db
from eventapp.models import Organisation, OrganisationKind


def seed_organisations() -> None:
    """Add what the sample needs beside the public bodies, which must be there. Flushes."""
    sample = read("organisations")
    known = {row.code: row for row in db.session.scalars(select(Organisation))}
    for written in sample["organisations"]:
        if written["code"] in known:
            continue  # an older release added it at its first start
        known[written["code"]] = organisation = Organisation(
            code=written["code"],
            kind=OrganisationKind(written["kind"]),
            name=written["name"],
            short_name=written["short_name"],
            parent=known[written["parent"]] if written["parent"] else None,
        )
        db.session.add(organisation)
    cooperating = sample["cooperating_agencies"]
    for code in cooperating["members"]:
        known[code].parent = known[cooperating["group"]]
    for code, size_class in sample["sizes"].items():
        known[code].size_class = size_class
    db.session.flush()
