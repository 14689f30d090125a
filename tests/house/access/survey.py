"""Doors of surveys: for those who answer, and at the organizers' desk."""

from dataclasses import replace

from tests.house.access.door import Door, Guard
from tests.house.access.organizer import EVENT
from tests.house.access.rows import ANALYSTS, EVERYBODY, deed, desk, public

ALL = f"{EVENT}/surveys"
ONE = f"{ALL}/<code>"
ANSWERING = "/surveys/<token>"

QUESTIONS = f"{ONE}/questions"
QUESTION = f"{QUESTIONS}/<name>"
NEW = "?kind=short_text"

DRAFTING = (
    desk(QUESTIONS, code="draft survey"),
    replace(desk(f"{QUESTIONS}/new", code="draft survey"), query=NEW),
    replace(
        deed(QUESTIONS, f"{QUESTIONS}/new", {"text": "Något mer?"}, code="draft survey"), query=NEW
    ),
    deed(f"{QUESTIONS}/bank", QUESTIONS, {"question": "b4"}, code="draft survey"),
    desk(f"{QUESTION}/edit", code="draft survey", name="asked"),
    deed(f"{QUESTION}/edit", f"{QUESTION}/edit", code="draft survey", name="asked"),
    deed(f"{QUESTION}/place", QUESTIONS, code="draft survey", name="asked"),
    deed(f"{QUESTION}/removal", QUESTIONS, code="draft survey", name="asked"),
)
DOORS = (
    *DRAFTING,
    # Its secret address opens one municipality's results, and nothing else.
    public("/results/<token>", token="result link"),
    desk(f"{ONE}/classes", code="draft survey"),
    deed(f"{ONE}/classes", f"{ONE}/classes", code="draft survey"),
    deed(f"{ONE}/follow-up", f"{ONE}/results", {"months": "4"}, code="closed survey"),
    deed(f"{ONE}/sharing", f"{ONE}/results", code="closed survey"),
    public(ANSWERING, token="survey link"),
    # The link is the key and no cookie is read: another site has nothing to borrow.
    Door(
        "POST",
        ANSWERING,
        Guard.NOTHING,
        EVERYBODY,
        303,
        ANSWERING,
        {"q-q3": "4"},
        things={"token": "survey link"},
        exempt=True,
    ),
    # Without the event that the answer was about there is no page.
    public("/surveys/received", 404),
    desk(ALL, ANALYSTS),
    deed(ALL, ALL),
    desk(ONE, ANALYSTS, code="draft survey"),
    desk(f"{ONE}/preview", ANALYSTS, code="draft survey"),
    desk(f"{ONE}/edit", code="draft survey"),
    deed(f"{ONE}/edit", f"{ONE}/edit", code="draft survey"),
    desk(f"{ONE}/opening", code="draft survey"),
    deed(f"{ONE}/opening", ONE, code="draft survey"),
    # Its letters have gone: what was opened can no longer be undone.
    deed(f"{ONE}/opening/undoing", "", status=409, code="open survey"),
    deed(f"{ONE}/opening/letters", "", status=409, code="open survey"),
    desk(f"{ONE}/codes", code="open survey"),
    # The codes are the answer: they are shown once.
    deed(f"{ONE}/codes", f"{ONE}/codes", {"number": "3"}, status=200, code="open survey"),
    desk(f"{ONE}/times", code="open survey"),
    deed(f"{ONE}/times", f"{ONE}/times", code="open survey"),
    desk(f"{ONE}/removal", code="draft survey"),
    deed(f"{ONE}/removal", f"{ONE}/removal", code="draft survey"),
    desk(f"{ONE}/closure", code="open survey"),
    deed(f"{ONE}/closure", f"{ONE}/closure", code="open survey"),
    desk(f"{ONE}/results", ANALYSTS, code="closed survey"),
    # Who takes the table with them is written down.
    replace(desk(f"{ONE}/results.csv", ANALYSTS, code="closed survey"), leaves_a_line=True),
    desk(f"{ONE}/texts", ANALYSTS, code="closed survey"),
    deed(f"{ONE}/texts", f"{ONE}/texts", roles=ANALYSTS, code="closed survey"),
    deed(
        f"{ONE}/texts/<key:key>",
        f"{ONE}/texts",
        {"verdict": "accept"},
        roles=ANALYSTS,
        code="closed survey",
        key="text",
    ),
)
