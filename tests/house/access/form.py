"""What a browser would send of a form on a page, if nothing but its button were pressed."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

Fields = dict[str, list[str]]
UNSENT = {"submit", "button", "reset", "image"}


def forms_of(page: str, path: str) -> dict[str, Fields]:
    """The filled fields of each form on `page`, at `path`, by the address it is posted to.

    An empty file field has the value "".
    """
    reader = _Reader(path)
    reader.feed(page)
    return reader.forms


def fields_of(page: str, path: str, action: str) -> Fields:
    """Those of the form that is posted to `action`. Raises KeyError when no form leads there."""
    return forms_of(page, path)[action]


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.forms: dict[str, Fields] = {}
        self._path, self._fields = path, Fields()
        self._list, self._text, self._offered = "", "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = {}
            if attributes.get("method", "").casefold() == "post":
                action = urlsplit(attributes.get("action") or self._path).path
                # Of several forms that lead to one address, the first.
                self.forms.setdefault(action, self._fields)
        elif tag == "input":
            self._input(attributes)
        elif tag == "select":
            self._list, self._offered = attributes.get("name", ""), ""
        elif tag == "option" and self._list:
            self._option(attributes)
        elif tag == "textarea":
            self._text = attributes.get("name", "")
            self._fields[self._text] = [""]

    def handle_data(self, data: str) -> None:
        if self._text:
            self._fields[self._text][0] += data.removeprefix("\r\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""
        elif tag == "select" and self._list:
            self._fields.setdefault(self._list, [self._offered] if self._offered else [])
            self._list = ""

    def _input(self, attributes: dict[str, str]) -> None:
        kind, name = attributes.get("type", "text"), attributes.get("name", "")
        if not name or kind in UNSENT or "disabled" in attributes:
            return
        if kind in {"checkbox", "radio"} and "checked" not in attributes:
            return
        self._fields.setdefault(name, []).append(attributes.get("value", ""))

    def _option(self, attributes: dict[str, str]) -> None:
        if "selected" in attributes:
            self._fields.setdefault(self._list, []).append(attributes.get("value", ""))
        self._offered = self._offered or attributes.get("value", "")
