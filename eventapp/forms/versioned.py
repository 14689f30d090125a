"""Forms that are saved against a version, and what differs when somebody else saved first."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wtforms import Field, FormField
from wtforms.widgets import HiddenInput

from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import hidden_number
from eventapp.i18n import _

PRINT_BYTES = 6


@dataclass(frozen=True, slots=True)
class Difference:
    """One field where what was saved meanwhile is not what was typed; both as people read them."""

    label: str
    saved: str
    typed: str


class VersionField(Field):  # type: ignore[misc]
    """The version that a form was opened with, and a fingerprint of each value it showed then.

    Sent as "3.title:Zm9v,seats:YmFy" in one hidden input, so that a later save can tell which
    fields the person touched. A bare number is accepted: then every field counts as touched.
    """

    widget = HiddenInput()
    data: int

    def __init__(self, *arguments: Any, **options: Any) -> None:
        # Nobody points at it, and a page may have several forms.
        options.setdefault("render_kw", {"id": False})
        self.prints: dict[str, str] = {}
        super().__init__(*arguments, **options)

    def process_data(self, value: int | None) -> None:
        """Take the version of what is edited; 0 for something new."""
        self.data = value or 0

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number and the fingerprints; whatever else was sent is version 0."""
        number, _dot, prints = str(valuelist[0] if valuelist else "").partition(".")
        self.data = hidden_number(number)
        pairs = (pair.partition(":") for pair in prints.split(",") if pair)
        self.prints = {name: value for name, _colon, value in pairs}

    def _value(self) -> str:
        prints = ",".join(f"{name}:{value}" for name, value in self.prints.items())
        return f"{self.data}.{prints}" if prints else str(self.data)


class VersionedForm(BaseForm):
    """A form that edits something with a version; its page writes `form.version`."""

    version = VersionField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self.version.raw_data is None:
            self.version.prints = {field.name: fingerprint(field.data) for field in self._values()}

    def merge(self, saved: Mapping[str, Any]) -> list[Difference]:
        """Let the form go on from what somebody else `saved`, by the names of its fields.

        What only they touched takes their value. What this person touched keeps what was typed,
        and is returned where it differs from what is saved. Sending the form again saves it.
        """
        differences = []
        opened = self.version.prints
        for field in self._values():
            if field.name not in saved:
                continue
            theirs = saved[field.name]
            typed = fingerprint(field.data)
            if typed == opened.get(field.name):
                field.data, field.raw_data = theirs, None
            elif typed != fingerprint(theirs):
                differences.append(
                    Difference(field.label.text, shown(field, theirs), shown(field, field.data))
                )
        self.version.data = int(saved["version"])
        self.version.prints = opened and {
            field.name: fingerprint(saved[field.name])
            for field in self._values()
            if field.name in saved
        }
        return differences

    def conflicts_with(self, saved: Mapping[str, Any]) -> bool:
        """Whether somebody else has changed what this person changed too, to something else.

        `saved` is by the names of the fields. A form that does not say what it showed has no
        conflicts.
        """
        opened = self.version.prints
        return any(
            field.name in saved
            and fingerprint(saved[field.name])
            not in {opened.get(field.name), fingerprint(field.data)}
            and fingerprint(field.data) != opened.get(field.name)
            for field in (self._values() if opened else ())
        )

    def reconcile(self, saved: Mapping[str, Any]) -> list[Difference]:
        """Before saving: keep what was `saved` in the fields that this person left as they were.

        Where both changed the same field, nothing may be saved: what differs is returned, for the
        page to show beside the form.
        """
        is_torn = self.conflicts_with(saved)
        differences = self.merge(saved) if self.version.prints else []
        return differences if is_torn else []

    def version_to_save(self, saved: "VersionedForm") -> int:
        """Against which version to save, where `saved` is the same form as it would be opened now.

        If that shows what this one was opened with, nobody else has changed what it changes.
        """
        opened = self.version.prints
        same = bool(opened) and opened == saved.version.prints
        return saved.version.data if same else self.version.data

    def go_on_from(self, saved: "VersionedForm") -> None:
        """Take the version of the form as it would be opened now; what was typed stays."""
        self.version.data, self.version.prints = saved.version.data, saved.version.prints

    def _values(self) -> Iterator[Field]:
        unseen = ("version", "csrf_token")
        return (f for f in self if f.short_name not in unseen and not isinstance(f, FormField))


def fingerprint(value: Any) -> str:
    """A short digest of a field's value: the same before and after the form was sent."""
    values = sorted(map(str, value)) if isinstance(value, list) else [_text(value)]
    text = "\0".join(values).encode("utf-8", "surrogatepass")
    return urlsafe_b64encode(hashlib.sha256(text).digest()[:PRINT_BYTES]).decode("ascii")


def shown(field: Field, value: Any) -> str:
    """A field's value as people read it: the words of a choice, a day and time, a list."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    choices = getattr(field, "choices", None) or ()
    labels = {
        str(choice.value): str(choice.label) for choice in choices if hasattr(choice, "value")
    }
    if isinstance(value, list):
        return ", ".join(labels.get(str(item), str(item)) for item in value)
    return labels.get(_text(value), _text(value))


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "" if value is None or value is False else "\n".join(str(value).splitlines())
