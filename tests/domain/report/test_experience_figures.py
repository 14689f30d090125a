"""Experiences by stage and focus area, and who has learnt from whom."""

from flask import Flask

from eventapp.domain.exchange.adaptation import decide, submit
from eventapp.domain.report.experience_figures import gather_experiences
from eventapp.domain.report.figures import SpreadFigures
from eventapp.extensions import db
from eventapp.models import AdaptationKind, EvidenceStage
from tests.builders import NOON, an_organisation
from tests.builders.experience import a_focus_area, an_experience
from tests.builders.moments import DAY

PERIOD = {"first": NOON - DAY, "last": NOON + DAY}


def test_counts_are_of_what_everybody_may_read_in_the_period(app: Flask) -> None:
    area = a_focus_area("skolan")
    an_experience(area=area, stage=EvidenceStage.TRIED)
    an_experience(area=area, stage=EvidenceStage.COMPARED, failed=True)
    db.session.commit()

    figures = gather_experiences([], [], **PERIOD)

    assert (figures.published, figures.failed) == (2, 1)
    assert figures.by_stage == {"tried": 1, "compared": 1}
    assert figures.by_area == {"skolan": 2}
    assert gather_experiences([], ["annat"], **PERIOD).published == 0
    later = gather_experiences([], [], first=NOON + DAY, last=NOON + 2 * DAY)
    assert later.published == 0


def test_spread_names_both_organisations_once_an_editor_has_shown_it(app: Flask) -> None:
    experience = an_experience()
    learner = an_organisation("Lärstad")
    adaptation = submit(
        experience, learner.id, AdaptationKind.USES, comment="", contact_email="", now=NOON
    )
    db.session.commit()
    assert gather_experiences([], [], **PERIOD).spread == ()

    decide(adaptation, show=True)
    db.session.commit()
    source = experience.organisation.name
    assert gather_experiences([], [], **PERIOD).spread == (
        SpreadFigures("Lärstad", source, "uses", 1),
    )
