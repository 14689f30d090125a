"""A card is published with two approvals of the text that was read, and of no other."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp import transactions
from eventapp.domain.errors import StaleVersion
from eventapp.domain.exchange import adaptation, approval, desk_list, lead
from eventapp.domain.exchange import experience as cards
from eventapp.domain.exchange.experience import WrongState
from eventapp.domain.exchange.lead import LeadText
from eventapp.domain.record.history import history_of
from eventapp.extensions import db
from eventapp.models import (
    AdaptationKind,
    Experience,
    ExperienceState,
    Lead,
    LeadState,
)
from tests.builders import DAY, NOON, an_event, an_organisation
from tests.builders.experience import (
    COORDINATOR,
    EDITOR,
    a_draft_experience,
    an_experience,
    an_experience_in_review,
    an_experience_text,
)

pytestmark = pytest.mark.usefixtures("app")
STORY = LeadText("En fast tid", "Det tog för lång tid.", "samordnare", "funktion@town.example")


@pytest.mark.parametrize("missing", ["approve_by_municipality", "approve_by_editor"])
def test_nothing_is_published_without_both_approvals(missing: str) -> None:
    card = an_experience_in_review()
    for name in {"approve_by_municipality", "approve_by_editor"} - {missing}:
        getattr(approval, name)(card, version=card.version, actor=EDITOR, now=NOON)

    with pytest.raises(approval.ApprovalMissing):
        approval.publish(card, actor=EDITOR, now=NOON)

    assert card.state is ExperienceState.IN_REVIEW


def test_whoever_changes_the_text_asks_for_both_approvals_anew() -> None:
    card = an_experience()

    cards.edit(card, an_experience_text(title="Ny"), version=card.version, actor=EDITOR, now=NOON)

    assert card.state is ExperienceState.IN_REVIEW
    assert not card.municipality_approved_at
    assert not card.editor_approved_at
    with pytest.raises(approval.ApprovalMissing):
        approval.publish(card, actor=EDITOR, now=NOON)


def test_an_approval_of_a_text_that_is_no_longer_there_is_refused() -> None:
    card = an_experience_in_review()
    read = card.version
    cards.edit(card, an_experience_text(), version=read, actor=EDITOR, now=NOON)

    for approve in (approval.approve_by_municipality, approval.approve_by_editor):
        with pytest.raises(StaleVersion):
            approve(card, version=read, actor=EDITOR, now=NOON)


def test_a_stale_save_is_refused() -> None:
    card = a_draft_experience()
    cards.edit(card, an_experience_text(title="A"), version=1, actor=EDITOR, now=NOON)

    with pytest.raises(StaleVersion):
        cards.edit(card, an_experience_text(title="B"), version=1, actor=EDITOR, now=NOON)

    assert card.title == "A"


def test_every_text_is_kept() -> None:
    card = a_draft_experience(title="Först")
    cards.edit(card, an_experience_text(title="Sedan"), version=1, actor=EDITOR, now=NOON + DAY)

    kept = desk_list.list_versions(card)

    assert [(each.number, each.text["title"]) for each in kept] == [(2, "Sedan"), (1, "Först")]


@pytest.mark.parametrize("name", ["problem", "cause", "measure", "result", "focus_areas"])
def test_a_card_without_its_whole_chain_is_not_sent_for_review(name: str) -> None:
    card = a_draft_experience(**{name: () if name == "focus_areas" else ""})

    with pytest.raises(approval.TextMissing):
        approval.send_for_review(card, actor=EDITOR, now=NOON)


def test_the_organisation_may_ask_for_a_change() -> None:
    card = an_experience_in_review()
    approval.approve_by_editor(card, version=card.version, actor=EDITOR, now=NOON)

    approval.ask_for_change(
        card, "Ta bort gatan.", version=card.version, actor=COORDINATOR, now=NOON
    )

    assert (card.state, card.change_wanted) == (ExperienceState.DRAFT, "Ta bort gatan.")
    assert not card.editor_approved_at


def test_what_is_withdrawn_stays_so_and_the_log_says_why() -> None:
    card = an_experience()
    approval.withdraw(card, reason="för gammalt", actor=EDITOR, now=NOON)
    db.session.flush()

    with pytest.raises(WrongState):
        approval.withdraw(card, reason="igen", actor=EDITOR, now=NOON)
    with pytest.raises(WrongState):
        cards.edit(card, an_experience_text(), version=card.version, actor=EDITOR, now=NOON)
    latest = history_of(card)[0]
    assert (latest.action, latest.reason) == ("experience withdrawn", "för gammalt")


def test_a_lead_becomes_a_draft_once() -> None:
    told = lead.tell(STORY, an_organisation().id, event=an_event(), now=NOON)
    assert lead.list_leads(page=1).total == 1

    card = lead.take_up(told, actor=EDITOR, now=NOON)

    assert (card.title, card.problem, card.state) == (STORY.title, STORY.story, "draft")
    assert card.source_event_id == told.event_id
    assert lead.list_leads(page=1).total == 0
    with pytest.raises(lead.LeadTaken):
        lead.take_up(told, actor=EDITOR, now=NOON)
    with pytest.raises(lead.LeadTaken):
        lead.set_aside(told)


def test_a_lead_knows_a_day_and_nothing_of_a_survey_or_a_registration() -> None:
    columns = {each.name for each in Lead.__table__.columns}
    links = {
        key.target_fullname.partition(".")[0]
        for each in Lead.__table__.columns
        for key in each.foreign_keys
    }

    assert columns == {
        "id", "code", "event_id", "organisation_id", "title", "story", "failed",
        "contact_function", "contact_email", "told_on", "state", "experience_id",
    }  # fmt: skip
    assert links == {"events", "organisations", "experiences"}
    told = lead.tell(STORY, an_organisation().id, event=None, now=NOON)
    assert told.state is LeadState.NEW
    assert told.told_on == NOON.date()


def test_what_another_tells_is_shown_when_an_editor_has_read_it() -> None:
    card, town = an_experience(), an_organisation()
    facts = {"comment": "Kortare.", "contact_email": "funktion@town.example", "now": NOON}
    shown, declined, unread = (
        adaptation.tell(card, town.id, AdaptationKind.USES, **facts) for _ in range(3)
    )

    adaptation.decide(shown, show=True)
    adaptation.decide(declined, show=False)
    db.session.flush()

    assert adaptation.list_shown(card) == [shown]
    assert adaptation.list_told() == [unread]
    with pytest.raises(adaptation.AdaptationRead):
        adaptation.decide(shown, show=False)


def test_a_card_that_has_lost_its_area_is_not_published() -> None:
    card = an_experience_in_review()
    for approve in (approval.approve_by_municipality, approval.approve_by_editor):
        approve(card, version=card.version, actor=EDITOR, now=NOON)
    card.focus_areas = []

    with pytest.raises(approval.TextMissing):
        approval.publish(card, actor=EDITOR, now=NOON)


def test_two_editors_who_take_up_a_lead_at_once_make_one_draft(app: Flask) -> None:
    submitted = lead.tell(STORY, an_organisation().id, event=None, now=NOON)
    db.session.commit()
    code, refused, together = submitted.code, list[str](), threading.Barrier(2)
    db.session.remove()

    def take_up() -> None:
        with app.app_context():
            with transactions.reading():  # both have seen it before either decides
                seen = lead.find(code)
                assert seen
                assert seen.state is LeadState.NEW
                db.session.rollback()
            together.wait(5)
            try:
                lead.take_up(seen, actor=EDITOR, now=NOON)
                db.session.commit()
            except lead.LeadTaken as refusal:
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
