"""How large a part of those asked in each organisation answered: a share, hidden as answers are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from eventapp.domain.survey.analysis import disclosure
from eventapp.domain.survey.analysis.disclosure import FULL_FROM, AnswerGroup
from eventapp.domain.survey.analysis.tally import Tally
from eventapp.domain.survey.group import gather_groups, list_groups
from eventapp.domain.survey.result import count_by_group
from eventapp.domain.survey.results.sharing import list_with_results
from eventapp.models import Event, Survey


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """One organisation: the share of those asked who answered, or None where it is hidden."""

    code: str
    label: str
    percent: int | None = None


def list_response_rates(survey: Survey, *, hidden: Collection[str] = ()) -> list[ResponseRate]:
    """The organisations of a closed survey; `hidden` are hidden elsewhere, and so here.

    Whether somebody answered is published as if it were an answer of those who were asked. Where
    fewer than FULL_FROM answered, the share would say how many: results do not, and nor do rates.
    """
    choices = [choice for choice in list_groups(survey) if choice.organisation]
    if not survey.has_results or not choices:
        return []
    answered = count_by_group(survey)
    asked = {choice.code: int(survey.asked_by_group.get(choice.code, 0)) for choice in choices}
    few = _hidden_in_results(survey, answered) | set(hidden)
    few |= {code for code in asked if not FULL_FROM <= answered.get(code, 0) <= asked[code]}
    groups = [AnswerGroup(code, _tally(asked[code], answered.get(code, 0))) for code in asked]
    shown = disclosure.publish(
        AnswerGroup("", _tally(survey.asked, survey.answered)),
        groups,
        least=survey.min_group,
        hidden=frozenset(few),
        self_aware=True,
    )
    return [
        ResponseRate(choice.code, choice.label, shown.find_group(choice.code).percent)
        for choice in choices
    ]


def groups_in_results(event: Event) -> tuple[frozenset[str], dict[str, int]]:
    """Which groups the results of the event's surveys hide, and how many answered of others.

    A group has at least as many people. Before hiding, so for hiding functions alone.
    """
    hidden: set[str] = set()
    least: dict[str, int] = {}
    for survey in list_with_results(event.id):
        answered = count_by_group(survey)
        in_survey = _hidden_in_results(survey, answered)
        for code in answered.keys() - in_survey:
            least[code] = max(least.get(code, 0), answered[code])
        hidden |= in_survey
    return frozenset(hidden), least


def _hidden_in_results(survey: Survey, answered: dict[str, int]) -> set[str]:
    def sized(codes: Iterable[str]) -> Tally:
        return Tally(base=sum(answered.get(code, 0) for code in codes))

    groups = gather_groups(survey, list_groups(survey))
    return set(groups.hidden(sized, survey.answered, least=survey.min_group))


def _tally(asked: int, answered: int) -> Tally:
    silent = max(asked - answered, 0)
    return Tally(("answered", "silent"), (answered, silent), asked, 0, answered, silent)
