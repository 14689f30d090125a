"""Common first names, for masking."""

from functools import cache
from importlib.resources import files


@cache
def given_names() -> frozenset[str]:
    """First names common in Sweden, without those that are ordinary words too."""
    text = files("eventapp.facts").joinpath("given_names.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
