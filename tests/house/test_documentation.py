"""What the README says of settings is what the house reads, and no more."""

import re
from dataclasses import fields

from eventapp.config import Settings
from tests.house.sources import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\|\s*`([A-Z_]+)`", re.MULTILINE)


def test_every_setting_stands_in_the_readmes_table_and_nothing_else_does() -> None:
    declared = [field.metadata["name"] for field in fields(Settings)]

    assert sorted(ROW.findall(README)) == sorted(declared)
