"""The organizers' desk: everything to run events."""

from flask import Blueprint

from eventapp.views.organizer import (
    attendance,
    audit_labels,
    deletion,
    event,
    home,
    lifecycle,
    material,
    menu,
    question,
    series,
    submissions,
)
from eventapp.views.organizer.delegation import delegation, invitation, reminder
from eventapp.views.organizer.door import (
    check_in_list,
    dashboard,
    device,
    door_list,
    group,
    live,
    missing,
    paper,
    walk_in,
    walk_in_decision,
)
from eventapp.views.organizer.exchange import (
    approval,
    experience,
    experience_file,
    experience_version,
    lead,
    lecture,
    synonym,
)
from eventapp.views.organizer.installation import health, held_letter, outbox, start
from eventapp.views.organizer.letter import built_in as letter_built_in
from eventapp.views.organizer.letter import letter
from eventapp.views.organizer.letter import timetable as letter_timetable
from eventapp.views.organizer.log import event_log, log
from eventapp.views.organizer.organisation import free_text, merge, organisation
from eventapp.views.organizer.organisation import lifecycle as organisation_lifecycle
from eventapp.views.organizer.people import (
    account,
    account_invitation,
    alias,
    colleague,
    import_report,
    person,
    quarantine,
    registration_import,
    role,
)
from eventapp.views.organizer.prints import (
    badge,
    certificate,
    delegation_ticket,
    kitchen,
    name_list,
    overview,
    room_sign,
)
from eventapp.views.organizer.registration import ROOMS as REGISTRATION
from eventapp.views.organizer.report import ROOMS as REPORT
from eventapp.views.organizer.retention import ROOMS as RETENTION
from eventapp.views.organizer.schedule import (
    board,
    calendar_status,
    material_version,
    meeting_notes,
    schedule,
    schedule_import,
    schedule_part,
    session,
    session_question,
    session_rows,
    shift,
    speaker,
    speaker_letter,
    speaker_reply,
    translation,
    venue_picture,
)
from eventapp.views.organizer.site import focus_area, settings
from eventapp.views.organizer.survey import (
    group_class,
    opening,
    result,
    review,
    session_feedback,
    sharing,
    slip,
    survey,
)
from eventapp.views.organizer.survey import question as survey_question

bp = Blueprint("organizer", __name__, url_prefix="/organizer")
audit_labels.init_app(bp)
menu.init_app(bp)
submissions.init_app(bp)
DESKS = (
    home,
    start,
    event,
    lifecycle,
    deletion,
    registration_import,
    import_report,
    kitchen,
    overview,
    badge,
    name_list,
    room_sign,
    delegation_ticket,
    certificate,
    delegation,
    invitation,
    reminder,
    question,
    venue_picture,
    schedule,
    board,
    shift,
    session_rows,
    schedule_import,
    session,
    schedule_part,
    speaker,
    speaker_letter,
    speaker_reply,
    translation,
    calendar_status,
    material,
    session_question,
    letter,
    letter_timetable,
    letter_built_in,
    attendance,
    meeting_notes,
    series,
    outbox,
    held_letter,
    health,
    person,
    quarantine,
    alias,
)
for desk in DESKS:
    bp.register_blueprint(desk.bp)
for room in (
    survey,
    survey_question,
    session_feedback,
    result,
    opening,
    slip,
    sharing,
    group_class,
    review,
    dashboard,
    check_in_list,
    group,
    live,
    missing,
    walk_in,
    walk_in_decision,
    paper,
    door_list,
    device,
    material_version,
    experience,
    experience_file,
    experience_version,
    approval,
    lead,
    lecture,
    synonym,
    *REPORT,
    *RETENTION,
    *REGISTRATION,
    log,
    event_log,
    account_invitation,
    role,
    account,
    colleague,
    free_text,
    organisation,
    organisation_lifecycle,
    merge,
    focus_area,
    settings,
):
    bp.register_blueprint(room.bp)
