"""Sentences that write their own first draft: what a section says until somebody changes it.

In the current language, and only of figures that are shown: where one is hidden the draft says so.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from eventapp.domain.report import wording
from eventapp.domain.report.figures import EventFigures, ReportFigures, SurveyFigures, total
from eventapp.domain.survey.analysis.statistics import percent
from eventapp.i18n import _, _n, capital, current_language, date_year, number

TOLD_ONE_BY_ONE = 6  # so many events or surveys have a sentence of their own
HEADLINES_MAX = 3  # of each survey
AREAS_MAX = 3


def draft(section: str, figures: ReportFigures) -> str:
    """The draft of this section, as one paragraph."""
    return " ".join(DRAFTS[section](figures))


def _summary(figures: ReportFigures) -> Iterator[str]:
    if not figures.events:
        yield _("No events are in this report.")
        return
    yield _("The report covers %(events)s.", events=wording.events(len(figures.events)))
    yield from _attendance(figures)
    answered = [survey for _event, survey in figures.surveys if survey.answered is not None]
    if len(answered) == 1:
        yield from _answers(answered[0])
    elif answered:
        yield _response(
            total(survey.answered for survey in answered), total(s.asked for s in answered)
        )
    if figures.experiences.published:
        yield _published(figures)


def _attendance(figures: ReportFigures) -> Iterator[str]:
    """How many had a place and came, of the events where both are shown."""
    shown = [event for event in figures.events if event.came is not None]
    if shown:
        placed, came = total(e.placed for e in shown), total(e.came for e in shown)
        yield _(
            "%(placed)s had a place, and %(came)s of them came (%(percent)s per cent).",
            placed=number(placed),
            came=number(came),
            percent=percent(came, placed),
        )
    elif places := total(event.placed for event in figures.events):
        yield _n("%(num)d person had a place.", "%(num)d people had a place.", places)


def _events(figures: ReportFigures) -> Iterator[str]:
    if not figures.events:
        yield _("No events are in this report.")
    if len(figures.events) <= TOLD_ONE_BY_ONE:
        for event in figures.events:
            yield from _event(event)
    else:
        yield from _attendance(figures)
    if hidden := sum(event.placed is None for event in figures.events):
        yield _n(
            "At %(num)d event there were too few participants to show how many.",
            "At %(num)d events there were too few participants to show how many.",
            hidden,
        )


def _event(event: EventFigures) -> Iterator[str]:
    if event.placed is None:
        return
    values = {"event": event.title, "placed": number(event.placed), "seats": number(event.seats)}
    if event.came is not None:
        yield _(
            "%(event)s had %(seats)s places. %(placed)s people had a place, and %(came)s of them "
            "came (%(percent)s per cent).",
            came=number(event.came),
            percent=event.came_percent,
            **values,
        )
    elif event.came_percent is not None:
        yield _(
            "%(event)s had %(seats)s places, and %(placed)s people had a place. Of them "
            "%(percent)s per cent came.",
            percent=event.came_percent,
            **values,
        )
    elif event.recorded:
        yield _(
            "%(event)s had %(seats)s places, and %(placed)s people had a place. So few came that "
            "we do not show how many.",
            **values,
        )
    else:
        yield _(
            "%(event)s had %(seats)s places, and %(placed)s people had a place. It was not noted "
            "who came.",
            **values,
        )


def _organisations(figures: ReportFigures) -> Iterator[str]:
    rows = {(row.label) for event in figures.events for row in event.organisations}
    if not rows:
        yield _("No participants have said which organisation they are from.")
        return
    yield _n(
        "The participants came from %(num)d organisation.",
        "The participants came from %(num)d organisations.",
        len(rows),
    )
    if any(row.hidden for event in figures.events for row in event.organisations):
        yield _(
            "Where few came from an organisation we do not show how many, since one could then "
            "work out who they are."
        )


def _topics(figures: ReportFigures) -> Iterator[str]:
    counts = {
        code: sum(code in event.focus_areas for event in figures.events) for code in figures.areas
    }
    covered = sorted((code for code in counts if counts[code]), key=lambda code: -counts[code])
    if not covered:
        yield _("None of the events has been given a focus area.")
        return
    if len(figures.events) == 1:
        names = [figures.areas[code] for code in covered]
        yield _("The event was about %(areas)s.", areas=wording.listed(names))
        return
    words = [
        f"{figures.areas[code]} ({wording.events(counts[code])})" for code in covered[:AREAS_MAX]
    ]
    yield _("Most events were about %(areas)s.", areas=wording.listed(words))
    missing = [name for code, name in figures.areas.items() if not counts[code]]
    if missing:
        yield _("No event was about %(areas)s.", areas=wording.listed(missing))


def _surveys(figures: ReportFigures) -> Iterator[str]:
    surveys = figures.surveys
    if not surveys:
        yield _("No survey has been sent to the participants.")
    yield from _answers_of(surveys)
    shares = [rate.percent for _event, survey in surveys for rate in survey.rates]
    shown = [share for share in shares if share is not None]
    if shown:
        yield _(
            "In the organisations that can be shown, between %(least)s and %(most)s per cent "
            "answered.",
            least=min(shown),
            most=max(shown),
        )


def _follow_up(figures: ReportFigures) -> Iterator[str]:
    surveys = figures.follow_ups
    if not surveys:
        yield _("Nobody has yet been asked what came of what they learnt.")
    yield from _answers_of(surveys)
    outcomes = [
        measure
        for _event, survey in surveys
        for measure in survey.measures
        if measure.stated is not None and measure.percent is not None
    ]
    for measure in outcomes[:HEADLINES_MAX]:
        yield _(
            "“%(question)s”: %(stated)s per cent at first, and %(now)s per cent now.",
            question=measure.statement or measure.question,
            stated=measure.stated,
            now=measure.percent,
        )


def _answers_of(surveys: Sequence[tuple[EventFigures, SurveyFigures]]) -> Iterator[str]:
    """What each survey that is closed came to, and which are still open."""
    closed = [(event, survey) for event, survey in surveys if survey.state == "closed"]
    for event, survey in closed[:TOLD_ONE_BY_ONE]:
        if len(closed) > 1:
            yield f"{event.title}:"
        yield from _answers(survey)
    if len(closed) > TOLD_ONE_BY_ONE:
        yield _("The other surveys are in the table.")
    for _of, survey in surveys:
        if survey.state != "closed":
            yield _(
                "The survey “%(survey)s” is still open, so its answers are not counted.",
                survey=survey.title,
            )


def _answers(survey: SurveyFigures) -> Iterator[str]:
    """How many answered, and what they said, as its headlines have it."""
    if survey.answered is None:
        yield _(
            "So few answered the survey “%(survey)s” that the answers cannot be shown. Otherwise "
            "one could work out what somebody answered.",
            survey=survey.title,
        )
        return
    yield _response(survey.answered, survey.asked)
    headlines = [m for m in survey.measures if m.headline and m.percent is not None]
    for measure in headlines[:HEADLINES_MAX]:
        said = wording.share(measure.percent or 0)
        if survey.language == current_language():
            yield capital(f"{said} {measure.headline}.")
        else:
            yield capital(
                _(
                    "%(share)s answered positively to “%(question)s”.",
                    share=said,
                    question=measure.statement or measure.question,
                )
            )


def _response(answered: int, asked: int | None) -> str:
    return _(
        "%(answered)s of %(asked)s participants answered.",
        answered=number(answered),
        asked=number(asked or 0),
    )


def _experiences(figures: ReportFigures) -> Iterator[str]:
    experiences = figures.experiences
    if not experiences.published:
        yield _("No experiences were published in the period.")
        return
    yield _published(figures)
    tested = sum(
        count for stage, count in experiences.by_stage.items() if stage not in {"untested", "tried"}
    )
    yield _n(
        "%(num)d of them has been followed up, compared or evaluated.",
        "%(num)d of them have been followed up, compared or evaluated.",
        tested,
    )
    if experiences.failed:
        yield _n(
            "%(num)d tells of something that did not work.",
            "%(num)d tell of something that did not work.",
            experiences.failed,
        )


def _published(figures: ReportFigures) -> str:
    experiences = figures.experiences
    return _(
        "%(organisations)s published %(experiences)s.",
        organisations=wording.organisations(experiences.organisations),
        experiences=wording.experiences(experiences.published),
    )


def _spread(figures: ReportFigures) -> Iterator[str]:
    spread = figures.experiences.spread
    if not spread:
        yield _("No organisation has yet said that it uses another’s experience.")
        return
    learners = {row.learner for row in spread if row.kind != "refrained"}
    yield _n(
        "%(num)d organisation plans, adapts or uses another’s experience.",
        "%(num)d organisations plan, adapt or use another’s experience.",
        len(learners),
    )
    if refrained := sum(row.count for row in spread if row.kind == "refrained"):
        yield _n(
            "In %(num)d case an organisation decided against it, and said why.",
            "In %(num)d cases an organisation decided against it, and said why.",
            refrained,
        )


def _use(figures: ReportFigures) -> Iterator[str]:
    if not figures.experiences.published:
        yield _("No experiences from the period have been published for others to use.")
        return
    yield _(
        "%(experiences)s can be read on open pages, where anybody can search and say what they do "
        "with them.",
        experiences=capital(wording.experiences(figures.experiences.published)),
    )


def _method(figures: ReportFigures) -> Iterator[str]:
    if figures.gathered_on:
        yield _(
            "The figures were gathered on %(day)s.",
            day=date_year(date.fromisoformat(figures.gathered_on)),
        )
    yield _(
        "Registrations and attendance are counts of everybody; only the surveys have a drop-out."
    )
    yield from _drop_out(figures)
    yield _(
        "Groups of fewer than five people are not shown, and neither are other groups from which "
        "a small one could be worked out. Of five to nine people a percentage is shown. The same "
        "rule has hidden them everywhere: in text, tables, charts and open data."
    )
    yield _(
        "Every group of people is counted by that rule, also those who had a place, waited, "
        "cancelled or were asked: how many they are is shown from ten on, or if there is nobody. "
        "How a group of ten or more is divided, between those who came and those who did not or "
        "between answers, is shown in full, unless all or all but one are alike: then only as a "
        "percentage."
    )
    yield _(
        "Counts of an event follow what has been corrected since they were first shown once that "
        "concerns at least five people of an organisation, and an organisation that was hidden "
        "stays so: two reports together tell no more than one."
    )
    yield _("What each figure means is in the list of definitions.")


def _drop_out(figures: ReportFigures) -> Iterator[str]:
    shown = [survey for _event, survey in _all(figures) if survey.answered is not None]
    if not shown:
        return
    asked = total(survey.asked for survey in shown)
    silent = asked - total(survey.answered for survey in shown)
    yield _(
        "%(silent)s of those who were asked did not answer, and what they think is not known.",
        silent=wording.out_of(silent, asked),
    )
    if any(survey.slips is None for survey in shown):
        yield _("Some of those who were asked got a one-time code on paper from an organizer.")
    elif slips := total(survey.slips for survey in shown):
        yield _(
            "%(slips)s of those who were asked got a one-time code on paper from an organizer.",
            slips=wording.out_of(slips, asked),
        )
    else:
        return
    yield _("No answer says which code or letter it came by.")


def _all(figures: ReportFigures) -> list[tuple[EventFigures, SurveyFigures]]:
    return [*figures.surveys, *figures.follow_ups]


DRAFTS: dict[str, Callable[[ReportFigures], Iterator[str]]] = {
    "summary": _summary,
    "events": _events,
    "organisations": _organisations,
    "topics": _topics,
    "surveys": _surveys,
    "experiences": _experiences,
    "spread": _spread,
    "follow_up": _follow_up,
    "use": _use,
    "method": _method,
}
