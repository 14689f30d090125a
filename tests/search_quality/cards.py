"""The cards that the questions are put to: the sample's, and 304 made of `topics.txt`.

Each topic there has four titles, and two ways to tell its problem, measure and result, all written
by hand in the words municipalities use. Nothing of it happened anywhere.
"""

import json
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import select

from eventapp.domain.exchange.finding import search_index
from eventapp.domain.exchange.finding.synonym import add_usual_synonyms
from eventapp.extensions import db
from eventapp.models import (
    EvidenceStage,
    Experience,
    ExperienceState,
    FocusArea,
    Organisation,
    OrganisationKind,
    Readership,
)

FOLDER = Path(__file__).parent
FIRST = datetime(2024, 1, 8, 8, tzinfo=UTC)
SETTINGS = (
    "En centralort och två mindre tätorter, omkring 30 000 invånare.",
    "Ett bostadsområde från sjuttiotalet med hyresrätter.",
    "En stadsdel där många är unga och flyttar ofta.",
    "En kommun där samordnaren arbetar halvtid.",
    "Tre områden med olika förutsättningar.",
    "En pendlingskommun med egen lokalpolis två dagar i veckan.",
    "Ett område med både villor och höga hus.",
)
LESSONS = (
    "Vi skulle ha börjat i mindre skala.",
    "Mandat från ledningen behövs redan från start.",
    "Mätningen borde ha planerats före insatsen.",
    "Det tar ett halvår innan rutinen sitter.",
    "Bestäm vem som äger frågan när projektet är slut.",
)
SAMPLE_TEXTS = (
    *("title", "summary", "problem", "cause", "setting", "measure", "result", "lesson"),
    *("failed", "target", "needed", "partners", "materials"),
)


def add_cards() -> dict[str, list[str]]:
    """Add all cards to the database and the index; by topic or title, the titles of its cards."""
    organisations = [_organisation(number) for number in range(5)]
    areas = {area.code: area for area in db.session.scalars(select(FocusArea))}
    names: dict[str, list[str]] = {}
    experiences = []
    for number, (name, facts) in enumerate((*_sample_cards(), *_topic_cards())):
        chosen = [areas[code] for code in facts.pop("focus_areas", ()) if code in areas]
        experience = Experience(
            organisation=organisations[number % len(organisations)],
            state=ExperienceState.PUBLISHED,
            published_at=FIRST + timedelta(days=number),
            created_at=FIRST,
            stage=list(EvidenceStage)[number % 5],
            audience=Readership.ALL,
            focus_areas=chosen,
            **facts,
        )
        db.session.add(experience)
        experiences.append(experience)
        names.setdefault(name, []).append(experience.title)
    search_index.index_experiences(experiences)
    add_usual_synonyms(actor="editor", now=FIRST)
    db.session.flush()
    return names


def _organisation(number: int) -> Organisation:
    name = f"Övningskommun {number}"
    organisation = Organisation(
        code=f"ovning-{number}", kind=OrganisationKind.MUNICIPALITY, name=name, short_name=name
    )
    db.session.add(organisation)
    return organisation


def _sample_cards() -> list[tuple[str, dict[str, Any]]]:
    text = files("eventapp").joinpath("sample/experiences.json").read_text(encoding="utf-8")
    return [
        (card["title"], {key: card[key] for key in (*SAMPLE_TEXTS, "focus_areas")})
        for card in json.loads(text)["experiences"]
        if card["state"] == "published"
    ]


def topics() -> list[dict[str, list[str]]]:
    """By their letters the texts of each topic: T for titles, P, M and R; under N its name."""
    blocks = (FOLDER / "topics.txt").read_text("utf-8").strip().split("\n\n")
    return [_topic(block.splitlines()) for block in blocks]


def _topic(lines: list[str]) -> dict[str, list[str]]:
    texts = {line[0]: [text.strip() for text in line[3:].split(" | ")] for line in lines[1:]}
    return texts | {"N": [lines[0].removeprefix("# ")]}


def _topic_cards() -> list[tuple[str, dict[str, Any]]]:
    cards = []
    for number, texts in enumerate(topics()):
        for place, title in enumerate(texts["T"]):
            facts = {
                "title": title,
                "problem": texts["P"][place % 2],
                "measure": texts["M"][place // 2],
                "result": texts["R"][place % 2],
                "summary": texts["R"][place % 2],
                "setting": SETTINGS[(number + place) % len(SETTINGS)],
                "lesson": LESSONS[(number + place) % len(LESSONS)],
            }
            cards.append((texts["N"][0], facts))
    return cards


def review_day() -> date:
    """The day on which the questions are asked."""
    return date(2025, 6, 1)
