"""The site as it is now: what the operator set until something is saved, then what was saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from eventapp.domain.site import site as sites
from eventapp.domain.site.settings import save_settings
from eventapp.domain.site.site import Site, current_site, forget_site, shown_site, starting_site
from eventapp.extensions import db
from eventapp.i18n import speaking
from tests.builders import NOON

pytestmark = pytest.mark.usefixtures("app")

ACT: dict[str, Any] = {"actor": "a1", "now": NOON}


def test_until_something_is_saved_it_is_what_the_operator_set() -> None:
    assert current_site() == starting_site()
    assert current_site().contact_phone == "08-465 004 10"

    save_settings(Site(name="Region Exempel"), version=0, **ACT)
    forget_site()

    assert current_site().name == "Region Exempel"
    assert current_site().contact_phone == ""  # the operator is no longer asked


def test_another_process_sees_a_change_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    at = [100.0]
    monkeypatch.setattr(sites.time, "monotonic", lambda: at[0])
    before = current_site()
    save_settings(Site(name="Nytt"), version=0, **ACT)
    db.session.commit()

    at[0] += 0.9
    assert current_site() is before
    at[0] += 0.2
    assert current_site().name == "Nytt"


@contextmanager
def losing_connection() -> Iterator[None]:
    """The session's connection is gone after this block, as when a server goes down."""
    connection: Any = db.session.connection().connection.dbapi_connection
    if db.engine.dialect.name == "sqlite":
        yield
        connection.close()
        return
    process = db.session.scalar(text("SELECT pg_backend_pid()"))
    with db.engine.connect() as other:
        yield
        other.execute(text(f"SELECT pg_terminate_backend({process}, 5000)"))


def test_without_a_database_the_last_one_known_stands_and_the_session_goes_on() -> None:
    before = current_site()
    with losing_connection():
        db.session.rollback()  # back to the pool, which does not see it
    forget_site()

    assert current_site() == before
    assert db.session.scalar(text("SELECT 1")) == 1


def test_what_was_done_before_a_lost_connection_is_not_said_to_be_done() -> None:
    save_settings(Site(name="Nytt"), version=0, **ACT)
    db.session.flush()
    with losing_connection():
        forget_site()

    with pytest.raises(SQLAlchemyError):
        current_site()


def test_each_language_has_its_words_and_falls_back_to_swedish() -> None:
    site = Site(name="Exempel", name_en="Example", tagline="Möten", signature="Hälsar\nVi")

    with speaking("en"):
        english = shown_site(site)
    with speaking("sv"):
        swedish = shown_site(site)

    assert (english["name"], english["tagline"]) == ("Example", "Möten")
    assert (swedish["name"], swedish["signature"]) == ("Exempel", "Hälsar\nVi")


def test_without_any_name_or_address_it_is_called_what_it_holds(app: Flask) -> None:
    bare = replace(Site(), contact_phone="08-1 23 45")

    with speaking("sv"):
        words = shown_site(bare)

    assert words["name"] == "Evenemang"
    assert words["contact_email"] == "konferens@bra.example"  # the sender of mail
    assert words["protected_phone"].replace("\u00a0", " ") == "08-1 23 45"
