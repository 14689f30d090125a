"""A lead is taken up once or set aside, and knows of no survey."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp import transactions
from eventapp.domain.exchange import lead
from eventapp.domain.exchange.lead import LeadText
from eventapp.extensions import db
from eventapp.models import (
    Experience,
    Lead,
    LeadState,
)
from tests.builders import NOON, an_event, an_organisation
from tests.builders.experience import (
    EDITOR,
)

pytestmark = pytest.mark.usefixtures("app")
STORY = LeadText("En fast tid", "Det tog för lång tid.", "samordnare", "funktion@town.example")


def test_a_lead_becomes_a_draft_once() -> None:
    submitted = lead.submit(STORY, an_organisation().id, event=an_event(), now=NOON)
    assert lead.list_leads(page=1).total == 1

    experience = lead.take_up(submitted, actor=EDITOR, now=NOON)

    assert (experience.title, experience.problem, experience.state) == (
        STORY.title,
        STORY.story,
        "draft",
    )
    assert experience.source_event_id == submitted.event_id
    assert lead.list_leads(page=1).total == 0
    with pytest.raises(lead.LeadAlreadyDecided):
        lead.take_up(submitted, actor=EDITOR, now=NOON)
    with pytest.raises(lead.LeadAlreadyDecided):
        lead.set_aside(submitted)


def test_a_second_click_tells_nothing_twice() -> None:
    town = an_organisation()
    submitted = lead.submit(STORY, town.id, event=None, now=NOON)

    assert lead.submit(STORY, town.id, event=None, now=NOON) is submitted
    assert lead.submit(STORY, an_organisation().id, event=None, now=NOON) is not submitted
    lead.set_aside(submitted)
    assert lead.submit(STORY, town.id, event=None, now=NOON) is not submitted


def test_a_lead_knows_a_day_and_nothing_of_a_survey_or_a_registration() -> None:
    columns = {column.name for column in Lead.__table__.columns}
    links = {
        key.target_fullname.partition(".")[0]
        for column in Lead.__table__.columns
        for key in column.foreign_keys
    }

    assert columns == {
        "id", "code", "event_id", "organisation_id", "title", "story", "failed",
        "contact_function", "contact_email", "told_on", "state", "experience_id",
    }  # fmt: skip
    assert links == {"events", "organisations", "experiences"}
    submitted = lead.submit(STORY, an_organisation().id, event=None, now=NOON)
    assert submitted.state is LeadState.NEW
    assert submitted.told_on == NOON.date()


def test_two_editors_who_take_up_a_lead_at_once_make_one_draft(app: Flask) -> None:
    submitted = lead.submit(STORY, an_organisation().id, event=None, now=NOON)
    db.session.commit()
    code, refused, together = submitted.code, list[str](), threading.Barrier(2)
    db.session.remove()

    def take_up() -> None:
        with app.app_context():
            with transactions.reading(db.session):  # both have seen it before either decides
                seen = lead.find(code)
                assert seen
                assert seen.state is LeadState.NEW
            together.wait(5)
            try:
                lead.take_up(seen, actor=EDITOR, now=NOON)
                db.session.commit()
            except lead.LeadAlreadyDecided as refusal:
                db.session.rollback()
                refused.append(refusal.code)
            db.session.remove()

    threads = [threading.Thread(target=take_up) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert refused == ["lead-taken"]
    assert db.session.scalar(select(func.count()).select_from(Experience)) == 1
