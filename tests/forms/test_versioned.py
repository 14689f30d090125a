"""A stale save merged three ways: what both or the second touched is asked, the rest is kept."""

from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectMultipleField, StringField  # noqa: TID251  # as library

from eventapp.forms.versioned import Difference, VersionedForm
from eventapp.i18n import speaking

OPENED: dict[str, Any] = {
    "version": 3,
    "title": "Vägar in",
    "place": "Eken",
    "loop": True,
    "areas": ["a", "b"],
}


class Form(VersionedForm):
    title = StringField("Title")
    place = StringField("Place")
    loop = BooleanField("Loop")
    areas = SelectMultipleField("Areas", choices=["a", "b", "c"])


def sent(app: Flask, version: str = "", **typed: Any) -> Form:
    """The form as it comes back from a page that showed what was saved, with this typed."""
    with app.test_request_context():
        shown = Form(formdata=None, data=OPENED, meta={"csrf": False})
        fields = {**OPENED, "loop": "y", "version": version or shown.version._value(), **typed}
        return Form(MultiDict({k: v for k, v in fields.items() if v}), meta={"csrf": False})


def merge(app: Flask, form: Form, **saved: Any) -> list[Difference]:
    with app.test_request_context(), speaking("en"):
        return form.merge({**OPENED, "version": 4, **saved})


def test_the_version_comes_back_as_the_number_it_was(app: Flask) -> None:
    assert sent(app).version.data == 3
    assert sent(app, version="3").version.data == 3
    assert [sent(app, version=version).version.data for version in ("x", "-1", "9" * 400)] == [
        0,
        0,
        0,
    ]


def test_what_only_the_first_touched_takes_what_they_saved(app: Flask) -> None:
    form = sent(app, place="Linden")
    assert merge(app, form, title="Vägar ut", areas=["b"]) == [
        Difference("Place", "Eken", "Linden")
    ]
    assert (form.title.data, form.place.data, form.areas.data) == ("Vägar ut", "Linden", ["b"])
    assert form.version.data == 4


def test_what_both_touched_is_asked(app: Flask) -> None:
    form = sent(app, title="Vägar fram", loop="")
    assert merge(app, form, title="Vägar ut") == [
        Difference("Title", "Vägar ut", "Vägar fram"),
        Difference("Loop", "Yes", "No"),
    ]
    assert form.title.data == "Vägar fram"


def test_a_third_save_is_merged_from_where_the_second_stood(app: Flask) -> None:
    form = sent(app, place="Linden")
    merge(app, form, title="Vägar ut")
    again = sent(app, version=form.version._value(), title="Vägar ut", place="Linden")
    assert merge(app, again, title="Vägar hem", place="Eken", version=5) == [
        Difference("Place", "Eken", "Linden")
    ]
    assert again.title.data == "Vägar hem"


def test_the_order_of_what_was_ticked_is_no_change(app: Flask) -> None:
    assert merge(app, sent(app, areas=["b", "a"]), areas=["a", "b"]) == []


def test_a_page_that_remembers_nothing_asks_about_all_that_differs(app: Flask) -> None:
    form = sent(app, version="3")
    assert [difference.label for difference in merge(app, form, title="Vägar ut")] == ["Title"]
    assert form.title.data == "Vägar in"
