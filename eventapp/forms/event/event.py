"""What an organizer writes of an event."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from eventapp.domain.event.draft import SLUG, EventText
from eventapp.domain.event.event_template import EventTemplate
from eventapp.domain.event.local_time import DEFAULT_TIME_ZONE
from eventapp.domain.event.question_set import QuestionSet, list_question_sets
from eventapp.forms.event.fields import (
    LINE_MAX_LENGTH,
    TEXT_MAX_LENGTH,
    LinesField,
    LocalDateTimeField,
    WholeNumberField,
    local_time,
)
from eventapp.forms.fields import (
    EmailAddress,
    MaxLength,
    OneLine,
    OneOf,
    Required,
    SeveralLines,
    SomeOf,
    tidy,
)
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import AttendanceMode, Event, EventKind, EventVisibility, FocusArea, Promotion

SEATS_MAX = 100_000
APPROVAL_DAYS_MAX = 90
# What a new event is filled with, to be changed: six weeks on, and closing three days before.
STARTS_AFTER, CLOSES_BEFORE = timedelta(weeks=6), timedelta(days=3)
STARTS_TIME = time(9)


def line_field(label: str, *validators: Any, **options: Any) -> StringField:
    """A short text on one line."""
    return StringField(
        label,
        filters=[tidy],
        validators=[*validators, MaxLength(LINE_MAX_LENGTH), OneLine()],
        **options,
    )


def text_field(label: str, *validators: Any, **options: Any) -> TextAreaField:
    """A longer text."""
    return TextAreaField(
        label,
        filters=[tidy],
        validators=[*validators, MaxLength(TEXT_MAX_LENGTH), SeveralLines()],
        **options,
    )


class EventTextForm(VersionedForm):
    """What visitors read about an event, and its rules for seats."""

    time_zone = DEFAULT_TIME_ZONE
    title = line_field(_l("Title"), Required(_l("Write a title.")))
    slug = line_field(
        _l("Last part of the web address"),
        description=_l(
            "Lower-case letters, digits and hyphens. Leave empty to make it from the title."
        ),
    )
    subtitle = line_field(_l("Topic"))
    summary = text_field(_l("What it is about"))
    kind = OneOf(
        _l("Type"),
        choices=[
            SelectChoice(EventKind.CONFERENCE.value, _l("Conference")),
            SelectChoice(EventKind.NETWORK_MEETING.value, _l("Network meeting")),
            SelectChoice(EventKind.SEMINAR.value, _l("Seminar")),
            SelectChoice(EventKind.WORKSHOP.value, _l("Workshop")),
        ],
        default=EventKind.CONFERENCE.value,
    )
    form = OneOf(
        _l("Where people meet"),
        choices=[
            SelectChoice(AttendanceMode.ON_SITE.value, _l("On site")),
            SelectChoice(AttendanceMode.ONLINE.value, _l("Online")),
        ],
        default=AttendanceMode.ON_SITE.value,
    )
    visibility = OneOf(
        _l("Who sees the address"),
        choices=[
            SelectChoice(EventVisibility.OPEN.value, _l("Everyone")),
            SelectChoice(EventVisibility.CLOSED.value, _l("Only those who have a place")),
        ],
        default=EventVisibility.OPEN.value,
    )
    starts_at = LocalDateTimeField(_l("Starts"))
    ends_at = LocalDateTimeField(_l("Ends"))
    registration_opens_at = LocalDateTimeField(_l("Registration opens"))
    registration_closes_at = LocalDateTimeField(_l("Registration closes"))
    cancellation_closes_at = LocalDateTimeField(_l("Cancellation deadline"))
    seats = WholeNumberField(
        _l("Places"),
        validators=[NumberRange(0, SEATS_MAX, _l("Write a number from 0 to 100,000."))],
    )
    seats_reason = line_field(
        _l("Why fewer places than are taken?"), description=_l("The reason is saved in the log.")
    )
    reserved_until = LocalDateTimeField(
        _l("Places are reserved for delegations until"),
        optional=True,
        description=_l(
            "After this, reserved places that nobody has taken become open to "
            "everyone. Leave empty for never."
        ),
    )
    promotion = OneOf(
        _l("When a place becomes available"),
        choices=[
            SelectChoice(
                Promotion.AUTOMATIC.value,
                _l("The next person on the waiting list gets it straight away"),
            ),
            SelectChoice(
                Promotion.OFFER.value, _l("The next person on the waiting list is asked first")
            ),
        ],
        default=Promotion.AUTOMATIC.value,
    )
    offer_hours = WholeNumberField(
        _l("Hours to answer an offered place"),
        default=48,
        validators=[Optional(), NumberRange(1, 720, _l("Write a number from 1 to 720."))],
    )
    approval_days = WholeNumberField(
        _l("Days to decide about each registration"),
        description=_l(
            "With a number, an organiser approves or declines each registration. A place is held "
            "meanwhile, and passed on if nobody decides in time. Leave empty to let everyone in."
        ),
        validators=[
            Optional(),
            NumberRange(1, APPROVAL_DAYS_MAX, _l("Write a number from 1 to 90, or nothing.")),
        ],
    )
    venue_name = line_field(_l("Venue"))
    venue_city = line_field(_l("Town"))
    venue_address = line_field(_l("Street address"))
    online_url = line_field(_l("Address of the online meeting"))
    access_notes = LinesField(_l("Accessibility"), description=_l("One thing a line."))
    directions = text_field(
        _l("How to get there"),
        description=_l("Stop, entrance, cloakroom: what someone needs who has never been here."),
    )
    map_url = line_field(
        _l("Address of a map"),
        description=_l("Leave empty for a map that is found by the street address."),
    )
    agenda = LinesField(_l("Agenda"), description=_l("For short meetings: one item per line."))
    audience = line_field(_l("For whom"))
    organiser = line_field(_l("Organised by"))
    host = line_field(_l("Host"))
    record_number = line_field(_l("Reference number"))
    focus_areas = SomeOf(_l("Focus areas"), choices=[])
    photo_notice = text_field(_l("About photos"))
    contact_email = line_field(_l("Email address for questions"), Optional(), EmailAddress())
    contact_phone = line_field(_l("Telephone for questions"))

    def validate_slug(self, field: Any) -> None:
        """Raise unless the slug has only lower-case letters, digits and single hyphens."""
        if field.data and not SLUG.fullmatch(field.data):
            raise ValidationError(
                _("Use lower-case letters a–z, digits and hyphens, for example traff-2027.")
            )

    def validate_ends_at(self, field: Any) -> None:
        """An event ends after it has begun."""
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError(_("The end must be after the start."))

    def validate_registration_closes_at(self, field: Any) -> None:
        """Registration closes after it has opened, and before the event ends."""
        opens, ends = self.registration_opens_at.data, self.ends_at.data
        if field.data and opens and field.data <= opens:
            raise ValidationError(_("Registration must close after it has opened."))
        if field.data and ends and field.data > ends:
            raise ValidationError(_("Registration must close before the event ends."))

    def validate_map_url(self, field: Any) -> None:
        """Only what a browser may open safely."""
        self.validate_online_url(field)

    def validate_online_url(self, field: Any) -> None:
        """Only what a browser may open safely."""
        if field.data and not field.data.startswith("https://"):
            raise ValidationError(_("Write an address that starts with https://."))

    def text(self) -> EventText:
        """Say the same thing in the domain's words; the typed moments are in `time_zone`."""
        zone = self.time_zone
        written: dict[str, Any] = {name: self[name].data or "" for name in PLAIN}
        moments: dict[str, Any] = {name: self[name].moment(zone) for name in MOMENTS}
        return EventText(
            slug=self.slug.data or "",
            **written,
            **moments,
            kind=EventKind(self.kind.data),
            form=AttendanceMode(self.form.data),
            visibility=EventVisibility(self.visibility.data),
            promotion=Promotion(self.promotion.data),
            seats=self.seats.data,
            offer_hours=self.offer_hours.data or 48,
            approval_days=self.approval_days.data,
            reserved_until=self.reserved_until.moment_or_none(zone),
            focus_areas=list(self.focus_areas.data or []),
            access_notes=self.access_notes.lines,
            agenda=self.agenda.lines,
            time_zone=zone,
        )


PLAIN = (
    "title",
    "subtitle",
    "summary",
    "audience",
    "organiser",
    "host",
    "record_number",
    "venue_name",
    "venue_city",
    "venue_address",
    "online_url",
    "directions",
    "map_url",
    "photo_notice",
    "contact_email",
    "contact_phone",
)
MOMENTS = (
    "starts_at",
    "ends_at",
    "registration_opens_at",
    "registration_closes_at",
    "cancellation_closes_at",
)
OWN = ("slug", "seats", "offer_hours", "approval_days")
CHOSEN = ("kind", "form", "visibility", "promotion")


class NewEventForm(EventTextForm):
    """As any event's, and which ready-made questions it asks from the beginning."""

    question_sets = SomeOf(_l("Ready-made questions when people register"), choices=[])

    def __init__(self, *arguments: Any, language: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.question_sets.choices = [
            SelectChoice(known.code, known.title[language]) for known in list_question_sets()
        ]

    def validate_question_sets(self, field: Any) -> None:
        """Raise where questions about coming there are to be asked of those who meet online."""
        online = self.form.data == AttendanceMode.ONLINE.value
        unsuited = [
            str(choice.label)
            for choice, known in zip(field.choices, list_question_sets(), strict=True)
            if choice.value in (field.data or ()) and not known.suits(online=online)
        ]
        if unsuited:
            raise ValidationError(
                _(
                    "These are for events that people come to: %(titles)s. Take them away.",
                    titles=", ".join(unsuited),
                )
            )

    def chosen_sets(self) -> list[QuestionSet]:
        """The sets that were chosen."""
        return [known for known in list_question_sets() if known.code in self.question_sets.data]


def new_event_data(template: EventTemplate, today: date) -> dict[str, Any]:
    """What the form of a new event is filled with: a day some weeks on, and what suits the kind."""
    starts_at = datetime.combine(today + STARTS_AFTER, STARTS_TIME)
    ends_at = starts_at + template.lasts
    closes_at = starts_at - CLOSES_BEFORE
    return {
        "kind": template.kind.value,
        "form": template.form.value,
        "visibility": template.visibility.value,
        "seats": template.seats,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "registration_opens_at": datetime.combine(today, STARTS_TIME),
        "registration_closes_at": closes_at,
        "cancellation_closes_at": closes_at,
        "question_sets": list(template.question_sets),
    }


def new_event_form(areas: Sequence[FocusArea], language: str, **options: Any) -> NewEventForm:
    """The form of a new event, with the focus areas that there are."""
    form = NewEventForm(language=language, **options)
    _offer_areas(form, areas, language)
    return form


def event_form(
    areas: list[FocusArea], language: str, *, time_zone: str, **options: Any
) -> EventTextForm:
    """The form, with the focus areas that there are."""
    form = EventTextForm(**options)
    form.time_zone = time_zone
    _offer_areas(form, areas, language)
    return form


def _offer_areas(form: EventTextForm, areas: Sequence[FocusArea], language: str) -> None:
    form.focus_areas.choices = [SelectChoice(area.code, area.name_in(language)) for area in areas]


def event_form_data(event: Event) -> dict[str, Any]:
    """The initial values of the form."""
    zone = event.time_zone
    moments: dict[str, datetime | None] = {
        name: local_time(getattr(event, name), zone) for name in (*MOMENTS, "reserved_until")
    }
    return {
        **{name: getattr(event, name) for name in (*PLAIN, *OWN, "version")},
        **{name: getattr(event, name).value for name in CHOSEN},
        **moments,
        "focus_areas": list(event.focus_areas),
        "access_notes": "\n".join(event.access_notes),
        "agenda": "\n".join(event.agenda),
    }
