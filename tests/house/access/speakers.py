"""Doors to an event's speakers, and their own by a personal link."""

from dataclasses import replace

from tests.house.access.organizer import EVENT
from tests.house.access.rows import (
    ANALYSTS,
    deed,
    desk,
    own,
    public,
    sent_by_anybody,
    sent_by_holder,
)

SPEAKERS = f"{EVENT}/speakers"
ONE = f"{SPEAKERS}/<code>"
SHOWN = "/events/<slug>/speakers/<code>"
LINK = "/speakers/<token>"
ASKED = f"{EVENT}/session-questions"
QUESTION = f"{ASKED}/<code>"
HOME = "/registrations/<token>"
OWN_QUESTIONS = f"{HOME}/questions"
LECTURE = f"{EVENT}/sessions/<code>/experiences"
FEEDBACK = f"{EVENT}/session-feedback"
SIZE = "<any(small, medium, large):size>"
WHICH = "<any(shown, proposed):which>"
SPEAKER, IDLE, TOKEN = {"code": "speaker"}, {"code": "idle speaker"}, {"token": "speaker link"}
PHOTO = {"size": "photo size", "which": "photo shown"}

DOORS = (
    desk(SPEAKERS),
    desk(f"{SPEAKERS}/new"),
    deed(SPEAKERS, f"{SPEAKERS}/new", {"name": "Liv Tranhylla"}),
    replace(desk(ONE, **SPEAKER), leaves_a_line=True),
    deed(ONE, ONE, {"name": "Liv Tranhylla", "version": "1"}, **IDLE),
    desk(f"{ONE}/removal", **IDLE),
    deed(f"{ONE}/removal", f"{ONE}/removal", **IDLE),
    desk(f"{ONE}/photo/{WHICH}/{SIZE}", **SPEAKER, **PHOTO),
    deed(f"{ONE}/photo", ONE, status=422, **SPEAKER),  # without a file
    deed(f"{ONE}/photo/removal", ONE, **SPEAKER),
    deed(f"{ONE}/parts", ONE, **IDLE),
    deed(f"{ONE}/consents", ONE, {"own_page": "yes"}, **SPEAKER),
    deed(f"{ONE}/proposal", ONE, {"do": "accept", "version": "1"}, **SPEAKER),
    deed(f"{ONE}/problem", ONE, **SPEAKER),
    deed(f"{ONE}/registration", ONE, **SPEAKER),
    deed(f"{ONE}/letter", ONE, **IDLE),
    desk(f"{SPEAKERS}/letter"),
    deed(f"{SPEAKERS}/letter", f"{SPEAKERS}/letter"),
    desk(f"{SPEAKERS}/reminder"),
    deed(f"{SPEAKERS}/reminder", f"{SPEAKERS}/reminder"),
    deed(f"{SPEAKERS}/undoing", SPEAKERS),
    deed(f"{SPEAKERS}/slides-due", SPEAKERS, {"due_on": "2027-03-20"}),
    public(SHOWN, **SPEAKER),
    public(f"{SHOWN}/photo/{SIZE}", **SPEAKER, size="photo size"),
    public(LINK, **TOKEN),
    public(f"{LINK}/presentation", **TOKEN),
    public(f"{LINK}/photo/{WHICH}/{SIZE}", **TOKEN, **PHOTO),
    sent_by_anybody(f"{LINK}/presentation", f"{LINK}/presentation", {"name": "Liv"}, **TOKEN),
    sent_by_anybody(f"{LINK}/confirmation", LINK, {"key": "old"}, status=409, **TOKEN),
    sent_by_anybody(f"{LINK}/report", LINK, {"problem": "Fel dag"}, **TOKEN),
    sent_by_anybody(f"{LINK}/consents", LINK, {"film": "no"}, **TOKEN),
    sent_by_anybody(f"{LINK}/slides", LINK, {"title": "Bilder", "file": "bilder.pdf"}, **TOKEN),
    sent_by_anybody(
        f"{LINK}/slides/links",
        LINK,
        {"link-title": "Film", "link-url": "https://film.example/1"},
        **TOKEN,
    ),
    sent_by_anybody(
        f"{LINK}/questions/<code>/answer",
        LINK,
        {"answer": "Så här.", "version": "2"},
        **TOKEN,
        code="published question",
    ),
    own(OWN_QUESTIONS),
    # About no session: what the holder may ask about is tried in tests/views/participant.
    sent_by_holder(OWN_QUESTIONS, "", {"text": "Hur?"}, status=422),
    own(f"{OWN_QUESTIONS}/<code>/withdrawal/new", code="asked question"),
    sent_by_holder(
        f"{OWN_QUESTIONS}/<code>/withdrawal",
        f"{OWN_QUESTIONS}/<code>/withdrawal/new",
        {"version": "1"},
        code="asked question",
    ),
    sent_by_holder(
        f"{OWN_QUESTIONS}/<code>/letter-wish",
        OWN_QUESTIONS,
        {"wants": "yes"},
        code="asked question",
    ),
    sent_by_holder(f"{OWN_QUESTIONS}/<code>/namelessness", OWN_QUESTIONS, code="asked question"),
    own(f"{HOME}/feedback"),
    # Whoever was asked is led on to a form: see tests/views/participant.
    own(f"{HOME}/feedback/<code>", 404, code="open survey"),
    desk(FEEDBACK, ANALYSTS),
    deed(FEEDBACK, FEEDBACK, {"asks": "yes"}),
    desk(LECTURE, code="session"),
    deed(LECTURE, LECTURE, {"experience": "{joined card}"}, code="session"),
    deed(
        f"{LECTURE}/<other_code>/removal",
        LECTURE,
        code="session",
        other_code="joined card",
    ),
    desk(ASKED),
    deed(f"{ASKED}/taking", ASKED, {"takes": "no"}),
    desk(QUESTION, code="waiting question"),
    deed(
        f"{QUESTION}/publication",
        QUESTION,
        {"text": "Hur?", "version": "1"},
        code="waiting question",
    ),
    deed(
        f"{QUESTION}/declining",
        QUESTION,
        {"decline-reason": "Annat ämne", "decline-version": "1"},
        code="waiting question",
    ),
    deed(f"{QUESTION}/undoing", QUESTION, {"version": "2"}, code="published question"),
    deed(
        f"{QUESTION}/answer",
        QUESTION,
        {"answer-answer": "Så här.", "answer-version": "2"},
        code="published question",
    ),
    deed(f"{QUESTION}/answer/withdrawal", QUESTION, {"version": "3"}, code="answered question"),
    public(f"{LINK}/slides/<code>", **TOKEN, code="speaker's slides"),
    sent_by_anybody(f"{LINK}/slides/<code>/removal", LINK, **TOKEN, code="speaker's slides"),
)
