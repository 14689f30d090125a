"""What every template may use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask, request, url_for
from markupsafe import Markup, escape

from eventapp.config import Mode
from eventapp.documents import markdown
from eventapp.domain.people.role_label import role_name, scope_name
from eventapp.domain.registration.address import is_stand_in
from eventapp.domain.registration.answer import answer_in_words
from eventapp.domain.schedule.day.day_grid import day_grid, grid_line, grid_minutes
from eventapp.domain.site.site import current_site, shown_site
from eventapp.i18n import EnglishText, _, _n, current_language
from eventapp.models.event.focus_area import known_band
from eventapp.views.assets import asset

# What organizers write of their events is in this language, whatever the page around it speaks.
CONTENT_LANGUAGE = "sv"
EVENT_PAGES = {"public.event", "public.schedule", "public.session", "public.registration"}

EXPERIENCE_PAGES = {
    "public.experience",
    "public.lead",
    "public.adaptation",
    "public.listing",
    "public.contact",
    "coordinator.listing",
}
OWN_PAGES = {
    "public.lost_link",
    "participant.registration",
    "participant.ticket",
    "participant.now",
    "participant.schedule",
}

# Stands where a code goes; no slug has it. What may stand in an address as it is: as Werkzeug.
CODE, AS_IT_IS = "~code~", "!$&'()*+,/:;=@"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An item of a menu."""

    label: str
    url: str
    current: bool


def init_app(app: Flask) -> None:
    """Provide templates with the site's identity, the language and the addresses of files."""
    settings = app.extensions["settings"]

    app.extensions["languages"] = _offered_languages
    app.jinja_env.filters |= {
        "written": written,
        "written_lang": written_lang,
        "markdown": markdown_block,
        "markdown_line": markdown_line,
        "plain": plain_line,
        "floor": floor,
        "role_name": role_name,
        "scope_name": scope_name,
        "answer_in_words": answer_in_words,
        "day_grid": day_grid,
        "grid_line": grid_line,
        "grid_minutes": grid_minutes,
        "known_band": known_band,
        "shown_address": shown_address,
    }
    app.jinja_env.globals |= {"memo": Memo, "address_by_code": address_by_code}

    @app.context_processor
    def common() -> dict[str, Any]:
        return {
            "_": _,
            "ngettext": _n,
            "asset": asset,
            "language": current_language(),
            "content_lang": _content_lang(),
            "menu": _menu(),
            "sample": settings.shows_sample,
            "keeps_mail": settings.stores_mail_locally,
            "development": settings.mode in {Mode.DEVELOPMENT, Mode.DEMO, Mode.TEST},
            "site": shown_site(),
        }


def address_by_code(
    endpoint: str, write: Callable[..., str] = url_for, **values: Any
) -> Callable[[str], str]:
    """The addresses of one endpoint by their `code`: `write`, asked once for all of a list."""
    before, after = write(endpoint, code=CODE, **values).split(CODE)
    return lambda code: f"{before}{quote(code, AS_IT_IS)}{after}"


class Memo:
    """Remembers what macros wrote, while one list is written in one language.

    A macro that is called costs ten times as much as a look into a dictionary, and a schedule of
    1,000 sessions has six tracks and ten hours. For a dict or a list it writes anew.
    """

    def __init__(self) -> None:
        self._texts: dict[tuple[object, ...], Markup] = {}

    def __call__(self, macro: Callable[..., Markup], *arguments: object) -> Markup:
        """What the macro writes for these arguments."""
        key = (macro, *arguments)
        try:
            text = self._texts.get(key)
        except TypeError:  # a dict or a list among them
            return macro(*arguments)
        if text is None:
            text = self._texts[key] = macro(*arguments)
        return text


def _offered_languages() -> tuple[tuple[str, ...], str]:
    site = current_site()
    return site.languages, site.default_language


def written(text: str) -> Markup:
    """A text as an organizer wrote it, marked with its language where the page speaks another."""
    if type(text) is str and current_language() == CONTENT_LANGUAGE:
        return escape(text)  # a thousand times on a large page
    if not (lang := written_lang(text)):
        return escape(text)
    return Markup("<span{}>{}</span>").format(lang, text)


def written_lang(text: str | Sequence[str]) -> Markup:
    """The `lang` attribute of an element with nothing but this text or these points; else none."""
    points = [text] if isinstance(text, str) else text
    if points and all(isinstance(point, EnglishText) for point in points):
        return Markup() if current_language() == "en" else Markup(' lang="en"')
    return _content_lang()


def markdown_block(text: str, language: str = "") -> Markup:
    """A text with a little Markdown as paragraphs and lists, marked with its language.

    That is what it knows of itself, unless the `language` it was written in is said.
    """
    other = Markup(' lang="{}"').format(language) if language != current_language() else Markup()
    lang = other if language else written_lang(text)
    return Markup('<div class="written"{}>{}</div>').format(lang, markdown.page_html(text))


def markdown_line(text: str) -> Markup:
    """A line with a little Markdown; its element says in which language it is."""
    return markdown.line_html(text)


def plain_line(text: str) -> str:
    """A text without signs of Markdown, on one line: for descriptions that programs read."""
    return " ".join(markdown.plain_text(text).split())


def shown_address(email: str) -> str:
    """A registration's address; in words where there is none."""
    return _("no address") if is_stand_in(email) else email


def floor(text: str) -> str:
    """A floor, or the way there, as typed; a bare number gets the word before it."""
    return _("floor %(floor)s", floor=text) if text.isdecimal() else text


def _content_lang() -> Markup:
    """The `lang` attribute for an element with nothing but an organizer's text."""
    if current_language() == CONTENT_LANGUAGE:
        return Markup()
    return Markup(' lang="{}"').format(CONTENT_LANGUAGE)


def _menu() -> list[MenuItem]:
    return [
        MenuItem(
            _("Events"),
            url_for("public.event.index"),
            request.blueprint in EVENT_PAGES,
        ),
        MenuItem(
            _("Experiences"),
            url_for("public.experience.index"),
            request.blueprint in EXPERIENCE_PAGES,
        ),
        MenuItem(
            _("My registration"),
            url_for("public.lost_link.new"),
            request.blueprint in OWN_PAGES,
        ),
    ]
