"""LibreOffice with Swedish settings: what it makes of a file, cell by cell, word by word."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

# What reads sheets and what reads documents: the package, and a file of it beside the program.
CALC, WRITER = ("libreoffice-calc", "libsclo.so"), ("libreoffice-writer", "libswlo.so")
SECONDS_AT_MOST = 300
SWEDISH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>sv-SE</value></prop></item>
</oor:items>
"""
# Semicolons, quotation marks, UTF-8, from the first line on, in Swedish (1053); the rest as the
# dialog offers it.
CSV_IN_SWEDEN = "Text - txt - csv (StarCalc):59,34,76,1,,1053,false,false"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it was understood: `kind` is `string`, `float`, `date` … and "" where empty."""

    kind: str
    text: str
    number: float | None
    formula: bool
    link: bool


def libreoffice(part: tuple[str, str] = CALC) -> str:
    """Where LibreOffice lies. Root has the system install it, which is said; others are told to."""
    package, _file = part
    if not _has(part) and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {package} for the tests of exports …", file=sys.stderr, flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", package]):
            subprocess.run(["apt-get", "-qq", *command], env=quiet, check=False, stdout=sys.stderr)
    path = shutil.which("soffice")
    assert path, f"These tests need LibreOffice: install the package `{package}`."
    return path


def _has(part: tuple[str, str]) -> bool:
    path = shutil.which("soffice")
    return bool(path) and (Path(path).resolve().parent / part[1]).exists()


def open_document(file: Path, folder: Path) -> ET.Element:
    """Open a document, and save it as it was understood: its body."""
    command = [libreoffice(WRITER), *_profile(folder), "--headless"]
    command += ["--convert-to", "fodt", "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, timeout=SECONDS_AT_MOST, stdout=subprocess.DEVNULL)
    body = ET.parse(folder / f"{file.stem}.fodt").find(f".//{OFFICE}text")
    assert body is not None
    return body


def headings_of(body: ET.Element) -> list[tuple[int, str]]:
    """The level and the words of each heading."""
    return [
        (int(heading.get(f"{TEXT}outline-level", "0")), _text(heading))
        for heading in body.iter(f"{TEXT}h")
    ]


def paragraphs_of(body: ET.Element) -> list[str]:
    """The words of each paragraph outside tables."""
    inside = {paragraph for table in body.iter(f"{TABLE}table") for paragraph in table.iter()}
    return [_text(p) for p in body.iter(f"{TEXT}p") if p not in inside]


def tables_of(body: ET.Element) -> list[list[list[str]]]:
    """The words of each cell of each table, the heads first."""
    return [
        [
            ["\n".join(map(_text, cell.iter(f"{TEXT}p"))) for cell in row]
            for row in table.iter(f"{TABLE}table-row")
        ]
        for table in body.iter(f"{TABLE}table")
    ]


def pictures_of(body: ET.Element) -> list[str]:
    """What is said of each picture."""
    return [
        "".join(words.text or "" for words in frame.iter(f"{SVG}desc"))
        for frame in body.iter(f"{DRAW}frame")
    ]


def _profile(folder: Path) -> list[str]:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SWEDISH)
    return [f"-env:UserInstallation={profile.as_uri()}"]


def open_all(files: Sequence[Path], folder: Path) -> dict[str, list[list[Cell]]]:
    """Open files of one kind, and save each as it was understood; the rows by the file's name."""
    opened = folder / "opened"
    is_csv = files[0].suffix == ".csv"
    command = [libreoffice(), *_profile(folder), "--headless"]
    command += [f"--infilter={CSV_IN_SWEDEN}"] if is_csv else []
    command += ["--convert-to", "fods", "--outdir", str(opened), *map(str, files)]
    subprocess.run(command, check=True, timeout=SECONDS_AT_MOST, stdout=subprocess.DEVNULL)
    return {file.name: list(_rows(opened / f"{file.stem}.fods")) for file in files}


def _rows(flat: Path) -> Iterator[list[Cell]]:
    """The rows of the only sheet without what is empty at their ends."""
    (sheet,) = ET.parse(flat).iter(f"{TABLE}table")
    for row in sheet.iter(f"{TABLE}table-row"):
        cells = [cell for element in row for cell in _repeated(element)]
        while cells and not cells[-1].kind:
            cells.pop()
        if cells:
            yield cells


def _repeated(element: ET.Element) -> list[Cell]:
    """The cell as often as it stands side by side; empty ones go on to the end of the sheet."""
    times = int(element.get(f"{TABLE}number-columns-repeated", "1"))
    kind = element.get(f"{OFFICE}value-type", "")
    number = element.get(f"{OFFICE}value")
    cell = Cell(
        kind,
        "\n".join(_text(paragraph) for paragraph in element.iter(f"{TEXT}p")),
        float(number) if number else None,
        element.get(f"{TABLE}formula") is not None,
        element.find(f".//{TEXT}a") is not None,
    )
    return [cell] * (times if kind else min(times, 100))


def _text(paragraph: ET.Element) -> str:
    """The words of a paragraph; several spaces are written as an element."""
    words = paragraph.text or ""
    for part in paragraph:
        if part.tag == f"{TEXT}s":
            words += " " * int(part.get(f"{TEXT}c", "1"))
        words += "".join(part.itertext()) + (part.tail or "")
    return words
