"""`eventapp rebuild-index`: everything published is found again, and it says how much there was."""

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import delete, update

from eventapp.cli import rebuild_index as command
from eventapp.config import Settings
from eventapp.domain.exchange.finding.index_rebuild import is_outdated
from eventapp.domain.exchange.finding.search import SearchQuery, list_newest
from eventapp.extensions import db
from eventapp.models.exchange.search_entry import ExperienceEntry, ExperiencePosting
from tests.builders import NOON
from tests.builders.experience import an_experience


@pytest.fixture(autouse=True)
def here(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command runs in the app of the test, which is migrated."""
    settings: Settings = app.extensions["settings"]
    monkeypatch.setattr(command, "command_settings", lambda: settings)
    monkeypatch.setattr(command, "create_app", lambda _settings: app)
    monkeypatch.setattr(command, "migrate", lambda _app: None)


def test_all_entries_are_written_anew() -> None:
    for number in range(3):
        an_experience(title=f"Torget {number}")
    db.session.execute(delete(ExperiencePosting))
    db.session.execute(update(ExperienceEntry).values(terms=""))
    db.session.commit()

    result = CliRunner().invoke(command.rebuild_index, catch_exceptions=False)

    assert result.exit_code == 0
    assert result.stdout.startswith("3 experiences and 0 pages of materials indexed in ")
    assert len(list_newest(SearchQuery("torget"), on=NOON.date(), count=9)) == 3
    assert not is_outdated()
