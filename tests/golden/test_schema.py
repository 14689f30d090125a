"""Migrations only add: every name of the older release's database is still there."""

import json
from pathlib import Path

import pytest
from flask import Flask

from eventapp.extensions import db, metadata
from tests.databases import MigratedDatabase
from tests.golden.schema import lacking, names_in, words_in

GOLDEN = json.loads((Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))
# Given up on purpose: a place belongs to an address and a name, so the rule that an address has one
# place at an event made way for `one_living_registration_per_person`.
GIVEN_UP = {"registrations: rules one_living_registration"}


def test_tables_columns_indexes_and_constraints_keep_their_names(
    app: Flask, database: MigratedDatabase
) -> None:
    del app
    assert set(lacking(GOLDEN[database.kind], names_in(db.engine))) == GIVEN_UP


def test_the_words_in_columns_are_still_understood() -> None:
    assert lacking(GOLDEN["words"], words_in(metadata)) == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_name_that_is_missing_is_noticed(kind: str) -> None:
    now = {**GOLDEN[kind], "jobs": {"columns": ["id"], "rules": []}}

    assert "jobs: columns dedupe_key" in lacking(GOLDEN[kind], now)
