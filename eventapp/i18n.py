"""Translation, the visitor's language, and the format of dates, times and numbers.

A page asks for its language some thousand times. So it is found out once for each context (a
request, a job) and noted on Flask's `g`; the texts of a language and dates in words are kept too.
Flask-Babel, which all this cost a tenth of a page, is asked by Flask-WTF alone.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_app_context, has_request_context, request
from flask_babel import LazyString, force_locale, refresh
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from eventapp.config import PACKAGE


class EnglishText(str):
    """What somebody wrote in English beside the Swedish: pages mark it with its own language."""

    __slots__ = ()


Offer = Callable[[], tuple[tuple[str, ...], str]]

LANGUAGES = {"sv": "sv", "en": "en_GB"}
DEFAULT = "sv"
COOKIE = "language"
PREVIEW = "preview"
FIRST_GROUPED = 1_000  # below it a number is written alike in every language
DASH = "\u2013"
NO_BREAK = "\u00a0"
JOINER = "\u2060"
"""Between two signs that stay on one line; it is not seen."""
NOON = time(12)
POSTCODE = re.compile(r"\b(\d{3}) (\d{2})\b(?= \D)")
TELEPHONE = re.compile(r"(?<![\w.,-])(?:\+\d|0)[\d ()-]{5,}\d\b")
HOURS = re.compile(rf"(\d[.:]\d\d){DASH}(\d)")


def init_app(app: Flask) -> None:
    """Provide templates with texts in the current language, and with dates and numbers."""
    app.jinja_env.globals |= {"_": _markup, "gettext": _markup, "ngettext": _plural_markup}
    app.jinja_env.filters.update(FILTERS)


def _(message: str, **values: object) -> str:
    """The message in the visitor's language."""
    text = _texts().gettext(message)
    return text % values if values else text


def _l(message: str, **values: object) -> str:
    """The message, translated only when it is shown; a str to all who use it."""
    return cast("str", LazyString(_, message, **values))


def _n(singular: str, plural: str, number: int, **values: object) -> str:
    """The message in singular or plural, in the visitor's language."""
    return _texts().ngettext(singular, plural, number) % {"num": number, **values}


@pass_eval_context
def _markup(context: EvalContext, message: str, /, **values: object) -> str:
    """As `_`, in a template: what the message says is HTML there, and what it is given is not."""
    return _filled(context, _texts().gettext(message), values)


@pass_eval_context
def _plural_markup(
    context: EvalContext, singular: str, plural: str, number: int, /, **values: object
) -> str:
    return _filled(context, _texts().ngettext(singular, plural, number), {"num": number, **values})


def _filled(context: EvalContext, text: str, values: dict[str, object]) -> str:
    text = Markup(text) if context.autoescape else text  # noqa: S704  # our own texts
    return text % values if "%" in text else text


def _texts() -> NullTranslations:
    """What the texts are in the current language; outside an app they stay in the code's own."""
    return _texts_in(current_language()) if has_app_context() else NullTranslations()


@cache
def _texts_in(language: str) -> NullTranslations:
    return Translations.load(PACKAGE / "translations", [LANGUAGES[language]])


def visitor_language() -> str:
    """`sv` or `en`: what the visitor chose here, or whoever is signed in on their account.

    Else it is what the browser asks for, else the site's own.
    """
    if not has_request_context():
        return DEFAULT
    if switched := switched_language():
        return switched
    offered, default = _offered()
    chosen = request.cookies.get(COOKIE)
    if chosen in offered:
        return chosen
    if g.get("account_language") in offered:
        return str(g.account_language)
    return request.accept_languages.best_match(list(offered)) or default


def _offered() -> tuple[tuple[str, ...], str]:
    """The languages that the site offers, and the one for those who ask for none of them."""
    offer: Offer = current_app.extensions["languages"]
    return offer()


def prefer_language(language: str) -> None:
    """Show the page in the language of an account, where the visitor chose none in this browser.

    Guards call it: the pages that everybody is shown alike, and that are cached, have none.
    """
    if language in LANGUAGES:
        g.account_language = language
        g.pop("language", None)
        refresh()


def switched_language() -> str | None:
    """The language that a half-filled form is to be shown in, when its page asks for that.

    Such a request sends what was typed to the form's own address, to be shown and not to be saved.
    """
    asked = _asked_of_form(COOKIE)
    return asked if asked in LANGUAGES else None


def previewed_field() -> str:
    """The name of the field whose text is to be shown as it will be read; empty if none is.

    Such a request sends what was typed to the form's own address, to be shown and not to be saved.
    """
    return _asked_of_form(PREVIEW)


def _asked_of_form(name: str) -> str:
    """How a form that was sent is to be shown, by the query of its address; mostly it has none."""
    if not request.query_string or request.method != "POST" or request.is_json:
        return ""
    return request.args.get(name, "")


def is_only_shown() -> bool:
    """Whether what was sent is to be shown again and not saved.

    So in another language, as a preview, and where the form's token was of an ended session.
    """
    return bool(switched_language() or previewed_field() or g.get("form_expired"))


def select_locale() -> str:
    """The Babel locale of this request, for Flask-Babel."""
    return LANGUAGES[visitor_language()]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Translate into `language` (`sv` or `en`) inside the block."""
    before = g.get("language")
    g.language = language if language in LANGUAGES else DEFAULT
    try:
        with force_locale(LANGUAGES[g.language]):
            yield
    finally:
        del g.language
        if before:
            g.language = before


def current_language() -> str:
    """`sv` or `en`: the current language."""
    try:
        return cast("str", g.language)
    except AttributeError:  # not asked before in this context
        g.language = visitor_language()
        return cast("str", g.language)
    except RuntimeError:  # outside an app
        return DEFAULT


def _locale() -> Locale:
    return _locale_of(current_language())


@cache
def _locale_of(language: str) -> Locale:
    return Locale.parse(LANGUAGES[language])


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def clock(moment: datetime, zone: str) -> str:
    """Time of day: 9.00 in Swedish, 9:00 in English."""
    return _clock(_local(moment, zone), current_language())


def _clock(at: datetime, language: str) -> str:
    return f"{at.hour}{'.' if language == 'sv' else ':'}{at.minute:02d}"


def span(starts: datetime, ends: datetime, zone: str) -> str:
    """From and to, time of day: 10.20–11.10, or 12.00 – torsdag 1 april 17.00."""
    first, last, language = _local(starts, zone), _local(ends, zone), current_language()
    dash = f" {DASH} " if _is_on_other_day(first, last) else f"{DASH}{JOINER}"
    return f"{_clock(first, language)}{dash}{_ending(first, last, language)}"


def ending(starts: datetime, ends: datetime, zone: str) -> str:
    """When something ends: the time of day, and before it the day if that is another one."""
    return _ending(_local(starts, zone), _local(ends, zone), current_language())


def _ending(first: datetime, last: datetime, language: str) -> str:
    at = _clock(last, language)
    if not _is_on_other_day(first, last):
        return at
    date_words = day(last.date()) if first.year == last.year else day_year(last.date())
    return f"{date_words}{NO_BREAK}{at}"


def _is_on_other_day(first: datetime, last: datetime) -> bool:
    """Whether the end needs its own date: a night until noon does not."""
    if first.date() == last.date():
        return False
    lasts = last.astimezone(UTC) - first.astimezone(UTC)  # local times skip and repeat an hour
    return lasts >= timedelta(days=1) or last.time() > NOON


def when_lines(starts: datetime, ends: datetime, zone: str) -> list[str]:
    """When an event is held: its day or days, and the hours or when the first day begins."""
    if _is_on_other_day(_local(starts, zone), _local(ends, zone)):
        begins = {"day": day(starts, zone), "time": clock(starts, zone)}
        return [days(starts, ends, zone), _("begins %(day)s at %(time)s", **begins)]
    return [day_year(starts, zone), span(starts, ends, zone)]


def unbroken(text: str) -> str:
    """The text with telephone numbers, postcodes and times that stay on one line."""
    text = POSTCODE.sub(rf"\1{NO_BREAK}\2", text)
    text = TELEPHONE.sub(lambda match: match[0].replace(" ", NO_BREAK), text)
    return HOURS.sub(rf"\1{DASH}{JOINER}\2", text)


def dialled(number: str) -> str:
    """A telephone number as a link dials it: digits, and the plus before a country's."""
    return "".join(sign for sign in number if sign.isdecimal() or sign == "+")


def day(moment: datetime | date, zone: str = "UTC") -> str:
    """Weekday and day: tisdag 13 juni."""
    return _in_words(_on(moment, zone), "EEEE d MMMM", current_language())


def day_year(moment: datetime | date, zone: str = "UTC") -> str:
    """Weekday, day and year: tisdag 13 juni 2023."""
    return _in_words(_on(moment, zone), "EEEE d MMMM y", current_language())


def date_year(moment: datetime | date, zone: str = "UTC") -> str:
    """Day and year: 13 juni 2023."""
    return _in_words(_on(moment, zone), "d MMMM y", current_language())


def date_short(moment: datetime | date, zone: str = "UTC") -> str:
    """Day and month: 13 juni."""
    return _in_words(_on(moment, zone), "d MMMM", current_language())


def month_year(month: str) -> str:
    """A month written 2023-09, in words: september 2023."""
    return _in_words(date.fromisoformat(f"{month}-01"), "MMMM y", current_language())


def days(starts: datetime, ends: datetime, zone: str) -> str:
    """The days something lasts: 13–14 juni 2023, 31 maj–1 juni 2023, or 13 juni 2023."""
    first, last = _on(starts, zone), _on(ends, zone)
    if first == last:
        return date_year(first)
    if first.year != last.year:
        return f"{date_year(first)}–{date_year(last)}"
    if first.month != last.month:
        return f"{date_short(first)}–{date_year(last)}"
    return f"{first.day}–{date_year(last)}"


@lru_cache(maxsize=10_000)
def _in_words(on: date, pattern: str, language: str) -> str:
    return format_date(on, pattern, locale=_locale_of(language))


def _on(moment: datetime | date, zone: str) -> date:
    return _local(moment, zone).date() if isinstance(moment, datetime) else moment


def number(value: float) -> str:
    """A number with the language's own separators."""
    if isinstance(value, int) and 0 <= value < FIRST_GROUPED:
        return str(value)  # long lists show many of them, and Babel takes its time
    return format_decimal(value, locale=_locale())


def duration(minutes: int) -> str:
    """A length of time: 8 tim 30 min, or 45 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min", minutes=rest)
    if not rest:
        return _("%(hours)s h", hours=hours)
    return _("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)


def one_decimal(value: float) -> str:
    """A number with exactly one decimal, so that a column of means is aligned."""
    return format_decimal(value, format="#,##0.0", locale=_locale())


def capital(text: str) -> str:
    """The text with its first letter large: Tisdag 13 juni. What is English stays known as such."""
    large = text[:1].upper() + text[1:]
    return EnglishText(large) if isinstance(text, EnglishText) else large


FILTERS = {
    "capital": capital,
    "clock": clock,
    "span": span,
    "ending": ending,
    "when_lines": when_lines,
    "unbroken": unbroken,
    "dialled": dialled,
    "day": day,
    "day_year": day_year,
    "date_year": date_year,
    "date_short": date_short,
    "days": days,
    "duration": duration,
    "number": number,
    "one_decimal": one_decimal,
}
