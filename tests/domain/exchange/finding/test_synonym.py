"""Editing the words of one meaning: search goes by them at once, and each act can be undone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.exchange.finding import synonym
from eventapp.domain.exchange.finding.search import SearchQuery, list_newest
from eventapp.domain.exchange.finding.synonym import (
    SynonymsExist,
    SynonymsListed,
    SynonymsNotUndoable,
)
from eventapp.extensions import db
from eventapp.models import AuditEntry, SynonymGroup
from tests.builders import NOON
from tests.builders.experience import EDITOR, an_experience

pytestmark = pytest.mark.usefixtures("app")
ACT = {"actor": EDITOR, "now": NOON}


def add(text: str) -> SynonymGroup:
    return synonym.add_synonyms(text, actor=EDITOR, now=NOON)


def found(words: str) -> list[str]:
    cards = list_newest(SearchQuery(words), on=NOON.date(), count=9)
    return [card.title for card in cards]


def test_words_are_gone_by_at_once_until_they_are_withdrawn() -> None:
    an_experience(title="Rädslan i centrum")
    assert found("otryggheten") == []

    group = add("rädsla, otrygghet")
    assert found("otryggheten") == ["Rädslan i centrum"]

    synonym.withdraw_synonyms(group, version=group.version, actor=EDITOR, now=NOON)
    assert found("otryggheten") == []

    synonym.undo_synonyms(group, actor=EDITOR, now=NOON + timedelta(minutes=9))
    assert found("otryggheten") == ["Rädslan i centrum"]


def test_each_act_is_undone_once_and_for_ten_minutes() -> None:
    group = add("rädsla, otrygghet")
    synonym.change_synonyms(group, "rädsla, oro", version=group.version, actor=EDITOR, now=NOON)

    synonym.undo_synonyms(group, actor=EDITOR, now=NOON)
    assert group.expressions == "rädsla, otrygghet"
    with pytest.raises(SynonymsNotUndoable):
        synonym.undo_synonyms(group, actor=EDITOR, now=NOON)

    other = add("torg, plats")
    with pytest.raises(SynonymsNotUndoable):
        synonym.undo_synonyms(other, actor=EDITOR, now=NOON + timedelta(minutes=10))
    synonym.undo_synonyms(other, actor=EDITOR, now=NOON)
    assert other.withdrawn


def test_a_stale_save_and_words_that_are_listed_already_are_refused() -> None:
    group, other = add("rädsla, otrygghet, oro"), add("torg, plats")

    with pytest.raises(SynonymsListed):
        add("Oro, RÄDSLA")
    with pytest.raises(SynonymsListed):
        synonym.change_synonyms(other, "oro, rädsla", version=other.version, actor=EDITOR, now=NOON)
    db.session.rollback()
    with pytest.raises(StaleVersion):
        synonym.withdraw_synonyms(add("bil, fordon"), version=7, actor=EDITOR, now=NOON)
    assert group is not other


def test_the_start_is_for_an_empty_list_and_every_act_is_logged() -> None:
    count = synonym.add_usual_synonyms(actor=EDITOR, now=NOON)
    group = db.session.scalars(select(SynonymGroup)).first()
    assert group
    synonym.withdraw_synonyms(group, version=group.version, actor=EDITOR, now=NOON)

    assert count > 100
    with pytest.raises(SynonymsExist):
        synonym.add_usual_synonyms(actor=EDITOR, now=NOON)
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["synonyms added", "synonyms withdrawn"]


def test_the_start_has_no_group_twice_and_none_with_one_word() -> None:
    groups = [
        {word.strip().lower() for word in line.split(",")} for line in synonym.usual_synonyms()
    ]

    assert all(len(group) >= 2 for group in groups)
    assert not [group for group in groups for other in groups if group < other]
    assert len({frozenset(group) for group in groups}) == len(groups)
