"""Experiences in every state, and what organisations tell, offer and seek."""

from eventapp.clock import utcnow
from eventapp.domain.event.focus_area_change import add_successor
from eventapp.domain.exchange import (
    adaptation,
    approval,
    contact,
    declaration,
    lead,
    listing,
    renewal,
)
from eventapp.domain.exchange.finding.synonym import add_synonyms
from eventapp.domain.exchange.lead import LeadText
from eventapp.domain.exchange.mailbox_link import contact_token, experience_token
from eventapp.domain.exchange.own_organisation import plan
from eventapp.extensions import db
from eventapp.models import AdaptationKind, Experience, ListingKind, Organisation
from tests.builders import NOON
from tests.builders.experience import (
    COORDINATOR,
    EDITOR,
    a_draft_experience,
    a_focus_area,
    an_experience,
    an_experience_file,
    an_experience_in_review,
)

MAILBOX = "funktion@town.example"


def an_exchange(organisation: Organisation) -> dict[str, str]:
    """One card of the organisation in each state, and of the rest one each that waits.

    Somebody must look after the organisation, or nobody could write to it.
    """
    area, continuing = a_focus_area(), a_focus_area()
    add_successor(area, continuing, since=NOON.date(), actor=EDITOR, now=NOON)
    published = an_experience(organisation, area)
    waiting = lead.submit(
        LeadText("Orossamtal", "Vi provade.", "samordnare", MAILBOX),
        organisation.id,
        event=None,
        now=NOON,
    )
    adaptation.submit(
        published,
        organisation.id,
        AdaptationKind.USES,
        comment="Vi gör likadant.",
        contact_email=MAILBOX,
        now=NOON,
    )
    (unread,) = adaptation.list_unread()
    offered = listing.write(
        organisation,
        listing.ListingText(ListingKind.OFFER, area.code, "Ljus", "Vi visar gärna."),
        actor=COORDINATOR,
        now=NOON,
    )
    asked = contact.send_message(
        offered,
        contact.ContactText("Får vi komma?", "samordnare", MAILBOX),
        organisation.id,
        now=NOON,
    )
    assert asked is not None
    others = an_experience()
    declared = declaration.declare(
        an_experience(),
        organisation,
        declaration.Declaration(AdaptationKind.PLANS),
        version=0,
        actor=COORDINATOR,
        now=utcnow(),
    )
    to_read, retired = an_experience_in_review(), an_experience()
    renewal.retire(retired, now=utcnow())
    planned = plan.add_action(organisation, plan.PlanText("Prova"), actor=COORDINATOR, now=utcnow())
    removed = plan.add_action(
        organisation, plan.PlanText("Borttaget"), actor=COORDINATOR, now=utcnow()
    )
    plan.remove_action(removed, actor=COORDINATOR, now=utcnow())
    message = contact.send_message(
        others,
        contact.ContactText("Får vi ringa?", "samordnare", MAILBOX),
        organisation.id,
        now=NOON,
    )
    assert message is not None
    db.session.flush()
    return {
        "card link": experience_token(others),
        "others' card to read": to_read.code,
        "read card link": experience_token(to_read),
        "retired card": retired.code,
        "retired card link": experience_token(retired),
        "card message": message.code,
        "message link": contact_token(message),
        "planned": planned.code,
        "removed action": removed.code,
        "others' card": others.code,
        "declaration": declared.code,
        "published card": published.code,
        "experience file": an_experience_file(published).code,
        "removed experience file": an_experience_file(published, withdrawn_at=utcnow()).code,
        "draft card": a_draft_experience(organisation, area).code,
        "card to read": an_experience_in_review(organisation, area).code,
        "approved card": _approved(organisation).code,
        "lead": waiting.code,
        "adaptation": unread.code,
        "area": area.code,
        "continuing area": continuing.code,
        "free area": a_focus_area().code,
        "ended area": a_focus_area(valid_until=NOON.date()).code,
        "way": "up",
        "listing": offered.code,
        "synonyms": add_synonyms("oro, rädsla", actor=EDITOR, now=utcnow()).code,
        "contact": asked.code,
    }


def _approved(organisation: Organisation) -> Experience:
    experience = an_experience_in_review(organisation)
    approval.approve_by_municipality(
        experience, version=experience.version, actor=COORDINATOR, now=NOON
    )
    approval.approve_by_editor(experience, version=experience.version, actor=EDITOR, now=NOON)
    return experience
