"""Fields say what they want, keep what was typed, and tie hint and error to the input."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, SelectMultipleField, StringField  # noqa: TID251  # bare
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput

from tests.templates.kitchen import macro, words


class Meal(Form):  # type: ignore[misc]
    name = StringField(
        "Name", validators=[DataRequired("Write your name.")], description="In full."
    )
    note = StringField("Note")
    dish = RadioField(
        "Dish",
        choices=[SelectChoice("a", "Soup"), SelectChoice("b", "Pie")],
        validators=[DataRequired("Choose.")],
    )
    days = SelectMultipleField(
        "Days",
        choices=[SelectChoice("t", "Tue"), SelectChoice("w", "Wed")],
        option_widget=CheckboxInput(),
    )


@pytest.fixture
def wrong() -> Any:
    form = Meal(MultiDict({"note": '"><script>', "dish": ""}))
    form.validate()
    return form


def test_what_need_not_be_answered_says_so_in_words() -> None:
    field = macro("form", "field")
    assert words(field(Meal().note)) == "Note (optional)"
    assert words(field(Meal().name)) == "Name In full."


def test_a_field_checked_elsewhere_can_be_told_that_it_is_not_optional() -> None:
    assert words(macro("form", "field")(Meal().note, optional=False)) == "Note"


def test_hint_and_error_are_tied_to_the_input(wrong: Any) -> None:
    html = macro("form", "field")(wrong.name, autocomplete="name")
    assert 'aria-describedby="name-hint name-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'autocomplete="name"' in html
    assert html.index('id="name-hint"') < html.index('id="name-error"') < html.index("<input")


def test_what_was_typed_comes_back_as_text(wrong: Any) -> None:
    html = macro("form", "field")(wrong.note)
    assert 'value="&#34;&gt;&lt;script&gt;"' in html
    assert "aria-describedby" not in html


def test_an_error_leads_to_the_first_choice(wrong: Any) -> None:
    assert 'href="#dish"' in macro("error-summary", "error_summary")(wrong)
    html = macro("choices", "choices")(wrong.dish)
    assert html.count('id="dish"') == 1
    assert html.index('id="dish"') < html.index('id="dish-1"')


def test_the_summary_counts_in_the_singular_and_the_plural(wrong: Any) -> None:
    summary = macro("error-summary", "error_summary")
    assert "Check 2 answers" in summary(wrong)
    wrong.dish.errors = []
    assert "Check 1 answer " in words(summary(wrong))


def test_a_form_without_errors_has_no_summary() -> None:
    assert macro("error-summary", "error_summary")(Meal()) == ""


def test_no_single_checkbox_of_many_is_required() -> None:
    assert "required" not in macro("choices", "choices")(Meal().days)
