"""Every text that a person sees is there in both languages, and compiled."""

import ast
import io
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from eventapp.config import PACKAGE
from eventapp.i18n import LANGUAGES
from tests.house.sources import ROOT

LOCALES = sorted(LANGUAGES.values())
KEYWORDS = ("_", "_l", "_n:1,2", "gettext", "lazy_gettext", "ngettext:1,2")


def catalogue(locale: str) -> Catalog:
    path = PACKAGE / "translations" / locale / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=locale)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What stands in the code and in the templates today."""
    path = tmp_path_factory.mktemp("messages") / "messages.pot"
    program = Path(sys.executable).with_name("pybabel")
    words = [part for keyword in KEYWORDS for part in ("-k", keyword)]
    subprocess.run(
        [program, "-q", "extract", "-F", "pyproject.toml", *words, "-o", path, "."],
        cwd=ROOT,
        check=True,
    )
    with path.open("rb") as file:
        return read_po(file)


def texts(words: object) -> tuple[str, ...]:
    """A text and its plurals; one alone where it has none."""
    return tuple(words) if isinstance(words, list | tuple) else (str(words or ""),)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_is_missing_and_none_is_left_over(locale: str, extracted: Catalog) -> None:
    wanted = {texts(message.id) for message in extracted if message.id}
    there = {texts(message.id) for message in catalogue(locale) if message.id}

    assert {"missing": wanted - there, "left over": there - wanted} == {
        "missing": set(),
        "left over": set(),
    }


def test_what_is_translated_in_the_code_is_extracted(extracted: Catalog) -> None:
    """Not so within an f-string, of which some releases of Python tell the extractor nothing."""
    known = {text for message in extracted if message.id for text in texts(message.id)}
    named = {keyword.partition(":")[0] for keyword in KEYWORDS}
    said = (
        (path.name, call.args[0].value)
        for path in PACKAGE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in named
        and call.args
        and isinstance(call.args[0], ast.Constant)
    )
    assert [(name, text) for name, text in said if text not in known] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_translation_is_empty_or_a_guess(locale: str) -> None:
    bad = [
        message.id
        for message in catalogue(locale)
        if message.id and (message.fuzzy or not all(texts(message.string)))
    ]

    assert bad == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_names_what_the_text_names(locale: str) -> None:
    written = catalogue(locale)

    wrong = [message.id for message in written if message.id and list(message.check(written))]

    assert wrong == []


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_compiled_is_what_is_written(locale: str) -> None:
    compiled = PACKAGE / "translations" / locale / "LC_MESSAGES" / "messages.mo"
    shown = read_mo(io.BytesIO(compiled.read_bytes()))

    written = {
        texts(message.id): texts(message.string) for message in catalogue(locale) if message.id
    }
    assert {texts(message.id): texts(message.string) for message in shown if message.id} == written
