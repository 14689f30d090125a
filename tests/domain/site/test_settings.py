"""Saving the settings: every version is kept, said in the log, and may be taken up again."""

from typing import Any

import pytest
from sqlalchemy import select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.event import question
from eventapp.domain.site import settings
from eventapp.domain.site.settings import LogoPicture
from eventapp.domain.site.site import Site, forget_site, newest_version, site_of
from eventapp.extensions import db
from eventapp.models import AuditChange, AuditEntry, EventState, QuestionKind, RegistrationQuestion
from tests.builders import NOON, an_event
from tests.builders.survey import a_draft

pytestmark = pytest.mark.usefixtures("app")

ACT: dict[str, Any] = {"actor": "a1", "now": NOON}
LOGO = LogoPicture(b"png", 10, 5, "d1")


def in_force() -> Site:
    row = newest_version()
    assert row is not None
    return site_of(row)


def save(name: str, **other: Any) -> Site:
    row = newest_version()
    site = Site(name=name, **other)
    settings.save_settings(site, version=row.id if row else 0, **ACT)
    forget_site()
    return in_force()


def entries() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    rows = db.session.execute(
        select(AuditEntry.action, AuditChange.before, AuditChange.after)
        .join(AuditChange, AuditChange.entry_id == AuditEntry.id)
        .where(AuditEntry.subject_kind == "installation")
        .order_by(AuditEntry.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def test_every_save_is_a_version_with_what_it_changed() -> None:
    first = save("Ett", tagline="Möten")
    second = save("Två", tagline="Möten")

    assert (second.name, second.version > first.version) == ("Två", True)
    lines = settings.list_versions(page=1).lines
    assert lines[0].changed == ("name",)
    assert entries()[-1] == ("settings changed", {"name": "Ett"}, {"name": "Två"})


def test_a_stale_save_changes_nothing() -> None:
    first = save("Ett")
    save("Två")

    with pytest.raises(StaleVersion):
        settings.save_settings(Site(name="Tre"), version=first.version, **ACT)
    with pytest.raises(StaleVersion):
        settings.save_logo(LOGO, version=first.version, **ACT)
    assert in_force().name == "Två"


def test_an_older_version_is_taken_up_again_as_a_new_one() -> None:
    first = save("Ett", languages=("sv",), questions=())
    settings.save_logo(LOGO, version=first.version, **ACT)
    last = save("Två")
    assert last.logo == "d1"  # the words change, the logo stays
    row = settings.find_version(first.version)
    assert row is not None

    settings.restore_settings(row, version=last.version, **ACT)

    restored = in_force()
    assert (restored.name, restored.languages, restored.logo) == ("Ett", ("sv",), "")
    assert restored.version > last.version
    assert entries()[-1][0] == "settings restored"
    assert settings.list_versions(page=1).lines[0].row.restored_from == first.version
    newest = newest_version()
    assert newest is not None
    with pytest.raises(settings.AlreadyInForce):
        settings.restore_settings(newest, version=restored.version, **ACT)


def test_a_logo_is_stored_once_and_taken_away() -> None:
    first = save("Ett")
    settings.save_logo(LOGO, version=first.version, **ACT)
    settings.save_logo(None, version=in_force().version, **ACT)
    settings.save_logo(LOGO, version=in_force().version, **ACT)

    assert in_force().logo == "d1"
    assert settings.find_logo_png("d1") == b"png"
    assert settings.find_logo_png("d2") is None


def test_an_accent_that_cannot_be_read_is_refused_with_the_nearest() -> None:
    with pytest.raises(settings.AccentUnreadable) as refused:
        settings.save_settings(Site(name="Gul", accent="#ffcc00"), version=0, **ACT)

    assert refused.value.nearest in refused.value.message
    assert newest_version() is None
    save("Läsbar", accent=refused.value.nearest)


def test_new_events_ask_the_sites_questions() -> None:
    asking = an_event(state=EventState.DRAFT)
    text = question.RegistrationQuestionText(QuestionKind.YES_NO, {"sv": "Åker du tåg?"})
    question.add_question(asking, text, actor="o", now=NOON)
    assert settings.list_events_with_questions() == [(asking.slug, asking.title)]

    questions = settings.questions_of(asking.slug)
    assert questions is not None
    save("Ett", questions=questions)
    event = _an_event_made_by_its_verb()

    copied = db.session.scalars(
        select(RegistrationQuestion).where(RegistrationQuestion.event_id == event)
    ).all()
    assert [question.label for question in copied] == [{"sv": "Åker du tåg?"}]
    assert [question.kind for question in copied] == [QuestionKind.YES_NO]
    assert settings.questions_of("no-such-event") is None


def test_new_surveys_hide_groups_smaller_than_the_site_says() -> None:
    save("Ett", min_group=9)

    assert a_draft(an_event()).min_group == 9


def _an_event_made_by_its_verb() -> int:
    from eventapp.domain.event.draft import EventText, create_event
    from eventapp.models import AttendanceMode, EventKind
    from tests.builders import HOUR, NEXT_MONTH, NEXT_WEEK

    text = EventText(
        slug="nytt",
        title="Nytt",
        kind=EventKind.SEMINAR,
        form=AttendanceMode.ON_SITE,
        starts_at=NEXT_MONTH,
        ends_at=NEXT_MONTH + HOUR,
        registration_opens_at=NOON,
        registration_closes_at=NEXT_WEEK,
        cancellation_closes_at=NEXT_WEEK,
        seats=10,
    )
    return create_event(text, actor="o", now=NOON).id


def test_the_same_again_makes_no_version() -> None:
    assert settings.save_settings(Site(name="Ett"), version=0, **ACT)
    first = in_force()

    assert not settings.save_settings(Site(name="Ett"), version=first.version, **ACT)
    assert not settings.save_logo(None, version=first.version, **ACT)
    assert settings.save_logo(LOGO, version=first.version, **ACT)
    second = in_force()
    assert not settings.save_logo(LOGO, version=second.version, **ACT)
    assert not settings.save_settings(Site(name="Ett"), version=second.version, **ACT)

    assert in_force().version == second.version
    assert settings.list_versions(page=1).page.total == 2
