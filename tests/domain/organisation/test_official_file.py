"""Lists of official codes, as programs really save them; broken ones name their line."""

from pathlib import Path

import pytest

from eventapp.domain.organisation.official_file import BrokenFile, read_official_file
from eventapp.models import OrganisationKind

TOWNS = (
    "code,name,full_name,county_code\n0114,Väsby,Väsby kommun,01\n1480,Göteborg,Göteborgs Stad,14\n"
)
COUNTIES = "code,name,full_name\n01,Stockholm,Stockholms län\n"
OWN = "code,kind,name,short_name,also_known_as,official_code,parent_code\n"


@pytest.mark.parametrize(
    "content",
    [
        TOWNS.encode(),
        TOWNS.encode("utf-8-sig"),
        TOWNS.replace(",", ";").encode("cp1252"),
        TOWNS.replace("\n", "\r\n").replace(",", ";").encode("utf-8-sig"),
        TOWNS.replace("0114", "114").encode(),  # a spreadsheet took the zero
        TOWNS.encode() + b"\n\n,,,\n",
    ],
)
def test_municipalities_are_read_from_every_usual_encoding(content: bytes) -> None:
    first, second = read_official_file(content)

    assert (first.code, first.official_code, first.name) == ("kommun-0114", "0114", "Väsby kommun")
    assert (second.short_name, second.kind) == ("Göteborg", OrganisationKind.MUNICIPALITY)


def test_a_county_is_its_region_which_has_a_name_of_its_own() -> None:
    (row,) = read_official_file(COUNTIES.encode())

    assert (row.code, row.name, row.new_name) == ("region-01", "", "Region Stockholm")
    assert row.also_known_as == "Stockholms län"


def test_our_own_list_is_read() -> None:
    path = Path(__file__).parents[3] / "eventapp" / "facts" / "organisations.csv"
    assert len(read_official_file(path.read_bytes())) > 350


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"a,b\n1,2\n", 1),
        (TOWNS.splitlines()[0].encode(), 2),
        (b"code,name,full_name,code\n", 1),
        (TOWNS.encode() + b"0115,Bara", 4),
        (TOWNS.encode() + b"0115,,Vallentuna kommun,01\n", 4),
        (TOWNS.encode() + b"abcd,X,X kommun,01\n", 4),
        (TOWNS.encode() + b"01150,X,X kommun,01\n", 4),
        (TOWNS.encode() + b"0114,X,X kommun,01\n", 4),
        (TOWNS.encode() + b'0115,"X,X kommun,01\n', 4),
        (TOWNS.encode() + b"0115,X,X\x07 kommun,01\n", 4),
        (TOWNS.encode() + b"0115,X," + b"x" * 201 + b",01\n", 4),
        (TOWNS.encode() + "0115,Å,Å".encode("cp1252") + b" kommun,01\n", 2),  # two encodings
        (TOWNS.encode() + b"0115,\x81,X kommun,01\n", 4),
        (TOWNS.encode("utf-16"), 1),
        (b"code,name,full_name\n01,\x00,X\n", 2),
        ((OWN + "x,galaxy,X,,,,\n").encode(), 2),
        (b"x" * 5_000_001, 1),
    ],
)
def test_a_broken_file_names_its_line(content: bytes, line: int) -> None:
    with pytest.raises(BrokenFile) as broken:
        read_official_file(content)

    assert broken.value.line == line
    assert str(broken.value).startswith(f"Line {line}: ")
