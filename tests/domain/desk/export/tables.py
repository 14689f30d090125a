"""Tables as the tests read them, and questions to be answered."""

from datetime import datetime

from eventapp.domain.desk.export.export import ExportChoice, ExportKind, open_export
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.extensions import db
from eventapp.i18n import speaking
from eventapp.models import (
    Event,
    QuestionKind,
    RegistrationQuestion,
)
from tests.builders import (
    NOON,
)


def rows_of(
    event: Event,
    kind: ExportKind = ExportKind.PARTICIPANTS,
    *,
    columns: tuple[str, ...] = (),
    wanted: RegistrationFilter | None = None,
    now: datetime = NOON,
) -> list[tuple[object, ...]]:
    """The table's header and rows, in Swedish."""
    choice = ExportChoice(kind, wanted or RegistrationFilter(), columns)
    with speaking("sv"):
        table = open_export(event, choice, now=now)
        return [tuple(str(text) for text in table.header), *table.rows]


def add_question(
    event: Event, code: str, kind: QuestionKind, text: str, options: object = ()
) -> None:
    db.session.add(
        RegistrationQuestion(
            event_id=event.id, code=code, kind=kind, label={"sv": text}, options=list(options)
        )  # type: ignore[call-overload]
    )
    db.session.flush()
    db.session.expire(event, ["questions"])
