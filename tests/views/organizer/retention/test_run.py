"""Trying a run, starting it, and its receipt as a page and as PDF."""

import io

import pypdfium2
from flask import Flask
from pypdf import PdfReader

from eventapp.domain.retention import run as runs
from eventapp.extensions import db
from eventapp.models import DataKind
from eventapp.worker import retention
from tests.builders import DAY, NOON, a_registration, an_event
from tests.builders.forms import send
from tests.builders.retention import REFERENCE, a_rule, a_run
from tests.builders.site import with_a_logo
from tests.visitor import Visitor

RUNS = "/organizer/retention/runs"


def test_a_run_asks_first_and_leaves_a_receipt_without_names(desk: Visitor) -> None:
    event = an_event()
    registration = a_registration(event)
    name = registration.name
    event.starts_at, event.ends_at = NOON - 201 * DAY, NOON - 200 * DAY
    a_rule(DataKind.REGISTRATIONS)

    assert "1 item is due to be deleted" in desk.get(f"{RUNS}/new").text
    run = a_run(now=NOON)

    page = desk.get(f"{RUNS}/{run.code}").text
    assert REFERENCE in page
    assert event.title in page
    assert name not in page
    assert "the same day, built in" in page
    assert "Nobody has decided how long backups are kept" in page
    pdf = desk.get(f"{RUNS}/{run.code}.pdf")
    assert pdf.mimetype == "application/pdf"
    assert not PdfReader(io.BytesIO(pdf.data)).pages[0].images
    with_a_logo()
    with_logo = desk.get(f"{RUNS}/{run.code}.pdf").data
    assert len(PdfReader(io.BytesIO(with_logo)).pages[0].images) == 1
    words = pypdfium2.PdfDocument(pdf.data)[0].get_textpage().get_text_bounded()
    assert run.code in words
    assert "1 item was deleted" in words
    assert name not in words


def test_the_page_starts_a_run_that_the_worker_carries_out(desk: Visitor) -> None:
    a_rule(DataKind.MAIL_LOG, days=1)

    answer = send(desk, RUNS)

    assert answer.status_code == 303
    run = runs.find_under_way()
    assert run is not None
    assert "The run is under way" in desk.get(answer.location).text
    assert desk.get(f"{answer.location}.pdf").status_code == 404
    again = send(desk, RUNS)
    assert again.status_code == 409
    retention.carry_out(run.id)
    assert "The run is under way" not in desk.get(answer.location).text


def test_what_the_product_deletes_itself_runs_without_decisions(desk: Visitor, app: Flask) -> None:
    del app
    assert send(desk, RUNS).status_code == 303
    run = runs.find_under_way()
    assert run is not None
    assert [step.kind for step in run.steps] == [
        DataKind.CARE_NEEDS,
        DataKind.ANSWERS,
        DataKind.INVITATIONS,
        DataKind.SPEAKER_ADDRESSES,
        DataKind.IMPORTS,
    ]
    db.session.rollback()
