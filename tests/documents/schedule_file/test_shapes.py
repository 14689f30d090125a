"""A small file of our own in the shape of each system's: every field as that system writes it."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eventapp.documents.schedule_file.reading import read_schedule
from eventapp.domain.schedule.schedule_import.content import FileSchedule

pytestmark = pytest.mark.on_sqlite_alone

SHAPES = Path(__file__).with_name("shapes")
NOT_KEPT = "field-not-kept"


def sessions_of(schedule: FileSchedule) -> list[str]:
    """Of each session when it is, by the file's own clock, and where."""
    zone = ZoneInfo(schedule.zone)
    return [
        f"{session.starts_at.astimezone(zone):%d %H.%M}–{session.ends_at.astimezone(zone):%H.%M}"
        f" {session.title} | {session.room} | {session.track} | {session.form}"
        for session in schedule.sessions
    ]


def texts_of(schedule: FileSchedule) -> list[tuple[str, tuple[str, ...]]]:
    return [(session.text, session.references) for session in schedule.sessions]


EXPECTED = {
    "pentabarf.xml": (
        [
            "06 09.00–09.25 Välkommen till dagarna 🎉 | K.eken | Huvudspår | maintrack",
            "07 10.00–10.30 Nätverket\u200b i staden | D.linden | Samverkan | devroom",
        ],
        [
            ("Vi öppnar.", ("Film (mp4): https://film.example/inledning.mp4",)),
            ("Sex kommuner berättar\n\n- ett\n- två", ("Bilder: https://fil.example/bilder.pdf",)),
        ],
        ["K.eken", "M.tom", "D.linden"],
        ["Liv Tranhylla", "Bo\u00a0A\u030a Strömkvist"],
        {"zone-missing", "no-date", "html", "attachment-linked", NOT_KEPT},
    ),
    "wafer.xml": (
        [
            "10 10.30–10.50 Inledning – kaffe | Anamudi | Trygghet, samverkan | Long talk (45 min)",
            "10 12.30–14.00 Lunch | Anamudi |  | ",
        ],
        [("Välkommen.", ()), ("", ())],
        ["Anamudi", "Kuthiran"],
        ["Liv Tranhylla"],
        {NOT_KEPT},
    ),
    "frab.json": (
        [
            "21 11.00–11.30 Öppning | Eken | Lägret | lecture",
            "22 01.30–02.30 Natten i staden | Linden |  | workshop",
        ],
        [
            ("Ett varmt välkommen!", ()),
            (
                "En vandring",
                (
                    "Karta: https://karta.example/natten",
                    "Blad: https://lager.example/system/natten.pdf",
                ),
            ),
        ],
        ["Eken", "Linden"],
        ["Liv Tranhylla", "Bo Å"],
        {"attachment-linked", NOT_KEPT},
    ),
    "pretalx.json": (
        ["27 11.30–12.10 Samma fel igen: lär av varandra | Eken | Spår VHS | 30 min + 10min Q&A"],
        [("Kort sagt.\nMed [länk](https://lank.example/).\n\nLängre sagt.\n\nOch mer.", ())],
        ["Eken", "Tomt rum"],
        ["Liv Tranhylla"],
        {"zone-missing", NOT_KEPT},
    ),
    "attendees.ics": (
        ["18 13.00–14.00 Grannen - är det inte han? | Ravinen |  | "],
        [
            (
                "von: Liv Tranhylla\n\nLänge var grannen den som såg. Sedan dess, ingen.\nhttps://granne.example",
                ("https://dagarna.example/program/DAGAR27#460",),
            )
        ],
        ["Ravinen"],
        ["Liv Tranhylla"],
        {"html"},
    ),
    "zone_by_name.ics": (
        ["13 08.00–09.00 Anmälan öppnar |  |  | ", "15 09.00–09.10 Välkommen | Arenan |  | "],
        [
            ("Frukost, från nio\n\nBara med biljett.", ("http://dagarna.example",)),
            (
                "Speaker: Liv Tranhylla\nInledning och ordning",
                ("http://dagarna.example/schedule/presentation/221/",),
            ),
        ],
        ["Arenan"],
        ["Liv Tranhylla"],
        {"html", "speaker-from-text"},
    ),
}


def test_each_shape_has_its_file() -> None:
    assert {path.name for path in SHAPES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_of_each_shape_is_read_whole(name: str) -> None:
    content = (SHAPES / name).read_bytes()
    schedule = read_schedule(content)
    sessions, texts, rooms, speakers, repairs = EXPECTED[name]

    assert sessions_of(schedule) == sessions
    assert texts_of(schedule) == texts
    assert [room.name for room in schedule.rooms] == rooms
    assert [speaker.name for speaker in schedule.speakers] == speakers
    assert {repair.code.value for repair in schedule.repairs} == repairs
    assert read_schedule(content.replace(b"\n", b"\r\n")) == schedule
