"""Room signs: what happens in a room on one day, for the wall beside its door."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from eventapp.documents.prints.heading import SheetHeading
from eventapp.documents.typesetting import legible, typeset


@dataclass(frozen=True, slots=True)
class SignLine:
    """One session: its time, its title, and who speaks or that it is cancelled."""

    time: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class RoomSign:
    """One room on one day, in words."""

    room: str
    day: str
    sessions: Sequence[SignLine]


def room_signs_pdf(
    signs: Sequence[RoomSign], *, heading: SheetHeading, columns: tuple[str, str]
) -> bytes:
    """Print the signs, one on a page; `columns` name the times and the sessions."""
    values = {
        **heading.values(),
        "columns": columns,
        "signs": [
            {
                "room": legible(sign.room),
                "day": legible(sign.day),
                "sessions": [
                    {name: legible(text) for name, text in asdict(line).items()}
                    for line in sign.sessions
                ],
            }
            for sign in signs
        ],
    }
    return typeset("rooms", values)
