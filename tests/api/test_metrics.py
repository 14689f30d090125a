"""Figures for Prometheus: with the token alone, in its format, without names."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from eventapp.domain import outbox
from eventapp.domain.installation import heartbeat
from eventapp.extensions import db
from eventapp.models import JobKind
from tests.builders import HOUR, NOON
from tests.visitor import Visitor

TOKEN = "a token of the settings"
LINE = re.compile(r'(eventapp_[a-z_]+)(\{(?:[a-z]+="[^"\\]*",?)+\})? -?[0-9.e+]+')


@pytest.fixture
def watched(app: Flask) -> Visitor:
    app.extensions["settings"] = replace(app.extensions["settings"], metrics_token=TOKEN)
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


def test_without_a_token_in_the_settings_there_is_no_such_page(client: Visitor) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer", f"Basic {TOKEN}", "Bearer å", f"Bearer {TOKEN}x"])
def test_without_the_token_nothing_is_said(watched: Visitor, given: str) -> None:
    answer = watched.get("/metrics", headers={"Authorization": given})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "eventapp_" not in answer.text


def test_figures_are_built_from_the_database(watched: Visitor) -> None:
    heartbeat.beat("host", now=NOON)
    outbox.enqueue(JobKind.SIGN_IN_MAIL, key="a", now=NOON - HOUR)
    db.session.commit()

    answer = watched.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    assert 'eventapp_jobs_oldest_seconds{kind="sign-in-mail"} 3600' in lines
    assert 'eventapp_stands_still{what="mail"} 1' in lines
    assert f'eventapp_heartbeat_timestamp_seconds{{host="host"}} {NOON.timestamp():.0f}' in lines
    assert [line for line in lines if not (line.startswith("# ") or LINE.fullmatch(line))] == []
