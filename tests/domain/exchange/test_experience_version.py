"""What differs between two saved texts."""

import pytest

from eventapp.domain.exchange import experience as experiences
from eventapp.domain.exchange.experience_version import Change, compare_versions, mark_words
from tests.builders import NOON
from tests.builders.experience import EDITOR, a_draft_experience, an_experience_text
from tests.builders.moments import DAY

pytestmark = pytest.mark.usefixtures("app")


def test_words_are_marked_where_they_stand() -> None:
    passages = mark_words("Vi bytte lampor i parken.", "Vi bytte alla lampor i tunneln.")

    assert [(passage.change, passage.text) for passage in passages] == [
        (Change.SAME, "Vi bytte "),
        (Change.NEW, "alla "),
        (Change.SAME, "lampor i "),
        (Change.GONE, "parken."),
        (Change.NEW, "tunneln."),
    ]


def test_the_newest_is_compared_with_the_one_before_unless_others_are_chosen() -> None:
    experience = a_draft_experience(measure="Ett.", needed=["tid"])
    for measure, needed in (("Två.", ["tid"]), ("Två.", ["tid", "lokal"])):
        text = an_experience_text(measure=measure, needed=needed, title=experience.title)
        experiences.edit(experience, text, version=experience.version, actor=EDITOR, now=NOON + DAY)

    newest = compare_versions(experience, before=0, after=0)
    whole = compare_versions(experience, before=1, after=3)
    backwards = compare_versions(experience, before=3, after=1)

    assert (newest.before.number, newest.after.number) == (2, 3)
    assert "needed" in {change.name for change in newest.changes}
    assert "measure" not in {change.name for change in newest.changes}
    assert {"measure", "needed"} <= {change.name for change in whole.changes}
    assert (backwards.before.number, backwards.after.number) == (1, 3)


def test_a_single_version_differs_in_nothing() -> None:
    compared = compare_versions(a_draft_experience(), before=7, after=9)

    assert (compared.before, list(compared.changes)) == (compared.after, [])
