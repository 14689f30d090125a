"""Forms as they stand on a page: where they go, and what an unhurried visitor would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"text": "Trygghetssamordnare", "email": "", "tel": "", "search": ""}
NEVER_SENT = {"submit", "button", "file", "image", "reset"}


@dataclass(slots=True)
class Form:
    """One form: its address, the fields that stand in it, and those a visitor must choose."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(attributes.get("action", "")))
        elif self.forms and tag == "input":
            self._read_input(attributes)
        elif self.forms and tag == "textarea" and attributes.get("name"):
            self.forms[-1].fields.setdefault(attributes["name"], "")
        elif self.forms and tag == "select":
            self._select = attributes.get("name", "")
        elif self.forms and tag == "option" and self._select and attributes.get("value"):
            self.forms[-1].fields.setdefault(self._select, attributes["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""

    def _read_input(self, attributes: dict[str, str]) -> None:
        name, kind, fields = (
            attributes.get("name", ""),
            attributes.get("type", "text"),
            self.forms[-1].fields,
        )
        if not name or kind in NEVER_SENT:
            return
        if kind == "checkbox":
            if "checked" in attributes or "required" in attributes:
                fields[name] = attributes.get("value", "on")
        elif kind == "radio":
            # The first that says something, so that choices and questions are answered.
            if not fields.get(name):
                fields[name] = attributes.get("value", "")
        else:
            fields[name] = attributes.get("value") or TYPED.get(kind, "")


def forms_on(page: str) -> list[Form]:
    """All forms of a page, filled in with what is offered first."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form_to(page: str, action: str) -> Form:
    """The form of the page that goes to this address."""
    return next(form for form in forms_on(page) if form.action.split("?")[0].endswith(action))
