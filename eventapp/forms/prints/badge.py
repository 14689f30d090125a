"""How name badges are to be printed."""

from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice

from eventapp.documents.prints.badge import LabelPaper
from eventapp.domain.desk.prints.badge import (
    BadgeChoice,
    BadgeOverview,
    BadgeSelection,
    BadgeSorting,
)
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import ListedChoice
from eventapp.i18n import _, _l, date_short, number

PAPERS = (
    SelectChoice(LabelPaper.TEN.value, _l("A4, 10 to a sheet, 90 × 54 mm")),
    SelectChoice(LabelPaper.EIGHT.value, _l("A4, 8 to a sheet, 105 × 74 mm")),
    SelectChoice(LabelPaper.FOUR.value, _l("A4, 4 to a sheet, 105 × 148 mm")),
    SelectChoice(LabelPaper.ROLL.value, _l("Roll, 62 mm wide")),
)


class BadgesForm(BaseForm):
    """Whose badges, on what, in which order, and how they look."""

    selection = ListedChoice(_l("Which badges"), default=BadgeSelection.ALL.value)
    paper = ListedChoice(_l("Paper"), choices=PAPERS, default=LabelPaper.TEN.value)
    order = ListedChoice(
        _l("Order"),
        choices=(
            SelectChoice(BadgeSorting.ORGANISATION.value, _l("Organisation, then name")),
            SelectChoice(BadgeSorting.NAME.value, _l("Name")),
        ),
        default=BadgeSorting.ORGANISATION.value,
    )
    large = BooleanField(_l("Extra large type"))
    codes = BooleanField(_l("Code to scan"))

    def badge_choice(self) -> BadgeChoice:
        """What was chosen, of whose badges to print."""
        return BadgeChoice(
            BadgeSelection(self.selection.data), BadgeSorting(self.order.data), self.codes.data
        )

    def label_paper(self) -> LabelPaper:
        """What was chosen to print on."""
        return LabelPaper(self.paper.data)


def offer_selections(form: BadgesForm, badges: BadgeOverview, zone: str) -> BadgesForm:
    """The form with what it may choose from: all badges, or those that are new."""
    new = number(badges.new)
    if badges.printed_at:
        day = date_short(badges.printed_at, zone)
        unprinted = _("New since %(day)s (%(count)s)", day=day, count=new)
    else:
        unprinted = _("Not printed yet (%(count)s)", count=new)
    form.selection.choices = [
        SelectChoice(BadgeSelection.ALL.value, _("All (%(count)s)", count=number(badges.people))),
        SelectChoice(BadgeSelection.NEW.value, unprinted),
    ]
    return form
