"""What visitors do in both trees, by what was found in each over HTTP."""

import json
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.bench import visitor_scripts
from tests.bench.against.html_form import Form
from tests.bench.against.sample import Sample
from tests.bench.client import Load, Visit
from tests.bench.door import scan

BATCH = 100


@dataclass(frozen=True, slots=True)
class Errand:
    """One row: its name, and what its visitors do in a tree with this port and sample."""

    name: str
    load: Callable[[int, Sample], Load]


def errands() -> list[Errand]:
    """Every row, in the order of the table."""
    return [
        _page("start page", lambda _: "/"),
        _page("event page", lambda sample: sample.complete),
        _page("schedule page", lambda sample: f"{sample.complete}/schedule"),
        _page("session page", lambda sample: sample.session),
        _page("schedule.json", lambda sample: f"{sample.complete}/schedule.json"),
        _page("schedule.xml", lambda sample: f"{sample.complete}/schedule.xml"),
        _page("schedule.ics", lambda sample: f"{sample.complete}/schedule.ics"),
        _page("experiences, searched", lambda _: "/experiences?q=skola"),
        _page("ticket page", lambda sample: sample.ticket),
        _page("ticket PDF", lambda sample: f"{sample.ticket}.pdf"),
        Errand("registration, whole funnel", _registration),
        Errand("survey, the form and a refused answer", _survey),
        Errand("door, one scan", lambda port, sample: _scans(port, sample, 1)),
        Errand(f"door, {BATCH} scans", lambda port, sample: _scans(port, sample, BATCH)),
        Errand("door, search", _search),
        _page("organizer, home", lambda _: "/organizer", signed_in=True),
        _page(
            "organizer, registrations",
            lambda sample: f"/organizer{sample.complete}/registrations",
            signed_in=True,
        ),
    ]


def _page(name: str, path: Callable[[Sample], str], *, signed_in: bool = False) -> Errand:
    def load(port: int, sample: Sample) -> Load:
        cookie = (f"Cookie: {sample.organizer}",) if signed_in else ()
        return Load(
            port, visitor_scripts.page, (visitor_scripts.request(path(sample), *cookie),), clients=4
        )

    return Errand(name, load)


def _registration(port: int, sample: Sample) -> Load:
    arguments = (sample.open, sample.registration, secrets.token_hex(4))
    return Load(port, registering, arguments, clients=4)


def registering(serial: int, event: str, form: Form, run: str) -> Visit:
    """A newcomer from an address of their own: the form, its answers, what comes next."""
    fields = {**form.fields, "name": "Åsa Exempelsson", "email": f"{run}.{serial}@town.example"}
    visitor = f"X-Forwarded-For: 10.{serial >> 16 & 255}.{serial >> 8 & 255}.{serial & 255}"
    return visitor_scripts.register(event, fields, visitor)


def _survey(port: int, sample: Sample) -> Load:
    wrong = {name: re.sub(r"^\d+$", "99", value) for name, value in sample.answers.fields.items()}
    return Load(port, answering_wrongly, (sample.survey, wrong), clients=4)


def answering_wrongly(_serial: int, survey: str, fields: dict[str, str]) -> Visit:
    """The questions, and answers that cannot be: links work once, and there are few."""
    asked = yield visitor_scripts.request(survey)
    refused = yield visitor_scripts.post(survey, fields)
    return asked.status == 200 and refused.status == 422


def _scans(port: int, sample: Sample, size: int) -> Load:
    return Load(port, scanning, (sample.phones, sample.digests, size), clients=4)


def scanning(serial: int, phones: tuple[str, ...], digests: tuple[str, ...], size: int) -> Visit:
    """One batch of scans that nobody has sent before."""
    moment = int(time.time() * 1000)
    scans = [scan(serial * size + number, digests, moment) for number in range(size)]
    reply = yield _door_post("scans", {"scans": scans}, phones[serial % len(phones)])
    return reply.status == 200 and reply.body.count(b'"stored"') == size


def _search(port: int, sample: Sample) -> Load:
    return Load(port, searching, (sample.phones,), clients=4)


def searching(serial: int, phones: tuple[str, ...]) -> Visit:
    """Somebody who has left the ticket at home."""
    reply = yield _door_post("search", {"q": "an"}, phones[serial % len(phones)])
    return reply.status == 200


def _door_post(what: str, content: object, cookie: str) -> bytes:
    body = json.dumps(content).encode()
    lines = (
        f"POST /api/v1/door/{what} HTTP/1.1",
        "Host: bench.example",
        "Origin: http://bench.example",
        "Content-Type: application/json",
        f"Cookie: {cookie}",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*lines, "", "")).encode() + body
