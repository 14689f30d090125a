"""Putting people on an event's list of invitees: pasted, or from an earlier event."""

import re
from collections.abc import Sequence
from typing import Any

from email_validator import EmailNotValidError
from wtforms import StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from eventapp.domain.desk.invitee.answer import REASON_MAX_LENGTH
from eventapp.domain.desk.invitee.candidate import Candidate, EarlierEvent, EarlierGroup
from eventapp.domain.people.organisation import Directory
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import (
    ADDRESS,
    EMAIL_MAX_LENGTH,
    MaxLength,
    OneLine,
    OneOf,
    OneOfList,
    SeveralLines,
    fold_email,
    tidy,
)
from eventapp.forms.protection import mentions_protection
from eventapp.forms.registration.participant import NAME_MAX_LENGTH
from eventapp.i18n import _, _l, _n, date_year, number

LINES_MAX = 2_000
TEXT_MAX_LENGTH = 150_000
COLUMNS = re.compile(r"[;,\t]")
TOKENS = re.compile(r"[;,\s]+")
HOST = re.compile(r"(?:https?://|www\.|@)?[\w-]+(?:\.[\w-]+)*\.[a-zåäö]{2,}/?", re.IGNORECASE)
QUOTES = ' \t"“”'


class InviteeForm(BaseForm):
    """Who to put on the list. Typed people have their letter in the language that is chosen."""

    people = TextAreaField(
        _l("Names and addresses"),
        description=_l(
            "One person on each line: name, address, organisation. Only the address is needed. You "
            "can paste from a spreadsheet or from an email."
        ),
        filters=[tidy],
        validators=[MaxLength(TEXT_MAX_LENGTH), SeveralLines()],
    )
    language = OneOf(
        _l("Language of the letters"),
        choices=[SelectChoice("sv", _l("Swedish")), SelectChoice("en", _l("English"))],
        default="sv",
    )
    source = OneOfList(
        _l("People from an earlier event"),
        description=_l("Each gets the letter in the language they had then."),
        choices=[],
        default="",
    )

    def __init__(
        self, earlier: Sequence[EarlierEvent], directory: Directory, **options: Any
    ) -> None:
        super().__init__(**options)
        self._directory = directory
        self._earlier = {
            f"{choice.event.slug}:{group.value}": (choice, group)
            for choice in earlier
            for group in choice.counts
        }
        self.source.choices = [
            SelectChoice("", _("Nobody")),
            *(
                SelectChoice(value, _label(choice, group))
                for value, (choice, group) in self._earlier.items()
            ),
        ]
        self.candidates: list[Candidate] = []

    @property
    def chosen(self) -> tuple[EarlierEvent, EarlierGroup] | None:
        """The earlier event and whom of it. Only after validation."""
        return self._earlier.get(self.source.data or "")

    def validate_people(self, field: Any) -> None:
        """Raise ValidationError, with the number of the line, for what cannot be read."""
        lines = [
            (line_number, person)
            for line_number, line in enumerate((field.data or "").splitlines(), 1)
            for person in _people_of(line)
        ]
        if len(lines) > LINES_MAX:
            raise ValidationError(
                _("Write at most %(most)s people at a time.", most=number(LINES_MAX))
            )
        self._refuse_protected(field, lines)
        if not lines and not self.source.data:
            raise ValidationError(_("Write at least one address, or choose an earlier event."))
        self.candidates = [self._read(line_number, line) for line_number, line in lines]

    def _refuse_protected(self, field: Any, lines: Sequence[tuple[int, str]]) -> None:
        """Take out the lines that mention protection, and raise ValidationError with numbers."""
        protected = {line_number for line_number, line in lines if self._is_protected(line)}
        if not protected:
            return
        typed = enumerate(field.data.splitlines(), 1)
        field.data = "\n".join(line for line_number, line in typed if line_number not in protected)
        raise ValidationError(
            _n(
                "Line %(lines)s has been taken out: only the security contact may read what it "
                "says. Let them invite that person.",
                "Lines %(lines)s have been taken out: only the security contact may read what "
                "they say. Let them invite those people.",
                len(protected),
                lines=", ".join(map(str, sorted(protected))),
            )
        )

    def _is_protected(self, line: str) -> bool:
        before, _address, after = _parts(line)
        if after and self._directory.find(after):
            return mentions_protection(before)
        return mentions_protection(f"{before} {after}".strip() or line)

    def _read(self, line_number: int, line: str) -> Candidate:
        before, address, after = _parts(line)
        try:
            email = fold_email(address)
        except EmailNotValidError:
            raise ValidationError(
                _(
                    "Line %(number)s: “%(text)s” is not a complete email address.",
                    number=line_number,
                    text=address[:80] or line[:80],
                )
            ) from None
        if len(email) > EMAIL_MAX_LENGTH or max(len(before), len(after)) > NAME_MAX_LENGTH:
            raise ValidationError(
                _("Line %(number)s: the name or the address is too long.", number=line_number)
            )
        if ADDRESS.search(before):
            raise ValidationError(
                _("Line %(number)s: a name cannot contain a web address.", number=line_number)
            )
        listed = self._directory.find(after) if after else None
        if not listed and HOST.fullmatch(after):
            after = ""  # where a mailbox is says nothing of where somebody works
        return Candidate(email, before, listed.name if listed else after, self.language.data)


class RefusedInvitationForm(BaseForm):
    """Why somebody is not coming, if they want to say."""

    reason = StringField(
        _l("Why, if you want to say"),
        filters=[tidy],
        validators=[MaxLength(REASON_MAX_LENGTH), OneLine()],
    )

    def validate_reason(self, field: Any) -> None:
        """Raise ValidationError for what organizers may not read; it is not shown again."""
        if mentions_protection(field.data or ""):
            field.data = ""
            raise ValidationError(
                _("Leave this out, please: it is not saved. You can answer no without a reason.")
            )


def _people_of(line: str) -> list[str]:
    """The people of a line: one, or several as mail programs list them."""
    if line.count("@") < 2:
        return [line] if line.strip(QUOTES) else []
    tokens = list(filter(None, TOKENS.split(line)))
    if all("@" in token for token in tokens):
        return tokens
    return [part for part in line.split(";" if ";" in line else ",") if part.strip(QUOTES)]


def _parts(line: str) -> tuple[str, str, str]:
    """Name, address and organisation of a line; the name may stand after the address too."""
    columns = [column.strip(QUOTES) for column in COLUMNS.split(line.replace('"', ""))]
    at = next((place for place, column in enumerate(columns) if "@" in column), None)
    if at is None:
        return "", "", ""
    *names, address = columns[at].replace("<", " ").replace(">", " ").split()
    before = " ".join([*columns[:at], *names]).strip(QUOTES)
    after = list(filter(None, columns[at + 1 :]))
    if not before and len(after) > 1:
        before = after.pop(0)
    return tidy(before), address.removeprefix("mailto:"), tidy(" ".join(after))


def _label(earlier: EarlierEvent, group: EarlierGroup) -> str:
    event, count = earlier.event, earlier.counts[group]
    match group:
        case EarlierGroup.CAME:
            who = _n("%(num)d who came", "%(num)d who came", count)
        case EarlierGroup.REGISTERED:
            who = _n("%(num)d who was registered", "%(num)d who were registered", count)
        case EarlierGroup.INVITED:
            who = _n("%(num)d who was invited", "%(num)d who were invited", count)
    return f"{event.title}, {date_year(event.starts_at, event.time_zone)}: {who}"
