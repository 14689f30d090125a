"""LibreOffice Calc with Swedish settings: what it makes of a file, cell by cell."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

PACKAGE = "libreoffice-calc"
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
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it was understood: `kind` is `string`, `float`, `date` … and "" where empty."""

    kind: str
    text: str
    number: float | None
    formula: bool
    link: bool


def libreoffice() -> str:
    """Where LibreOffice lies. Root has the system install it, which is said; others are told to."""
    if not shutil.which("soffice") and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {PACKAGE} for the tests of exports …", file=sys.stderr, flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", PACKAGE]):
            subprocess.run(["apt-get", "-qq", *command], env=quiet, check=False, stdout=sys.stderr)
    path = shutil.which("soffice")
    assert path, f"These tests need LibreOffice: install the package `{PACKAGE}`."
    return path


def open_all(files: Sequence[Path], folder: Path) -> dict[str, list[list[Cell]]]:
    """Open files of one kind, and save each as it was understood; the rows by the file's name."""
    profile, opened = folder / "profile", folder / "opened"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SWEDISH)
    is_csv = files[0].suffix == ".csv"
    command = [libreoffice(), f"-env:UserInstallation={profile.as_uri()}", "--headless"]
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
