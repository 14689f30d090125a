"""Doors at the organizers' desk: events, people and what is sent."""

from dataclasses import replace

from tests.house.access.door import Door, Guard
from tests.house.access.rows import (
    ADMINS,
    AT_DESK,
    AT_DOORS,
    DOOR_LEADS,
    RECORDS,
    RUNNERS,
    SECURITY,
    deed,
    desk,
)

HOME = "/organizer"
EVENT = f"{HOME}/events/<slug>"
DELEGATION = f"{EVENT}/delegations/<code>"
INVITATIONS = f"{EVENT}/delegations/invitations"
REMINDERS = f"{EVENT}/delegations/reminders"
RECIPIENT = f"{DELEGATION}/recipients/<recipient_code>"
PERSON = f"{EVENT}/registrations/<code>"
VIEWS = f"{EVENT}/registrations/views"
BULK = f"{EVENT}/registrations/bulk"
DOUBLES = f"{EVENT}/doubles"
RESEND = "?act=send-link"
HELD = f"{HOME}/outbox/held"
PHONE = f"{EVENT}/door/devices/<code>"
LISTS = f"{EVENT}/door/lists"
LIST = f"{LISTS}/<code>"
WALK_INS = f"{EVENT}/door/walk-ins"
WALK_IN = f"{WALK_INS}/<code>"
MEETING = f"{EVENT}/meeting"
LIVE = f"{EVENT}/door/live"
PRINTS = f"{EVENT}/prints"
BODIES = f"{HOME}/organisations"
BODY = f"{BODIES}/<code>"
TEXT = "?text=F%C3%B6reningen+Exempel"
NEWCOMER = {"organisation": "{newcomer}", "seats": "1"}
# An event's organizer may write to coordinators; only the whole product's may make new ones.
INVITED = {
    "organisation": "{invitee}",
    "seats": "1",
    "addresses": "{invitee's coordinator}",
    "answer_by": "2027-03-20",
}
CHANGED_INVITATION = {"version": "2", "answer_by": "2027-03-20"}
WHY = {"reason": "Snöstorm"}
MERGED = {
    "goes": "{other double}",
    "stays": "{double}",
    "source_version": "1",
    "target_version": "1",
}
# What is changed on one registration's page, by the last part of the address.
EDITS = {
    "name": {"name-name": "Mina Mål-Ek"},
    "email": {"email-email": "mina@town.example"},
    "organisation": {"organisation-organisation": "{organisation}"},
    "role": {"role-role": "utredare"},
    "language": {"language-language": "en"},
    "badge": {"badge-badge": "none"},
    "visibility": {"visibility-visibility": "limited"},
    "sessions": {"sessions-session": "{session}"},
}
SOMEBODY = {
    "name": "Per Nyblad",
    "email": "per.nyblad@town.example",
    "organisation": "{organisation}",
}
PROTECTED = f"{HOME}/protected"
ALIAS = f"{PROTECTED}/<code>"
REACH = {"reach": "Ring växeln"}
AT = {"title": "Nästa", "starts_at": "2027-09-01T10:00"}

EVENTS = (
    Door("GET", HOME, Guard.STAFF_ANYWHERE, AT_DESK),
    desk(f"{HOME}/events/new"),
    deed(
        f"{HOME}/events",
        f"{HOME}/events/new",
        {
            "title": "Ny",
            "starts_at": "2027-09-01T10:00",
            "ends_at": "2027-09-01T16:00",
            "registration_opens_at": "2027-05-01T10:00",
            "registration_closes_at": "2027-08-01T10:00",
            "cancellation_closes_at": "2027-08-01T10:00",
            "seats": "10",
        },
    ),
    desk(EVENT, AT_DESK),
    desk(f"{EVENT}/edit"),
    deed(EVENT, f"{EVENT}/edit"),
    desk(f"{EVENT}/venue-picture"),
    desk(f"{EVENT}/venue-picture/picture"),
    deed(f"{EVENT}/venue-picture", f"{EVENT}/venue-picture", {"description": "Ny"}),
    deed(f"{EVENT}/venue-picture/withdrawal", f"{EVENT}/venue-picture"),
    deed(f"{EVENT}/venue-picture/restoration", ""),  # offered for ten minutes
    deed(f"{EVENT}/publication", EVENT, slug="draft"),
    desk(f"{EVENT}/copies/new"),
    deed(f"{EVENT}/copies", f"{EVENT}/copies/new", AT),
    desk(f"{EVENT}/calendars"),
    # Everybody of the scene has what there is, or it is on its way.
    deed(f"{EVENT}/calendars", "", status=409),
    desk(f"{EVENT}/postponement/new"),
    deed(f"{EVENT}/postponement", f"{EVENT}/postponement/new", WHY),
    desk(f"{EVENT}/calling-off/new"),
    deed(f"{EVENT}/calling-off", f"{EVENT}/calling-off/new", WHY),
    deed(f"{EVENT}/resumption", EVENT, slug="postponed"),
    desk(f"{HOME}/series"),
    desk(f"{HOME}/series/new"),
    desk(f"{HOME}/series/<series>/edit", series="series"),
    deed(
        f"{HOME}/series/<series>",
        f"{HOME}/series/<series>/edit",
        {"title": "Ny", "version": "1"},
        series="series",
    ),
    desk(f"{HOME}/series/<series>/meetings/new", series="series"),
    deed(
        f"{HOME}/series/<series>/meetings",
        f"{HOME}/series/<series>/meetings/new",
        {"dates": "2028-09-21 13:00"},
        series="series",
    ),
    deed(f"{HOME}/series/<series>/closing", f"{HOME}/series", series="series"),
    deed(f"{HOME}/series/<series>/opening", f"{HOME}/series", series="closed series"),
    desk(f"{HOME}/series/<series>/removal", series="unused series"),
    deed(
        f"{HOME}/series/<series>/removal",
        f"{HOME}/series/<series>/removal",
        series="unused series",
    ),
    deed(f"{HOME}/series", f"{HOME}/series/new", {"title": "Ny", "dates": "2027-09-21 13:00"}),
)
PEOPLE = (
    replace(desk(f"{EVENT}/delegations"), leaves_a_line=True),
    deed(
        f"{EVENT}/delegations", f"{EVENT}/delegations", {"organisation": "{newcomer}", "seats": "1"}
    ),
    replace(desk(DELEGATION, code="delegation"), leaves_a_line=True),
    deed(DELEGATION, DELEGATION, {"seats": "11"}, code="delegation"),
    desk(f"{INVITATIONS}/new"),
    deed(INVITATIONS, f"{INVITATIONS}/new", INVITED),
    desk(f"{REMINDERS}/new"),
    deed(REMINDERS, f"{REMINDERS}/new", {"code": "{silent}"}),
    deed(f"{DELEGATION}/invitation", DELEGATION, CHANGED_INVITATION, code="delegation"),
    deed(f"{DELEGATION}/grant", DELEGATION, {"version": "2"}, code="delegation"),
    deed(f"{DELEGATION}/decline", DELEGATION, {"version": "2"}, code="delegation"),
    replace(desk(RECIPIENT, code="delegation", recipient_code="recipient"), leaves_a_line=True),
    deed(
        RECIPIENT,
        RECIPIENT,
        {"email": "{own coordinator}", "version": "1"},
        code="delegation",
        recipient_code="recipient",
    ),
    replace(desk(f"{EVENT}/registrations"), leaves_a_line=True),
    replace(desk(PERSON, code="registration"), leaves_a_line=True),
    desk(f"{EVENT}/registrations/new"),
    deed(f"{EVENT}/registrations", f"{EVENT}/registrations/new", SOMEBODY),
    deed(
        f"{EVENT}/registrations/seats",
        f"{EVENT}/registrations/new",
        {"seats-seats": "1", "seats-reason": "Större sal"},
        slug="full",
    ),
    deed(
        f"{PERSON}/place",
        PERSON,
        {"place-reason": "Talare"},
        slug="full",
        code="waiting registration",
    ),
    deed(f"{PERSON}/admission", PERSON, slug="full", code="pending registration"),
    # Asked about on the page only where a material is for certain organisations.
    deed(f"{PERSON}/organisation-proof", "", code="registration"),
    deed(
        f"{PERSON}/decline",
        PERSON,
        {"decline-reason": "Mötet är för kommuner."},
        slug="full",
        code="pending registration",
    ),
    deed(f"{PERSON}/cancellation", PERSON, {"cancellation-reason": "Sjuk"}, code="registration"),
    deed(f"{PERSON}/link", PERSON, code="registration"),
    # The event is not today, and nobody has been checked in.
    replace(deed(f"{PERSON}/check-in", "", code="registration"), status=409),
    replace(
        deed(f"{PERSON}/check-in/<scan_id>/undoing", "", code="registration", scan_id="question"),
        status=409,
    ),
    replace(desk(f"{PERSON}/attendance", code="registration"), leaves_a_line=True),
    # The event has not come: there is no day to choose, and none to put right.
    replace(deed(f"{PERSON}/attendance", "", code="registration"), status=422),
    replace(
        deed(f"{PERSON}/attendance/<day>", "", code="registration", day="question"), status=404
    ),
    *(deed(f"{PERSON}/{name}", PERSON, data, code="registration") for name, data in EDITS.items()),
    deed(
        f"{PERSON}/answers/<question>",
        PERSON,
        {"answer-fika-answer": "yes"},
        code="registration",
        question="own question",
    ),
    deed(
        f"{PERSON}/sessions/<session>/removal",
        PERSON,
        code="choosing registration",
        session="session",
    ),
    replace(desk(f"{VIEWS}/<code>", code="view"), status=302),
    deed(VIEWS, f"{EVENT}/registrations", {"name": "Min vy"}),
    deed(f"{VIEWS}/<code>/deletion", "", code="view"),
    replace(desk(f"{BULK}/new"), query=RESEND, leaves_a_line=True),
    replace(deed(BULK, f"{BULK}/new"), query=RESEND),
    replace(desk(f"{BULK}/<code>", code="bulk act"), leaves_a_line=True),
    deed(f"{BULK}/<code>/stop", f"{BULK}/<code>", code="bulk act"),
    deed(f"{BULK}/<code>/undoing", f"{BULK}/<code>", code="bulk act that is done"),
    desk(f"{EVENT}/exports"),
    replace(
        desk(f"{EVENT}/exports/<kind>.<ending>", kind="export", ending="ending"),
        leaves_a_line=True,
    ),
    replace(desk(DOUBLES), leaves_a_line=True),
    replace(
        desk(f"{DOUBLES}/<code>/<other_code>", code="double", other_code="other double"),
        leaves_a_line=True,
    ),
    deed(
        DOUBLES,
        f"{DOUBLES}/<double>/<other>",
        MERGED,
        double="double",
        other="other double",
    ),
    deed(f"{DOUBLES}/<code>/undoing", "", code="double merge"),
    deed(
        f"{EVENT}/cancellations/<code>/undoing",
        f"{EVENT}/registrations/<person>",
        code="cancellation",
        person="just cancelled",
    ),
    deed(f"{DOUBLES}/<code>/<other_code>/distinct", "", code="double", other_code="other double"),
    deed(f"{DOUBLES}/distinct/<code>/undoing", "", code="distinct pair"),
    # Who reads of diets is written down.
    replace(desk(f"{EVENT}/kitchen"), leaves_a_line=True),
    # So is every print that names people.
    replace(desk(PRINTS), leaves_a_line=True),
    deed(f"{PRINTS}/badges", PRINTS, status=200),
    replace(desk(f"{PRINTS}/sign-in.pdf"), query="?list=delegations", leaves_a_line=True),
    replace(desk(f"{PRINTS}/door.pdf", DOOR_LEADS), leaves_a_line=True),
    replace(desk(f"{PRINTS}/rooms.pdf"), leaves_a_line=True),
    replace(
        desk(f"{PRINTS}/delegations/<code>/tickets.pdf", code="delegation"), leaves_a_line=True
    ),
    deed(f"{PRINTS}/certificates", PRINTS, status=409),  # the event is not over
    desk(f"{PRINTS}/certificates/sample.pdf"),
    replace(desk(MEETING), leaves_a_line=True),
    desk(f"{MEETING}/notes"),
    deed(f"{MEETING}/notes", f"{MEETING}/notes", {"text": "Lugnt"}),
    deed(f"{MEETING}/notes/agenda", f"{MEETING}/notes"),
    deed(f"{MEETING}/notes/host", f"{MEETING}/notes", {"host": "Ingen"}),
    deed(f"{MEETING}/attendances", ""),
    deed(f"{MEETING}/follow-ups", MEETING, {"text": "Ring"}),
    deed(f"{MEETING}/follow-ups/<code>/done", MEETING, code="follow-up"),
)
LETTERS = f"{EVENT}/letters"
LETTER = f"{LETTERS}/<code>"
TIMETABLE = f"{LETTERS}/timetable"
AUTOMATIC = f"{TIMETABLE}/<kind>"
WRITTEN = {"group": "registered", "subject": "Ny sal", "body": "Hej {{fornamn}}!"}
KIND = {"kind": "letter kind"}
BUILT_IN = f"{LETTERS}/built-in"
BEGUN = f"{BUILT_IN}/<kind>"
BEGINNING = {"kind": "built-in letter"}
WRITING = (
    desk(LETTERS),
    replace(desk(f"{LETTERS}/new"), leaves_a_line=True),
    deed(LETTERS, f"{LETTERS}/new", WRITTEN),
    replace(desk(LETTER, code="sent letter"), leaves_a_line=True),
    replace(desk(f"{LETTER}/edit", code="draft letter"), leaves_a_line=True),
    deed(LETTER, f"{LETTER}/edit", WRITTEN, code="draft letter"),
    deed(f"{LETTER}/removal", f"{LETTER}/edit", code="draft letter"),
    deed(f"{LETTER}/undoing", LETTERS, code="scheduled letter"),
    deed(f"{LETTER}/stop", "", code="sent letter"),
    deed(
        f"{LETTER}/recipients/<int:number>/attempts",
        "",
        {"email": "ratt@town.example"},
        code="sent letter",
        number="failed recipient",
    ),
    desk(TIMETABLE),
    deed(f"{AUTOMATIC}/activation", "", **KIND),
    deed(f"{AUTOMATIC}/deactivation", TIMETABLE, **KIND),
    deed(f"{AUTOMATIC}/organisations", TIMETABLE, **KIND),
    deed(f"{AUTOMATIC}/timing", "", {"days": "3", "at": "09:00"}, **KIND),
    desk(f"{AUTOMATIC}/edit", **KIND),
    deed(AUTOMATIC, f"{AUTOMATIC}/edit", {"subject": "Vi ses"}, **KIND),
    deed(f"{AUTOMATIC}/words/removal", "", **KIND),
    desk(BUILT_IN),
    desk(f"{BEGUN}/edit", **BEGINNING),
    deed(BEGUN, f"{BEGUN}/edit", {"subject": "Kul"}, **BEGINNING),
    deed(f"{BEGUN}/words/removal", "", **BEGINNING),
)
DOOR = (
    desk(f"{EVENT}/door", AT_DOORS),
    desk(f"{EVENT}/door/missing", AT_DOORS),
    desk(LIVE, AT_DOORS),
    deed(f"{LIVE}/messages", LIVE, {"text": "Kön är kort."}, roles=DOOR_LEADS),
    deed(f"{LIVE}/messages/<code>/withdrawal", "", roles=DOOR_LEADS, code="door message"),
    deed(f"{LIVE}/doors/<int:number>/pause", "", roles=DOOR_LEADS, number="gate"),
    deed(f"{LIVE}/doors/<int:number>/opening", "", roles=DOOR_LEADS, number="gate"),
    desk(f"{EVENT}/door/group"),
    # The event is not today, and nobody is ticked.
    replace(deed(f"{EVENT}/door/group", "", {"q": "Mi"}), status=409),
    replace(deed(f"{EVENT}/door/group/undoing", "", {"q": "Mi"}), status=409),
    desk(f"{EVENT}/door/list", DOOR_LEADS),
    replace(desk(f"{EVENT}/door/list/kept", DOOR_LEADS), leaves_a_line=True),
    desk(f"{EVENT}/door/list/service-worker.js", DOOR_LEADS),
    desk(f"{EVENT}/door/paper"),
    # The event has not come, and has no day to enter anybody on.
    replace(deed(f"{EVENT}/door/paper", "", {"code": "ABCD2345"}), status=404),
    desk(LISTS, AT_DOORS),
    desk(f"{LISTS}/new", DOOR_LEADS),
    deed(LISTS, f"{LISTS}/new", {"kind": "room", "name": "Sal Z"}, roles=DOOR_LEADS),
    desk(LIST, DOOR_LEADS, code="check-in list"),
    deed(LIST, LIST, {"name": "Sal Y"}, roles=DOOR_LEADS, code="check-in list"),
    deed(f"{LIST}/closing", "", roles=DOOR_LEADS, code="check-in list"),
    deed(f"{LIST}/reopening", "", roles=DOOR_LEADS, code="check-in list"),
    desk(f"{LIST}/removal", DOOR_LEADS, code="check-in list"),
    deed(f"{LIST}/removal", f"{LIST}/removal", roles=DOOR_LEADS, code="check-in list"),
    # With names, so that the log says who read them.
    replace(desk(f"{LIST}/inside", code="check-in list"), leaves_a_line=True),
    replace(desk(WALK_INS, AT_DOORS), leaves_a_line=True),
    desk(f"{WALK_INS}/new", AT_DOORS),
    # The event has not come, and nobody comes to it today.
    deed(WALK_INS, f"{WALK_INS}/new", {"name": "Bo Ek"}, 409, roles=AT_DOORS),
    desk(WALK_IN, code="walk-in"),
    deed(f"{WALK_IN}/confirmation", WALK_IN, {"name": "Bo Ek"}, code="walk-in"),
    deed(f"{WALK_IN}/match", WALK_IN, {"registration": "{registration}"}, code="walk-in"),
    deed(f"{WALK_IN}/refusal", WALK_IN, {"refusal-reason": "Misstag"}, code="walk-in"),
    deed(f"{WALK_IN}/undo", WALK_IN, code="decided walk-in"),
    replace(
        deed(
            f"{EVENT}/door/paper/<code>/<scan_id>/undoing",
            "",
            code="registration",
            scan_id="question",
        ),
        status=404,
    ),
    desk(f"{EVENT}/door/devices", DOOR_LEADS),
    deed(f"{EVENT}/door/devices", f"{EVENT}/door/devices", {"door": "Baksidan"}, roles=DOOR_LEADS),
    desk(PHONE, DOOR_LEADS, code="phone"),
    desk(f"{PHONE}/revocation", DOOR_LEADS, code="phone"),
    deed(f"{PHONE}/revocation", f"{PHONE}/revocation", roles=DOOR_LEADS, code="phone"),
    deed(f"{PHONE}/quarantine/release", "", roles=DOOR_LEADS, code="phone"),
)
ALIASES = (
    desk(PROTECTED, SECURITY),
    desk(f"{PROTECTED}/events/<slug>/new", SECURITY),
    deed(
        f"{PROTECTED}/events/<slug>",
        f"{PROTECTED}/events/<slug>/new",
        SOMEBODY | REACH,
        roles=SECURITY,
    ),
    # With the alias, not in the log.
    replace(desk(ALIAS, SECURITY, code="alias"), leaves_a_line=True),
    deed(f"{ALIAS}/name", ALIAS, {"name": "Eva Nyblad"}, roles=SECURITY, code="alias"),
    deed(f"{ALIAS}/reach", ALIAS, REACH, roles=SECURITY, code="alias"),
    deed(
        f"{ALIAS}/opening",
        ALIAS,
        {"opening-reason": "Larmet går"},
        200,
        roles=SECURITY,
        code="alias",
    ),
    replace(desk(f"{ALIAS}/cancellation/new", SECURITY, code="alias"), leaves_a_line=True),
    deed(f"{ALIAS}/cancellation", f"{ALIAS}/cancellation/new", roles=SECURITY, code="alias"),
)
MAIL = (
    replace(desk(f"{HOME}/outbox"), leaves_a_line=True),
    # What is not there any more needs no other try.
    replace(
        deed(f"{HOME}/outbox/<int:number>/attempts", f"{HOME}/outbox", number="job"), unknown=303
    ),
    deed(f"{HOME}/outbox/attempts", f"{HOME}/outbox"),
    replace(desk(HELD), leaves_a_line=True),
    desk(f"{HELD}/release"),
    deed(f"{HELD}/release", f"{HELD}/release"),
    deed(f"{HELD}/discard", HELD),
    # Somebody else was quicker: the page says so.
    replace(deed(f"{HELD}/<int:number>/release", HELD, number="held"), unknown=303),
    replace(deed(f"{HELD}/<int:number>/discard", HELD, number="held"), unknown=303),
)
SYSTEM = (desk(f"{HOME}/health", ADMINS),)

RETENTION = f"{HOME}/retention"
RULES, RUNS, PAUSES = (f"{RETENTION}/{part}" for part in ("rules", "runs", "pauses"))
DECIDED = {"reference": "FIKTIVT 2027/1"}
DELETING = (
    desk(RETENTION, RECORDS),
    deed(RULES, RETENTION, {**DECIDED, "kind": "scans"}, roles=RECORDS),
    desk(f"{RULES}/<code>", RECORDS, code="kind of data"),
    deed(f"{RULES}/<code>", f"{RULES}/<code>", DECIDED, roles=RECORDS, code="kind of data"),
    deed(f"{RULES}/<code>/withdrawal", f"{RULES}/<code>", roles=RECORDS, code="kind of data"),
    desk(f"{RUNS}/new", RECORDS),
    deed(RUNS, "", roles=RECORDS),
    desk(f"{RUNS}/<code>", RECORDS, code="run"),
    desk(f"{RUNS}/<code>.pdf", RECORDS, code="run"),
    desk(f"{PAUSES}/new", RECORDS),
    deed(PAUSES, f"{PAUSES}/new", WHY, roles=RECORDS),
    deed(f"{PAUSES}/<code>/end", RETENTION, roles=RECORDS, code="pause"),
    desk(f"{EVENT}/people-deletion/new", RECORDS),
    deed(f"{EVENT}/people-deletion", "", status=422, roles=RECORDS),  # without a decision
    desk(f"{EVENT}/deletion/new", slug="draft"),
    deed(f"{EVENT}/deletion", f"{EVENT}/deletion/new", slug="draft"),
)
SOMEBODY = f"{HOME}/people/<code>"
SOMEBODYS = {"code": "cancelled registration"}
ABOUT_ONE = (
    desk(f"{HOME}/people", RECORDS),
    deed(
        f"{HOME}/people",
        f"{HOME}/people",
        {"name": "Nobody Here", "email": "nobody@town.example", **WHY},
        status=404,
        roles=RECORDS,
    ),
    *(
        replace(desk(rule, RECORDS, **SOMEBODYS), leaves_a_line=True)
        for rule in (SOMEBODY, f"{SOMEBODY}.json", f"{SOMEBODY}/edit", f"{SOMEBODY}/erasure/new")
    ),
    # Sent without looking at their pages: each reading leaves a line.
    deed(
        SOMEBODY,
        "",
        {"name": "Gösta Gången", "email": "gosta@town.example", "version": "2", **WHY},
        roles=RECORDS,
        **SOMEBODYS,
    ),
    deed(f"{SOMEBODY}/erasure", "", WHY, roles=RECORDS, **SOMEBODYS),
)
ACCOUNTS = f"{HOME}/accounts"
ACCOUNT = f"{ACCOUNTS}/<code>"
INVITATIONS = f"{ACCOUNTS}/invitations"
INVITATION = f"{INVITATIONS}/<code>"
COLLEAGUES = f"{EVENT}/accounts"
NEW_ACCOUNT = {"email": "ny@town.example", "event": "", "organisation": "{newcomer}"}
ROLES = (
    desk(ACCOUNTS),
    desk(f"{ACCOUNTS}/roles"),
    desk(ACCOUNT, code="coordinator"),
    deed(ACCOUNT, ACCOUNT, {"name": "Annan"}, code="coordinator"),
    desk(f"{ACCOUNT}/ending", code="coordinator"),
    deed(f"{ACCOUNT}/ending", f"{ACCOUNT}/ending", code="coordinator"),
    deed(f"{ACCOUNT}/reopening", ACCOUNT, code="ended coordinator"),
    deed(
        f"{ACCOUNT}/roles", ACCOUNT, {"event": "", "organisation": "{newcomer}"}, code="coordinator"
    ),
    desk(f"{ACCOUNT}/roles/<int:number>/ending", code="coordinator", number="coordinator's role"),
    deed(
        f"{ACCOUNT}/roles/<int:number>/ending", "", code="coordinator", number="coordinator's role"
    ),
    desk(f"{ACCOUNTS}/hand-over"),
    # Who hands over what differs between the roles: here nothing is chosen.
    deed(f"{ACCOUNTS}/hand-over", "", status=422),
    desk(f"{INVITATIONS}/new"),
    deed(INVITATIONS, f"{INVITATIONS}/new", NEW_ACCOUNT),
    desk(INVITATION, code="invitation"),
    deed(f"{INVITATION}/letters", "", code="sent invitation"),
    deed(f"{INVITATION}/withdrawal", INVITATION, code="invitation"),
    desk(COLLEAGUES),
    deed(COLLEAGUES, COLLEAGUES, {"email": "ny@town.example", "roles": "analyst"}),
    deed(f"{COLLEAGUES}/invitations/<code>/letters", "", code="sent colleague's invitation"),
    deed(f"{COLLEAGUES}/invitations/<code>/withdrawal", "", code="colleague's invitation"),
    desk(
        f"{COLLEAGUES}/<code>/roles/<int:number>/ending",
        code="colleague",
        number="colleague's role",
    ),
    deed(
        f"{COLLEAGUES}/<code>/roles/<int:number>/ending",
        "",
        code="colleague",
        number="colleague's role",
    ),
)
ORGANISATIONS = (
    desk(BODIES),
    desk(f"{BODIES}/new"),
    deed(BODIES, f"{BODIES}/new", {"name": "Fria städer", "kind": "other"}),
    desk(BODY, code="newcomer"),
    desk(f"{BODY}/history", code="newcomer"),
    desk(f"{BODY}/edit", code="newcomer"),
    deed(BODY, f"{BODY}/edit", {"name": "Ett nytt namn"}, code="newcomer"),
    desk(f"{BODY}/place/edit", code="newcomer"),
    deed(f"{BODY}/place", f"{BODY}/place/edit?parent=<into>", code="newcomer", into="organisation"),
    desk(f"{BODY}/ending/new", code="newcomer"),
    deed(f"{BODY}/ending", f"{BODY}/ending/new", code="newcomer"),
    deed(f"{BODY}/reopening", BODY, code="ended organisation"),
    deed(f"{BODY}/removal", f"{BODY}/ending/new", code="newcomer"),
    desk(f"{BODY}/merge/new", code="newcomer"),
    deed(f"{BODY}/merge", f"{BODY}/merge/new?keep=<into>", code="newcomer", into="organisation"),
    deed(f"{BODIES}/merges/<code>/undoing", f"{BODIES}/<kept>", code="merge", kept="kept body"),
    desk(f"{BODIES}/texts"),
    replace(desk(f"{BODIES}/texts/show"), query=TEXT),
    deed(f"{BODIES}/texts/merge", f"{BODIES}/texts/show{TEXT}&keep=<into>", into="organisation"),
    deed(f"{BODIES}/texts/organisation", f"{BODIES}/texts/show{TEXT}"),
)

# Who reads the log stands in it.
LOG = tuple(
    replace(desk(rule, roles), leaves_a_line=True)
    for place, roles in ((HOME, RECORDS), (EVENT, RUNNERS))
    for rule in (f"{place}/log", f"{place}/log.csv")
)

START = (
    desk(f"{HOME}/start/mail-trials/new"),
    deed(f"{HOME}/start/mail-trials", HOME, {"trial_email": "viggo@bra.example"}),
    deed(f"{HOME}/start/mail-trials/<code>/outcome", "", {"outcome": "both"}, code="mail trial"),
    deed(f"{HOME}/start/steps/<name>/aside", "", name="step"),
    deed(f"{HOME}/start/steps/<name>/resumption", "", name="step"),
    deed(f"{HOME}/start/end", ""),
)

DOORS = (
    *EVENTS,
    *PEOPLE,
    *DOOR,
    *ALIASES,
    *MAIL,
    *WRITING,
    *LOG,
    *ROLES,
    *SYSTEM,
    *START,
    *ORGANISATIONS,
    *DELETING,
    *ABOUT_ONE,
)
