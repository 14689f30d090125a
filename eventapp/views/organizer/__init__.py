"""The organizers' desk: everything to run events."""

from flask import Blueprint

from eventapp.views.organizer import (
    deeds,
    delegation,
    event,
    home,
    kitchen,
    material,
    meeting,
    menu,
    outbox,
    programme_part,
    question,
    registration,
    schedule,
    series,
    session,
    submissions,
    turning_point,
)
from eventapp.views.organizer.door import device, live
from eventapp.views.organizer.exchange import approval, experience, lead
from eventapp.views.organizer.survey import question as survey_question
from eventapp.views.organizer.survey import result, review, survey

bp = Blueprint("organizer", __name__, url_prefix="/organizer")
deeds.init_app(bp)
menu.init_app(bp)
submissions.init_app(bp)
DESKS = (
    home,
    event,
    turning_point,
    registration,
    kitchen,
    delegation,
    question,
    schedule,
    session,
    programme_part,
    material,
    meeting,
    series,
    outbox,
)
for desk in DESKS:
    bp.register_blueprint(desk.bp)
for room in (survey, survey_question, result, review, live, device, experience, approval, lead):
    bp.register_blueprint(room.bp)
