"""The other language, on every page: a form keeps what was typed, and no address leads astray.

The button in the head of a page sends the form that people type in to its own address, with the
language in the query. The form's view then finds nothing valid in it (`BaseForm`) and shows it
again; nothing can be saved meanwhile, since the request only reads.
"""

import re
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, make_response, redirect, request
from markupsafe import Markup
from werkzeug.routing import Map
from werkzeug.wrappers import Response as BaseResponse

from eventapp.i18n import COOKIE, previewed_field, switched_language
from eventapp.transactions import ReadOnlyTransaction
from eventapp.views.errors import expired_form
from eventapp.views.headers import remember_language

# Passwords, one-time codes and files do not come back: a form of nothing else is not sent along.
UNTYPED = "|".join(("type=.(?:hidden|submit|password|file)", "autocomplete=.one-time-code"))
BUTTON = re.compile(r'<button\b(?=[^>]* type="submit")(?![^>]*\?preview=)([^>]*)>')
# What the button in the head has of its own.
OF_THE_HEAD = re.compile(r' (?:class|type|tabindex|aria-hidden)="[^"]*"')
TYPED = re.compile(rf"<(?:textarea|select)\b|<input\b(?![^>]* (?:{UNTYPED})\b)")
START = "/"
TO_PREVIEW = ' formaction="?preview='
ENTER = Markup(
    '<button class="hidden-text" type="submit" tabindex="-1" aria-hidden="true"></button>'
)


@dataclass(frozen=True, slots=True)
class TypedForm:
    """A form of this page with something to type in, and where it is sent."""

    id: str
    action: str
    enter: Markup
    """The attributes of its first button, which Enter presses in a browser.

    The button for the other language stands before it, and would be that first one.
    """

    def switched(self, language: str) -> str:
        """Where it is sent to be shown in another language."""
        return f"{self.action}{'&' if '?' in self.action else '?'}{COOKIE}={language}"


def init_app(app: Flask) -> None:
    """Provide templates with the button's form and address; answer a form that was switched."""
    app.jinja_env.globals |= {
        "form_id_attribute": _form_id_attribute,
        "form_to_switch": _form_to_switch,
        "page_address": _page_address,
        "previewed_field": previewed_field,
        "with_previews": _with_previews,
    }
    app.after_request(_show_again)
    app.register_error_handler(ReadOnlyTransaction, _not_saved)


def _form_id_attribute(action: str, content: str) -> Markup:
    """The `id` of a form with this content, noted for the button; none where nothing is typed."""
    if not TYPED.search(content):
        return Markup()
    forms = _typed_forms()
    button = BUTTON.search(content)
    attributes = OF_THE_HEAD.sub("", button[1]) if button else ""
    enter = Markup(attributes)  # noqa: S704  # a template's own output, escaped there
    forms.append(TypedForm(f"typed-form-{len(forms) + 1}", action, enter))
    return Markup(' id="{}"').format(forms[-1].id)


def _with_previews(content: Markup, action: str) -> Markup:
    """The content of a form whose buttons for a preview send it to its own address.

    The first button of all is one that saves: it is what Enter presses.
    """
    if not content.count(TO_PREVIEW):
        return content
    address = Markup(' formaction="{}?preview=').format(action)
    return ENTER + Markup(str(content).replace(TO_PREVIEW, address))  # noqa: S704  # was markup


def _typed_forms() -> list[TypedForm]:
    if "typed_forms" not in g:
        g.typed_forms = []
    forms: list[TypedForm] = g.typed_forms
    return forms


def _form_to_switch() -> TypedForm | None:
    """The form that was sent and came back, else the first of the page."""
    forms = _typed_forms()
    sent = [form for form in forms if form.action.partition("?")[0] == request.path]
    return next(iter(sent + forms), None)


def _page_address() -> str:
    """Where this page can be asked for; the answer to a form has the address of the form's page."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path if request.query_string else request.path
    if request.url_rule is None:
        return START
    pages = _pages(current_app.url_map)
    rule, path = request.url_rule.rule, request.path
    for ending in ("/new", "/edit"):
        if rule + ending in pages:
            return path + ending
    while rule and rule not in pages:
        rule, path = rule.rpartition("/")[0], path.rpartition("/")[0]
    return path or START


def _pages(rules: Map) -> frozenset[str]:
    return frozenset(rule.rule for rule in rules.iter_rules() if "GET" in (rule.methods or ()))


def _show_again(response: Response) -> Response:
    """A form in the other language, or with a preview, is no form with errors.

    The browser keeps the choice of a language.
    """
    language = switched_language()
    if not (language or previewed_field()) or response.status_code not in {200, 409, 422}:
        return response
    response.status_code = 200
    if language:
        remember_language(response, language)
    return response


def _not_saved(error: ReadOnlyTransaction) -> BaseResponse:
    """A button that has no form to show again does nothing: its page comes in the language."""
    if g.get("form_expired"):
        return make_response(expired_form())
    language = switched_language()
    if not language and not previewed_field():
        raise error
    back = redirect(_page_address(), 303)
    return remember_language(back, language) if language else back
