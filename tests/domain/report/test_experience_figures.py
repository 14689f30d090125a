"""Experiences by stage and focus area, and who has learnt from whom."""

from flask import Flask

from eventapp.domain.exchange.adaptation import decide, submit
from eventapp.domain.exchange.declaration import Declaration, declare, withdraw_declaration
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


def test_spread_names_nobody_who_took_it_back_or_may_not_be_named(app: Flask) -> None:
    experience, learner = an_experience(), an_organisation("Lärstad")
    source = experience.organisation.name
    submitted = submit(
        experience, learner.id, AdaptationKind.PLANS, comment="", contact_email="", now=NOON
    )
    decide(submitted, show=True)
    said = declare(
        experience,
        learner,
        Declaration(AdaptationKind.USES),
        version=0,
        actor="coordinator",
        now=NOON,
    )
    db.session.commit()
    uses = SpreadFigures("Lärstad", source, "uses", 1)
    assert gather_experiences([], [], **PERIOD).spread == (uses,)

    withdraw_declaration(said, version=said.version, actor="coordinator", now=NOON)
    db.session.commit()
    assert uses not in gather_experiences([], [], **PERIOD).spread

    unnamed = Declaration(AdaptationKind.USES, named=False)
    declare(experience, learner, unnamed, version=said.version, actor="coordinator", now=NOON)
    db.session.commit()
    assert gather_experiences([], [], **PERIOD).spread == ()
