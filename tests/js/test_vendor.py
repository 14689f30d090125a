"""Browser files by others are those that were taken, and load nothing from elsewhere."""

import base64
import hashlib
import json
from typing import Any

from eventapp.config import ROOT

VENDOR = ROOT / "static" / "vendor"
OURS = {"README.md", "vendor.json", "vendor.mjs"}
TAKEN: dict[str, dict[str, Any]] = json.loads((VENDOR / "vendor.json").read_text())


def checksum(plain: bytes) -> str:
    return f"sha384-{base64.b64encode(hashlib.sha384(plain).digest()).decode()}"


def test_every_file_is_the_one_that_was_taken() -> None:
    checksums = {
        path.relative_to(VENDOR).as_posix(): checksum(path.read_bytes())
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in OURS
    }

    assert checksums == {
        f"{package}/{name}": sum_
        for package, about in TAKEN.items()
        for name, sum_ in about["files"].items()
    }


def test_versions_are_those_of_the_lock_and_every_licence_is_kept() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    for package, about in TAKEN.items():
        assert lock[f"node_modules/{package}"]["version"] == about["version"]
        assert about["licence"] == lock[f"node_modules/{package}"]["license"]
        assert (VENDOR / package / "LICENSE").exists()
    assert not [package for package in lock.values() if "resolved" in package]
