"""Taking in a newer list: what is new, changed and ended, and what was written here stays."""

from datetime import date

import pytest
from sqlalchemy import select

from eventapp.domain.organisation import official_list
from eventapp.domain.organisation.official_file import (
    BrokenFile,
    OfficialRow,
    read_official_file,
)
from eventapp.domain.organisation.official_list import ListComparison, TooManyEnd
from eventapp.domain.people.public_bodies import import_public_bodies
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Organisation, OrganisationKind
from tests.builders import NOON, a_registration, an_event, an_organisation

pytestmark = pytest.mark.usefixtures("app")

HEAD = "code,name,full_name,county_code\n"
ENDED_ON = date(2026, 12, 31)


def a_town(code: str, name: str, **facts: str) -> Organisation:
    organisation = an_organisation(name, **facts)
    organisation.official_code = code
    db.session.flush()
    return organisation


def rows(*lines: str) -> list[OfficialRow]:
    return read_official_file((HEAD + "\n".join(lines) + "\n").encode())


def take_in(*lines: str, many_may_end: bool = False) -> ListComparison:
    return official_list.update_organisations(
        rows(*lines), ends_on=ENDED_ON, many_may_end=many_may_end, actor="operator", now=NOON
    )


def find(code: str) -> Organisation:
    return db.session.scalars(select(Organisation).where(Organisation.code == code)).one()


def test_new_changed_and_ended_and_what_was_written_here_stays() -> None:
    changed = a_town("0001", "Gamla kommun", short_name="Gamla stan")
    ended = a_town("0002", "Borta kommun")
    own = an_organisation("Egen förening", kind=OrganisationKind.OTHER)
    same = a_town("0003", "Samma kommun", also_known_as="X")
    person = a_registration(an_event(), organisation=changed)

    done = take_in("0001,Nya,Nya kommun,01", "0003,Samma,Samma kommun,01", "0004,Ny,Ny kommun,01")

    assert [len(done.added), len(done.changed), len(done.ended), done.unchanged] == [1, 1, 1, 1]
    assert (changed.name, changed.short_name) == ("Nya kommun", "Gamla stan")
    assert changed.also_known_as == "Gamla kommun"  # found by its old name, too
    assert find("kommun-0004").short_name == "Ny"
    assert (ended.ended_on, own.ended_on, same.ended_on) == (ENDED_ON, None, None)
    db.session.refresh(person)
    assert person.organisation_name == "Nya kommun"
    again = take_in("0001,Nya,Nya kommun,01", "0003,Samma,Samma kommun,01", "0004,Ny,Ny kommun,01")
    assert [len(again.added), len(again.changed)] == [0, 0]
    actions = set(db.session.scalars(select(AuditEntry.action)))
    assert {AuditAction.ORGANISATIONS_UPDATED, AuditAction.ORGANISATION_CHANGED} <= actions


def test_a_name_that_is_the_other_name_here_replaces_nothing() -> None:
    town = a_town("1480", "Göteborgs Stad", also_known_as="Göteborgs kommun")

    done = take_in("1480,Göteborg,Göteborgs kommun,14")

    assert (town.name, done.unchanged) == ("Göteborgs Stad", 1)


def test_what_was_ended_here_stays_ended() -> None:
    town = a_town("0001", "Gamla kommun")
    town.ended_on = NOON.date()

    done = take_in("0001,Nya,Nya kommun,01")

    assert (town.name, [organisation.id for organisation in done.ended_here]) == (
        "Gamla kommun",
        [town.id],
    )


def test_a_file_that_is_cut_short_ends_nobody() -> None:
    import_public_bodies()
    with pytest.raises(TooManyEnd):
        take_in("0114,Upplands Väsby,Upplands Väsby kommun,01")
    db.session.rollback()


def test_a_dry_run_writes_nothing_and_an_unknown_parent_is_named() -> None:
    a_town("0001", "Gamla kommun")
    before = len(db.session.scalars(select(Organisation)).all())

    done = official_list.compare_list(rows("0004,Ny,Ny kommun,01"), today=NOON.date())

    assert [len(done.added), len(done.ended)] == [1, 1]
    assert len(db.session.scalars(select(Organisation)).all()) == before
    own = b"code,kind,name,official_code,parent_code\nx,other,X,,nosuchcode\n"
    with pytest.raises(BrokenFile, match="Line 2"):
        official_list.compare_list(read_official_file(own), today=NOON.date())


def test_a_part_comes_below_its_parent_of_the_same_file() -> None:
    own = b"code,kind,name,official_code,parent_code\ny,other,Y,,x\nx,other,X,,\n"
    official_list.update_organisations(
        read_official_file(own), ends_on=ENDED_ON, actor="operator", now=NOON
    )
    assert find("y").parent is find("x")
