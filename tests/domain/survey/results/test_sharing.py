"""Who reads results, and the classes that are fixed before anybody has answered."""

import pytest
from flask import Flask

from eventapp.domain.errors import StaleVersion
from eventapp.domain.survey.results import sharing
from eventapp.domain.survey.results.sharing import ClassesFixed, NoResultsYet
from eventapp.extensions import db
from eventapp.models import MunicipalityClass, OrganisationKind, RegistrationState, Survey
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.survey import a_draft, an_open_survey
from tests.builders.survey_results import a_closed_survey


def share(survey: Survey, *, version: int = 0, participants: bool = True) -> None:
    sharing.share_results(
        survey,
        participants=participants,
        links=True,
        version=version or survey.version,
        now=NOON,
        actor="organizer",
    )


@pytest.fixture
def closed(app: Flask) -> Survey:
    del app
    return a_closed_survey(an_event(), {an_organisation(): [5] * 12})


def test_nothing_is_shared_before_there_are_results(app: Flask) -> None:
    del app
    with pytest.raises(NoResultsYet):
        share(an_open_survey())


def test_two_who_decide_at_once_do_not_undo_each_other(closed: Survey) -> None:
    share(closed, version=1)
    with pytest.raises(StaleVersion):
        share(closed, version=1, participants=False)


def test_a_link_opens_one_group_of_one_survey(closed: Survey) -> None:
    share(closed)
    token = sharing.link_token(closed, "o-1")

    assert sharing.find_by_link(token) == (closed, "o-1")
    for wrong in (token.replace("o-1", "o-2"), token[:-1], "", "a.b", "å.ä.ö"):
        assert sharing.find_by_link(wrong) is None


def test_only_those_with_a_place_read_what_everyone_answered(closed: Survey) -> None:
    registration = a_registration(closed.event)
    assert not sharing.has_results_for(registration)
    share(closed)
    assert sharing.has_results_for(registration)
    assert list(sharing.list_shown_to(registration)) == [closed]
    registration.state = RegistrationState.CANCELLED
    assert not sharing.has_results_for(registration)
    assert sharing.list_shown_to(registration) == []


def test_classes_are_fixed_when_the_survey_opens(app: Flask) -> None:
    del app
    draft, classes = a_draft(), {"o-1": MunicipalityClass.SMALL}
    sharing.set_classes(draft, classes, version=1)
    assert draft.class_by_group == {"o-1": "small"}
    assert sharing.usual_classes({"o-1", "o-2"}) == {"o-1": "small"}
    with pytest.raises(StaleVersion):
        sharing.set_classes(draft, {}, version=1)

    opened = an_open_survey()
    with pytest.raises(ClassesFixed):
        sharing.set_classes(opened, classes, version=opened.version)
    assert db.session.get_one(Survey, opened.id).class_by_group == {}


def test_coordinators_read_of_events_with_a_delegation_or_enough_who_were_asked(
    app: Flask,
) -> None:
    del app
    invited, town, few, elsewhere = (an_organisation() for _ in range(4))
    office = an_organisation(parent=town, kind=OrganisationKind.ADMINISTRATION)
    survey = a_closed_survey(an_event(reserved={invited: 2}), {town: [5] * 12})
    survey.asked_by_group = {invited.code: 1, town.code: 5, few.code: 4}
    db.session.commit()

    for organisation in (invited, town, office):
        assert list(sharing.list_readable(organisation)) == [survey]
    for organisation in (few, elsewhere):
        assert list(sharing.list_readable(organisation)) == []
    survey.complete = False
    assert list(sharing.list_readable(invited)) == []
