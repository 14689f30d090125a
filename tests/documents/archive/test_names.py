"""What files are called in a zip: writable everywhere, and saying what they are."""

from dataclasses import replace
from datetime import timedelta

import pytest

from eventapp.documents.archive.names import names_in_archive, safe_name
from eventapp.models import Material, Session
from tests.documents.schedules import a_schedule, a_session

ZONE = "Europe/Stockholm"


def a_material(filename: str, session: str = "") -> Material:
    """Return a file, of a session of this code or of the whole event."""
    return Material(
        code=f"c-{filename}", filename=filename, session=Session(code=session) if session else None
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("360|AnDev: vad?.txt", "360-AnDev- vad-.txt"),
        ('a<b>c:d"e/f\\g*h.pdf', "a-b-c-d-e-f-g-h.pdf"),
        ("rapport åäö.txt", "rapport åäö.txt"),
        ("slut. . ", "slut"),
        ("CON.txt", "CON_.txt"),
        ("com1", "com1_"),
        ("nul.tar.gz", "nul_.tar.gz"),
        ("..", "otherwise"),
        ("\u202e\u2028", "otherwise"),
        ("a\x01b.txt", "ab.txt"),
    ],
)
def test_a_name_can_be_written_on_every_system(name: str, expected: str) -> None:
    assert safe_name(name, otherwise="otherwise") == expected


def test_folders_bear_order_day_time_and_title_of_the_released_session() -> None:
    first = a_session(code="a", title="Inledning: varför?")
    second = replace(a_session(code="b", title="Orossamtal"), starts_at=first.ends_at)
    other = replace(second, code="c", title="Utan filer")
    schedule = a_schedule(first, other, second)

    files = [a_material("x.pdf", "a"), a_material("x.pdf", "b"), a_material("x.pdf")]

    assert names_in_archive(files, schedule, ZONE) == [
        "1 Tisdag 10.20 Inledning – varför/x.pdf",
        "2 Tisdag 11.10 Orossamtal/x.pdf",
        "x.pdf",
    ]


def test_numbers_sort_as_they_count() -> None:
    start = a_session().starts_at
    sessions = [a_session(code=f"s{n}", starts_at=start + timedelta(hours=n)) for n in range(11)]
    names = names_in_archive(
        [a_material("x.pdf", session.code) for session in sessions], a_schedule(*sessions), ZONE
    )

    assert names == sorted(names)


def test_no_name_stands_twice_capitals_or_not() -> None:
    files = [a_material("Bilder.pdf"), a_material("bilder.PDF"), a_material("möte.ics")]
    unreleased = a_material("bilder.pdf", "not-released")

    assert names_in_archive([*files, unreleased], None, ZONE, taken=["Möte.ics"]) == [
        "Bilder.pdf",
        "bilder (2).PDF",
        "möte (2).ics",
        "bilder (3).pdf",
    ]


def test_a_long_title_ends_at_a_word() -> None:
    words = "Välfärdsbrott i kommunal verksamhet – varningssignaler och kontroller"
    start = a_session().starts_at
    sessions = [
        a_session(code=f"s{n}", title=title, starts_at=start + timedelta(hours=n))
        for n, title in enumerate((words, "Å" * 70))
    ]
    files = [a_material("x.pdf", session.code) for session in sessions]

    names = names_in_archive(files, a_schedule(*sessions), ZONE)

    assert [name.split(" ", 3)[3] for name in names] == [
        "Välfärdsbrott i kommunal verksamhet – varningssignaler och …/x.pdf",
        f"{'Å' * 60}/x.pdf",
    ]
