"""What compose.yaml, the Dockerfile and the papers about them name is there."""

import json
import re
from dataclasses import fields

import pytest

from eventapp.cli.main import main
from eventapp.config import Settings
from tests.house.sources import ROOT

COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
HEAD, _, BODY = COMPOSE.partition("x-eventapp:")
SERVICES = re.findall(r"^  ([\w-]+):$", BODY.partition("\nvolumes:")[0], re.MULTILINE)
SETTINGS = {field.metadata["name"] for field in fields(Settings)}


def test_every_setting_that_is_given_is_one() -> None:
    given = {*re.findall(r"^    ([A-Z]\w+): ", BODY.partition("services:")[0], re.MULTILINE)}
    given |= set(re.findall(r"^ENV (\w+)=", DOCKERFILE, re.MULTILINE))

    assert given
    assert given <= SETTINGS


def test_the_head_says_what_is_asked_of_whoever_starts_it() -> None:
    asked = set(re.findall(r"\$\{(\w+)\}", BODY))

    assert [name for name in asked if name not in HEAD] == []


@pytest.mark.parametrize("words", re.findall(r'\["eventapp", .*\]', COMPOSE + DOCKERFILE))
def test_every_command_is_one(words: str) -> None:
    _program, name, *options = json.loads(words)

    main.commands[name].make_context(name, options)


def test_every_file_that_is_handed_in_is_there() -> None:
    handed_in = re.findall(r"- (\./[^:]+):", BODY) + re.findall(
        r"^COPY (\w\S*)", DOCKERFILE, re.MULTILINE
    )

    assert [name for name in handed_in if not (ROOT / name).is_file()] == []


def test_every_container_that_is_spoken_to_is_there() -> None:
    papers = (ROOT / "docs" / "operations").iterdir()
    texts = [COMPOSE, *(p.read_text(encoding="utf-8") for p in papers if p.is_file())]
    proxied = (ROOT / "docs/operations/Caddyfile.hosts").read_text(encoding="utf-8")
    spoken_to = {
        *(name for text in texts for name in re.findall(r"docker compose exec -T ([\w-]+)", text)),
        *re.findall(r"@([\w-]+)[:/]", BODY),
        *re.findall(r"([\w-]+):8000", proxied),
    }

    assert {"web-1", "web-2", "database", "storage"} <= spoken_to
    assert spoken_to <= set(SERVICES)
