"""What each figure of a report means: the columns of its tables, and the dictionary of its data."""

from dataclasses import dataclass

from eventapp.i18n import _l


@dataclass(frozen=True, slots=True)
class Definition:
    """One column. `is_number` tells figures from words; `code` never changes: programs read it."""

    code: str
    label: str
    meaning: str
    is_number: bool = True


def _words(code: str, label: str, meaning: str) -> Definition:
    return Definition(code, label, meaning, is_number=False)


EVENT = _words("event", _l("Event"), _l("The event’s title."))
DAYS = _words("days", _l("Days"), _l("The first and last day of the event, where it was held."))
SEATS = Definition("seats", _l("Places"), _l("How many places the event had for participants."))
PLACED = Definition(
    "placed",
    _l("Had a place"),
    _l(
        "How many people had a confirmed place when the event was over. Whoever cancelled, waited "
        "or was declined is not counted. One person at two events is counted twice. Shown from ten "
        "on."
    ),
)
CAME = Definition(
    "came",
    _l("Came"),
    _l(
        "How many of those with a place were checked in at a door at least once, or were marked as "
        "taking part in the online meeting."
    ),
)
CAME_PERCENT = Definition(
    "came_percent",
    _l("Came, %"),
    _l("Those who came, as whole per cent of those who had a place."),
)
ABSENT = Definition(
    "absent",
    _l("Stayed away"),
    _l("Those who had a place, less those who came. Whoever cancelled in time is not among them."),
)
ABSENT_PERCENT = Definition(
    "absent_percent",
    _l("Stayed away, %"),
    _l("100 less the percentage that came."),
)
WAITING = Definition(
    "waiting",
    _l("In the queue"),
    _l(
        "How many still waited for a place when the event was over. Shown from ten on, or if "
        "nobody did."
    ),
)
CANCELLED = Definition(
    "cancelled",
    _l("Cancelled registrations"),
    _l("How many registrations were cancelled, by whomever. Shown from ten on, or if none was."),
)
ORGANISATION = _words(
    "organisation",
    _l("Organisation"),
    _l(
        "The municipality, region or agency of the participants. Administrations and districts "
        "count as the municipality that they belong to. Those who wrote a name that is not in the "
        "list belong to no organisation here, and are in the totals only."
    ),
)
ORGANISATION_EVENTS = Definition(
    "organisation_events",
    _l("Events"),
    _l("At how many of the report’s events somebody from the organisation had a place."),
)
FOCUS_AREA = _words(
    "focus_area", _l("Focus area"), _l("A focus area, as it was called when the report was made.")
)
AREA_EVENTS = Definition(
    "area_events", _l("Events"), _l("How many of the events were about the focus area.")
)
AREA_SESSIONS = Definition(
    "area_sessions",
    _l("Sessions"),
    _l("How many published sessions were in a track about the focus area. Breaks do not count."),
)
AREA_EXPERIENCES = Definition(
    "area_experiences",
    _l("Experiences"),
    _l("How many of the experiences are about the focus area. One may be about several."),
)
SURVEY = _words("survey", _l("Survey"), _l("The survey’s title."))
CLOSED_ON = _words("closed_on", _l("Closed"), _l("The day on which the survey closed."))
ASKED = Definition(
    "asked",
    _l("Were asked"),
    _l("How many people were sent the survey or given a code for it. Shown from ten on."),
)
ANSWERED = Definition(
    "answered", _l("Answered"), _l("How many sent in an answer to at least one question.")
)
RESPONSE_RATE = Definition(
    "response_rate",
    _l("Answered, %"),
    _l("Those who answered, as whole per cent of those who were asked."),
)
ORGANISATION_RATE = Definition(
    "organisation_response_rate",
    _l("Answered, %"),
    _l(
        "Those who answered and said that they are from the organisation, as whole per cent of "
        "those from it who were asked. Shown where at least ten answered, and only if the "
        "organisation is shown in the results and in the attendance."
    ),
)
INCOMPLETE = Definition(
    "incomplete",
    _l("Answered in part"),
    _l("How many of those who answered left required questions unanswered."),
)
QUESTION = _words("question", _l("Question"), _l("The question, as it was asked."))
STATEMENT = _words(
    "statement", _l("Statement"), _l("The statement that was judged, where there were several.")
)
ANSWER = _words("answer", _l("Answer"), _l("One of the answers that could be given."))
ANSWERS = Definition(
    "answers",
    _l("Answers"),
    _l("How many answered the question. “Do not know” and the like are left out."),
)
POSITIVE_PERCENT = Definition(
    "positive_percent",
    _l("Positive, %"),
    _l(
        "The share of positive answers: the two highest steps of a scale, 9 and 10 of a "
        "recommendation, yes, or higher after than before. In whole per cent of the answers."
    ),
)
STATED_PERCENT = Definition(
    "stated_percent",
    _l("At first, %"),
    _l("The share that meant to, or answered so, in the survey after the event."),
)
MEAN = Definition("mean", _l("Mean"), _l("The mean of the answers; of two, the one after."))
MEAN_BEFORE = Definition(
    "mean_before", _l("Mean before"), _l("The mean of what people said of the time before.")
)
LOW = Definition(
    "low",
    _l("Lowest, %"),
    _l(
        "The lower end of the 95 per cent interval of the positive share among all who were asked, "
        "if those who did not answer resemble those who did (Wilson, finite population)."
    ),
)
HIGH = Definition("high", _l("Highest, %"), _l("The upper end of the same interval."))
COUNT = Definition("count", _l("Number"), _l("How many gave this answer."))
PERCENT = Definition(
    "percent",
    _l("Share, %"),
    _l("Those who gave this answer, as whole per cent of those who answered the question."),
)
STAGE = _words(
    "stage",
    _l("How well tested"),
    _l("How well the experience is tested where it was tried, from an idea to an evaluation."),
)
EXPERIENCES = Definition(
    "experiences",
    _l("Experiences"),
    _l(
        "How many experiences that everybody may read were published in the period, or grew out "
        "of one of the events."
    ),
)
LEARNER = _words(
    "learner", _l("Who has learnt"), _l("The organisation that tells what it does with it.")
)
SOURCE = _words("source", _l("From whom"), _l("The organisation whose experience it is."))
ADAPTATION = _words(
    "adaptation",
    _l("What they do"),
    _l("Whether the organisation plans, adapts or uses it, or has decided against it."),
)
ADAPTATIONS = Definition(
    "adaptations", _l("Number"), _l("How many such notes stand below the experiences.")
)

DEFINITIONS: tuple[Definition, ...] = (
    EVENT,
    DAYS,
    SEATS,
    PLACED,
    CAME,
    CAME_PERCENT,
    ABSENT,
    WAITING,
    CANCELLED,
    ORGANISATION,
    ORGANISATION_EVENTS,
    ABSENT_PERCENT,
    FOCUS_AREA,
    AREA_EVENTS,
    AREA_SESSIONS,
    AREA_EXPERIENCES,
    SURVEY,
    CLOSED_ON,
    ASKED,
    ANSWERED,
    RESPONSE_RATE,
    ORGANISATION_RATE,
    INCOMPLETE,
    QUESTION,
    STATEMENT,
    ANSWERS,
    STATED_PERCENT,
    POSITIVE_PERCENT,
    MEAN_BEFORE,
    MEAN,
    LOW,
    HIGH,
    ANSWER,
    COUNT,
    PERCENT,
    STAGE,
    EXPERIENCES,
    LEARNER,
    SOURCE,
    ADAPTATION,
    ADAPTATIONS,
)
