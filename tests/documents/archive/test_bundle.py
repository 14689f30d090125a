"""A bundle has everything that was worked out, and says what each file is and what is not there."""

import hashlib
import json
import struct
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from eventapp.models import Event
from tests.builders.closing import (
    CONTENT,
    an_event_with_everything,
    material_of,
    over,
    the_bundle,
    unpacked,
)
from tests.builders.report import a_closed_survey, an_event_that_is_over

SIZE_BEHIND = 0x8  # the flag of an entry whose size stands after it


@pytest.fixture
def event(app: Flask) -> Event:
    return over(an_event_with_everything(app))


def test_every_file_is_in_the_manifest_and_sha256sum_finds_them_whole(
    app: Flask, event: Event, tmp_path: Path
) -> None:
    files = unpacked(the_bundle(app, event))
    manifest = json.loads(files["manifest.json"])

    listed = {file["name"]: file for file in manifest["files"]}
    assert set(files) - set(listed) == {"manifest.json", "sha256sums.txt"}
    for name, file in listed.items():
        assert file["sha256"] == hashlib.sha256(files[name]).hexdigest()
        assert (file["size"], bool(file["what"])) == (len(files[name]), True)
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(content)
    command = ["sha256sum", "--strict", "--quiet", "-c", "sha256sums.txt"]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    assert len(files["sha256sums.txt"].splitlines()) == len(files) - 1


def test_its_parts_have_names_that_people_can_read(app: Flask, event: Event) -> None:
    names = sorted(unpacked(the_bundle(app, event)))
    folders = {name.partition("/")[0] for name in names if "/" in name}

    assert folders == {
        "1 Evenemanget",
        "2 Program",
        "3 Material",
        "4 Mejl",
        "6 Sammanfattning",
        "7 Noteringar",
        "8 Logg",
    }
    releases = [name for name in names if name.startswith("2 Program/Program, version")]
    assert [name.rpartition(".")[2] for name in releases] == ["ics", "json", "pdf"] * 2
    assert not [name for name in names if any(sign in name for sign in '\\:*?"<>|\n')]


def test_releases_are_as_they_were_published(app: Flask, event: Event) -> None:
    files = unpacked(the_bundle(app, event))
    first, second = sorted(name for name in files if ", version" in name and name.endswith("json"))

    assert "Orossamtal / i praktiken" in files[first].decode()
    assert "Orossamtal i praktiken" in files[second].decode()
    assert b"SEQUENCE:2" in files[second.replace(".json", ".ics")]
    assert files[second.replace(".json", ".pdf")].startswith(b"%PDF")


def test_a_material_is_as_it_is_and_what_is_not_there_is_said(app: Flask, event: Event) -> None:
    files = unpacked(the_bundle(app, event))
    left_out = json.loads(files["manifest.json"])["left_out"]
    (listed,) = (json.loads(c) for n, c in files.items() if n.startswith("3 Material/Lista"))

    (name,) = (file["file"] for file in listed if file["title"] == "Bilder")
    assert files[name] == CONTENT
    assert [file["file"] for file in listed if file["title"] in {"Borta", "Film"}] == [None, None]
    assert not any("Internt" in content.decode("utf-8", "ignore") for content in files.values())
    whats = {left["what"]: left["count"] for left in left_out}
    assert whats["Material för arrangörer"] == 1
    assert whats["Ett material: Borta"] == 1
    note = files["Läs mig.txt"].decode("utf-8-sig")
    assert all(f"{left['what']}" in note and left["why"] in note for left in left_out)


def test_letters_to_many_keep_their_fields_and_letters_to_few_are_left_out(
    app: Flask, event: Event
) -> None:
    files = unpacked(the_bundle(app, event))
    letters = [content for name, content in files.items() if name.startswith("4 Mejl/2")]

    assert len(letters) == 1
    assert "Hej {fornamn}, vi ses i Storköping." in letters[0].decode("utf-8-sig")
    assert not any("väska" in content.decode("utf-8", "ignore") for content in files.values())


def test_results_are_those_of_the_page_as_table_and_as_json(app: Flask) -> None:
    event = over(an_event_that_is_over())
    a_closed_survey(event)
    files = unpacked(the_bundle(app, event))
    (table,) = (c for n, c in files.items() if n.startswith("5 Resultat/") and n.endswith("csv"))
    (content,) = (
        json.loads(c) for n, c in files.items() if n.startswith("5 Resultat/1") and "json" in n
    )

    rows = table.decode("utf-8-sig").splitlines()[1:]
    assert len(rows) == len(content["figures"])
    hidden = [row for row in content["figures"] if row["group"] == "Fåstad"]
    assert hidden
    assert all(row["answers"] is None and row["percent"] is None for row in hidden)
    assert content["answered"] == 44


def test_a_cancelled_event_has_no_summary_and_says_so(app: Flask, event: Event) -> None:
    event.state = type(event.state).CANCELLED
    files = unpacked(the_bundle(app, event))

    assert not [name for name in files if name.startswith("6 ")]
    assert "Evenemanget ställdes in." in files["Läs mig.txt"].decode("utf-8-sig")


def test_sizes_stand_before_what_they_are_of_so_that_streams_can_be_read(
    app: Flask, event: Event
) -> None:
    bundle = the_bundle(app, event)
    at, names = 0, []
    while bundle[at : at + 4] == b"PK\x03\x04":
        flags, packed, name, extra = (
            *struct.unpack_from("<H", bundle, at + 6),
            *struct.unpack_from("<I", bundle, at + 18),
            *struct.unpack_from("<HH", bundle, at + 26),
        )
        assert not flags & SIZE_BEHIND
        names.append(bundle[at + 30 : at + 30 + name].decode())
        at += 30 + name + extra + packed
    assert sorted(names) == sorted(unpacked(bundle))


def test_the_same_event_gives_the_same_bundle(app: Flask, event: Event) -> None:
    now = event.ends_at
    assert the_bundle(app, event, now=now) == the_bundle(app, event, now=now)


def test_a_file_that_was_changed_on_disk_is_left_out_whole(app: Flask, event: Event) -> None:
    material = material_of(event, "Bilder")
    path = app.extensions["settings"].data_folder / "files" / material.checksum[:2]
    stored = next(p for p in path.parent.rglob("*") if p.name.endswith(material.checksum[-8:]))
    stored.chmod(0o600)
    stored.write_bytes(b"%PDF-1.7 annat!")
    files = unpacked(the_bundle(app, event))

    assert not [name for name in files if name.endswith("Bilder.pdf")]
    left = json.loads(files["manifest.json"])["left_out"]
    assert "Ett material: Bilder" in {row["what"] for row in left}
