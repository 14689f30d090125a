"""Experiences, leads and focus areas."""

import hashlib
from datetime import date
from itertools import count
from typing import Any

from eventapp.domain.exchange import approval, listing
from eventapp.domain.exchange import experience as experiences
from eventapp.domain.exchange.experience import ExperienceText
from eventapp.domain.exchange.listing import ListingText
from eventapp.domain.people import sign_in_link
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import (
    EvidenceStage,
    Experience,
    ExperienceFile,
    FocusArea,
    Listing,
    ListingKind,
    Organisation,
)
from tests.builders.account import an_account
from tests.builders.forms import send
from tests.builders.moments import NOON
from tests.builders.people import an_organisation
from tests.visitor import Visitor

_numbers = count(1)
EDITOR, COORDINATOR = "editor", "coordinator"


def a_focus_area(code: str = "", **facts: Any) -> FocusArea:
    """A focus area that is in use."""
    number = next(_numbers)
    name = facts.pop("name", f"Fokusområde {number}")
    defaults = {
        "name_en": name,
        "short_name": name,
        "short_name_en": name,
        "figure": 1 + number % 6,
        "position": number,
        "valid_from": date(2023, 1, 1),
        **facts,
    }
    area = FocusArea(code=code or f"omrade-{number}", name=name, **defaults)
    db.session.add(area)
    db.session.flush()
    return area


def an_experience_text(area: FocusArea | None = None, **facts: Any) -> ExperienceText:
    """A whole text, from problem to result."""
    number = next(_numbers)
    defaults = {
        "title": f"Erfarenhet {number}",
        "summary": "Mötena blev färre.",
        "problem": "Det tog för lång tid.",
        "cause": "Ingen ägde frågan.",
        "measure": "En fast tid varje dag.",
        "result": "Det går fortare.",
        "stage": EvidenceStage.TRIED,
        "contact_function": "samordnare",
        "contact_email": f"funktion-{number}@town.example",
        "focus_areas": ((area or a_focus_area()).code,),
        **facts,
    }
    return ExperienceText(**defaults)


def a_draft_experience(
    organisation: Organisation | None = None, area: FocusArea | None = None, **facts: Any
) -> Experience:
    """A card that nobody has read."""
    text = an_experience_text(area, **facts)
    return experiences.draft(organisation or an_organisation(), text, actor=EDITOR, now=NOON)


def an_experience_in_review(
    organisation: Organisation | None = None, area: FocusArea | None = None, **facts: Any
) -> Experience:
    """A card that waits for its two approvals."""
    experience = a_draft_experience(organisation, area, **facts)
    approval.send_for_review(experience, actor=EDITOR, now=NOON)
    return experience


def an_experience(
    organisation: Organisation | None = None, area: FocusArea | None = None, **facts: Any
) -> Experience:
    """A published card."""
    experience = an_experience_in_review(organisation, area, **facts)
    for approve, actor in (
        (approval.approve_by_municipality, COORDINATOR),
        (approval.approve_by_editor, EDITOR),
    ):
        approve(experience, version=experience.version, actor=actor, now=NOON)
    approval.publish(experience, actor=EDITOR, now=NOON)
    return experience


def drafts_until_a_block_begins(size: int) -> None:
    """Cards of no consequence: the next one has the first id of a block of this size."""
    while (a_draft_experience().id + 1) % size:
        pass


def an_experience_file(
    experience: Experience, content: bytes = b"%PDF-1.7 exempel", **facts: Any
) -> ExperienceFile:
    """A file that was there when the card was approved; nothing is stored of it."""
    defaults = {"title": "Mall", "filename": "mall.pdf", "media_type": "application/pdf", **facts}
    checksum = hashlib.sha256(content).hexdigest()
    file = ExperienceFile(
        experience_id=experience.id, checksum=checksum, size=len(content), **defaults
    )
    db.session.add(file)
    db.session.flush()
    return file


def a_listing(
    kind: ListingKind = ListingKind.OFFER,
    organisation: Organisation | None = None,
    area: FocusArea | None = None,
    title: str = "Ett protokoll",
    text: str = "Vi räknar på fasta tider.",
) -> Listing:
    """An offer, or a need, that stands for a year from NOON."""
    listing_text = ListingText(kind, (area or a_focus_area()).code, title, text)
    return listing.write(
        organisation or an_organisation(), listing_text, actor=COORDINATOR, now=NOON
    )


def coordinating(client: Visitor, organisation: Organisation) -> Visitor:
    """The visitor, signed in as this organisation's coordinator on the way to its cards."""
    account = an_account(Role.COORDINATOR, organisation=organisation)
    link = sign_in_link.create_sign_in_link(
        account, lasts=sign_in_link.SIGN_IN_LINK_DURATION, now=NOON
    )
    address = f"/sign-in/links/{sign_in_link.sign_in_token(link)}"
    response = send(client, f"{address}?next=/own-experiences", page=address)
    assert response.status_code == 303, response.text
    return client
