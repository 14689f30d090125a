"""What stands behind the doors: our event and another one, each with everything an event has."""

from io import BytesIO

from sqlalchemy import func, select, update

from eventapp.clock import utcnow
from eventapp.documents.schedule_file.reading import read_schedule
from eventapp.domain.delegation import coordinator_feed, feed
from eventapp.domain.delegation.answer import InvitationReply, answer_invitation
from eventapp.domain.desk.bulk_act import PlannedAct, Selection, continue_act, start_act
from eventapp.domain.desk.cancellation import force_cancel
from eventapp.domain.desk.double.distinct_pair import list_pairs, mark_distinct
from eventapp.domain.desk.double.double_merge import MergedVersions, merge_doubles
from eventapp.domain.desk.invitee.link import invitee_token
from eventapp.domain.desk.own_erasure import confirmation_token
from eventapp.domain.desk.prints.certificate import certificate_token
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.domain.desk.registration_view import save_view
from eventapp.domain.desk.walk_in.decision import refuse_walk_in
from eventapp.domain.door import device as devices
from eventapp.domain.door.arriving.message import send_message
from eventapp.domain.event import lifecycle, question
from eventapp.domain.event.follow_up import add_follow_up
from eventapp.domain.event.speaker.speaker_letter import invite_speakers
from eventapp.domain.event.start_list import StartStep
from eventapp.domain.exchange.lecture import link_experience
from eventapp.domain.letter.delivery import promise_batch
from eventapp.domain.organisation import lifecycle as lifecycle_of
from eventapp.domain.organisation.merge import Versions, merge_organisations
from eventapp.domain.people import account_invitation, account_profile, sign_in_link
from eventapp.domain.people.account_invitation import AccountInvitee
from eventapp.domain.people.mail_trial import send_mail_trial
from eventapp.domain.people.role import ScopedRole
from eventapp.domain.people.unsubscription import unsubscribe_token
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import OPERATOR, UNDO_PERIOD
from eventapp.domain.record.pause import begin_pause
from eventapp.domain.registration import link
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.reserved_seats import list_delegations
from eventapp.domain.report.gathering import read_next, start_gathering, store_part
from eventapp.domain.retention.closing.closing import close_event, find_bundle
from eventapp.domain.retention.closing.making import BundleContents, store_bundle
from eventapp.domain.retention.data_kind import BY_KIND
from eventapp.domain.retention.rule import NO_VERSION, Decision, decide
from eventapp.domain.retention.run import finish_run, start_run
from eventapp.domain.schedule import material
from eventapp.domain.schedule.materials.format_request import WantedFormat, ask_for_format
from eventapp.domain.schedule.release import store_release
from eventapp.domain.schedule.schedule_import.schedule_import import create_import
from eventapp.domain.schedule.schedule_part import create_part
from eventapp.domain.schedule.session import list_sessions
from eventapp.domain.schedule.session_question.answer import publish_answer
from eventapp.domain.schedule.speaker.photo import SquarePhoto, store_photo
from eventapp.domain.schedule.speaker.proposal import Presentation, propose
from eventapp.domain.schedule.speaker.reply import report
from eventapp.domain.schedule.speaker.slides import add_slides
from eventapp.domain.schedule.speaker_link import speaker_token
from eventapp.domain.site.settings import save_logo, save_settings
from eventapp.domain.site.site import newest_version, starting_site
from eventapp.domain.survey.response import SurveyReply
from eventapp.domain.survey.results.sharing import link_token
from eventapp.extensions import db
from eventapp.models import (
    Account,
    AccountInvitation,
    AddressChange,
    Audience,
    BuiltInLetter,
    BulkActKind,
    Certificate,
    Consent,
    DataKind,
    DelegationAnswer,
    DistinctPair,
    Event,
    EventClosing,
    EventState,
    FileFormat,
    ImportState,
    Job,
    JobKind,
    JobState,
    LetterKind,
    LetterRecipient,
    Opening,
    Organisation,
    QuestionKind,
    Registration,
    RegistrationQuestion,
    Report,
    RetentionRun,
    Room,
    Series,
    Session,
    SessionQuestion,
    Survey,
    SurveyText,
)
from eventapp.storage.file_store import FileStore
from tests.builders import (
    DAY,
    NOON,
    a_registration,
    a_session,
    an_event,
    an_organisation,
)
from tests.builders.account import an_account, with_password
from tests.builders.alias import an_alias
from tests.builders.delegation import a_coordinator, the_delegation
from tests.builders.door import a_check_in_list, a_noted_person
from tests.builders.experience import an_experience
from tests.builders.invitation import an_invited_delegation, invite
from tests.builders.invitee import an_invitee
from tests.builders.letter import a_draft as a_draft_letter
from tests.builders.letter import a_scheduled_letter
from tests.builders.material import a_film, a_material
from tests.builders.registration_import import PROTECTED, a_person, an_import
from tests.builders.schedule_file import a_talk, as_json, take_in
from tests.builders.session_question import a_question, published
from tests.builders.site import a_logo
from tests.builders.speaker import a_speaker
from tests.builders.survey import a_draft, an_open_survey, answered, closed_and_mixed, links_of
from tests.builders.venue_picture import a_venue_picture
from tests.house.access.cards import an_exchange

ACTOR = "organizer"
EVENTS = ("event", "draft", "postponed", "full", "past event", "closed event", "failed event")
Things = dict[str, str]


def find_organisation(code: str) -> Organisation:
    """The organisation of this code."""
    return db.session.scalars(select(Organisation).where(Organisation.code == code)).one()


def an_organisations_event(code: str, prefix: str, files: FileStore) -> Things:
    """A published event where the organisation has a delegation; its things by name."""
    organisation, newcomer = find_organisation(code), an_organisation()
    series = Series(slug=f"{prefix}-serie", title="Nätverket")
    unused = Series(slug=f"{prefix}-tom-serie", title="Utan träffar")
    closed = Series(slug=f"{prefix}-klar-serie", title="Klar", closed_at=utcnow())
    db.session.add_all([series, unused, closed])
    db.session.flush()
    event = an_event(seats=60, reserved={organisation: 10}, series_id=series.id)
    things = {
        "organisation": code,
        "newcomer": newcomer.code,
        "event": event.slug,
        "series": series.slug,
        "unused series": unused.slug,
        "closed series": closed.slug,
        "kind": "rooms",
        "day": f"{event.starts_at:%Y-%m-%d}",
    }
    things |= _programme(event, prefix, files)
    a_venue_picture(event)
    things |= _bodies(prefix)
    things |= _people(event, organisation)
    things |= _lists(event, things["session"])
    things |= _invitations(event, organisation)
    things |= _colleagues(event)
    things |= _letters(event)
    things["material"] = _material(event, files)
    things |= _questions(event, prefix, things["registration"])
    things["joined card"] = _joined(event)
    things |= {"version": "1", **_further_materials(event)}
    things["session with materials"] = things["session"]
    things |= _imports(event) | _schedules(event)
    things |= _invited_people(event)
    things["follow-up"] = add_follow_up(event, "Skicka bilderna", "", now=NOON).code
    things["phone"] = devices.invite(event, "Entré", actor=ACTOR, now=NOON).code
    things["check-in list"] = a_check_in_list(event).code
    things["gate"] = str(devices.list_gates(event)[0].number)
    things["door message"] = send_message(event, "Kön är kort.", actor=ACTOR, now=NOON).code
    things |= _walk_ins(event, things["registration"])
    full = an_event(seats=0)
    things |= {"full": full.slug, "waiting registration": a_registration(full).code}
    pending = [a_registration(full, email="office@town.example") for _ in range(6)][-1]
    things["pending registration"] = pending.code
    things["postponed"] = _postponed(prefix).slug
    things |= _draft(prefix)
    things |= _reports(event)
    things |= _closed_events(files)
    return things | _surveys(event, code)  # last: closing one begins a new session


def _walk_ins(event: Event, registered: str) -> Things:
    """Somebody who waits and may be this person, and somebody about whom was decided."""
    known = db.session.query(Registration).filter_by(code=registered).one()
    decided = a_noted_person(event, "Mira Utan")
    refuse_walk_in(decided, reason="Dubbelt", actor=ACTOR, now=NOON)
    return {"walk-in": a_noted_person(event, known.name).code, "decided walk-in": decided.code}


def _closed_events(files: FileStore) -> Things:
    """An event that is over; one that is closed, with its bundle; one whose bundle has failed."""
    past, closed, failed = an_event(), an_event(), an_event()
    for event in (past, closed, failed):
        event.starts_at, event.ends_at = utcnow() - 3 * DAY, utcnow() - 2 * DAY
    closing = _close(closed)
    bundle = find_bundle(closing)
    assert bundle
    file = files.store(BytesIO(b"PK"), most=100)
    store_bundle(bundle.id, 1, file, BundleContents([], 0), now=utcnow())
    _close(failed)
    last = select(func.max(Job.id)).where(Job.kind == JobKind.EVENT_BUNDLE).scalar_subquery()
    db.session.execute(update(Job).where(Job.id == last).values(state=JobState.FAILED))
    return {
        "past event": past.slug,
        "closed event": closed.slug,
        "failed event": failed.slug,
        "closing": closing.code,
    }


def _close(event: Event) -> EventClosing:
    return close_event(event, language="sv", actor=ACTOR, now=utcnow())


def _bodies(prefix: str) -> Things:
    """An organisation that has ended, and two that have just been merged."""
    ended, source, target = (an_organisation(f"{prefix} förbund {n}") for n in range(3))
    lifecycle_of.end_organisation(ended, NOON.date(), version=1, actor=ACTOR, now=NOON)
    merge = merge_organisations(source, target, Versions(1, 1), actor=ACTOR, now=NOON)
    return {"ended organisation": ended.code, "merge": merge.code, "kept body": target.code}


def _programme(event: Event, prefix: str, files: FileStore) -> Things:
    """Two sessions at one time in one room, which collide; and a room that nobody uses."""
    used = create_part(Room, event, {"name": "Stora salen"})
    free = create_part(Room, event, {"name": "Lilla salen"})
    for number in (1, 2):
        last = a_session(event, code=f"{prefix}{number}", room_id=used.id)
    speakers = _speakers(event, last, files)
    store_release(event, actor=ACTOR, now=NOON)
    last.abstract = "En mening till, att publicera."
    return {"session": f"{prefix}1", "room": free.code, "room of sessions": used.code, **speakers}


def _speakers(event: Event, session: Session, files: FileStore) -> Things:
    """One who has a page, owes something and has sent a text; one whose letter waits; one idle."""
    upload = files.store(BytesIO(b"%PDF-1.7 bilder"), most=100)
    stored = material.UploadedFile("bilder.pdf", "application/pdf", upload.checksum, upload.size)
    photo = SquarePhoto("0" * 24, b"small", b"medium", b"large")
    speaker = a_speaker(event, session, page_consent=Consent.YES)
    store_photo(speaker, photo)
    # So long ago that it can no longer be taken back: the speaker may be reminded.
    invite_speakers(event, actor=ACTOR, now=utcnow() - DAY)
    assert speaker.address
    propose(speaker.address, Presentation("Karin Talar", biography="Kan ljus."), now=NOON)
    report(speaker.address, problem="Fel dag", needs="Talarstol", now=NOON)
    _letter_sent(speaker.address.letter_key)
    a_speaker(event, name="Bo Väntar", email="vantar@town.example")
    invite_speakers(event, actor=ACTOR, now=utcnow())
    idle = a_speaker(event, name="Ulla Ledig", email="ledig@town.example")
    return {
        "speaker": speaker.code,
        "idle speaker": idle.code,
        "speaker link": speaker_token(speaker.address),
        "speaker's slides": add_slides(speaker.address, session, "Bilder", stored, now=NOON).code,
        "photo size": "small",
        "photo shown": "shown",
    }


def _people(event: Event, organisation: Organisation) -> Things:
    mine = a_registration(event, name="Mina Mål", organisation=organisation)
    (delegation,) = list_delegations(event)
    attended = {"days": [], "sessions": []}
    db.session.add(Certificate(registration_id=mine.id, issued_at=NOON, attended=attended))
    return {
        "certificate link": certificate_token(mine),
        "registration": mine.code,
        "delegation": delegation.code,
        "personal link": link.personal_token(mine),
        "confirmation": confirmation_token(mine, now=utcnow()),
        "agenda link": link.agenda_token(mine),
        "feed link": feed.feed_token(feed.renew_feed(delegation)),
    }


def _lists(event: Event, session_code: str) -> Things:
    """A question, somebody in a session, a saved view, and something done for many."""
    db.session.add(
        RegistrationQuestion(
            event_id=event.id, code="fika", kind=QuestionKind.YES_NO, label={"sv": "Fika?"}
        )
    )
    (session,) = db.session.scalars(select(Session).where(Session.code == session_code))
    chooser = a_registration(event, sessions=(session,))
    view = save_view(event, an_account(), "Alla", "", now=NOON)
    act = start_act(
        event,
        Selection(RegistrationFilter(), (chooser.code,)),
        PlannedAct(BulkActKind.CANCEL, reason="Inställd buss"),
        expected=1,
        actor=ACTOR,
        now=NOON,
    )
    return {
        "own question": "fika",
        "choosing registration": chooser.code,
        "view": view.code,
        "bulk act": act.code,
    } | _doubles(event)


def _doubles(event: Event) -> Things:
    """Two who may be one, two who have just been merged, and somebody just cancelled."""
    now = utcnow()
    first, second = (a_registration(event, name="Dubbla Dag", now=NOON) for _ in range(2))
    source, target = (a_registration(event, name="Hopslagen Ek", now=NOON) for _ in range(2))
    versions = MergedVersions(source.version, target.version)
    merge = merge_doubles(source, target, versions, actor=ACTOR, now=now)
    gone = a_registration(event, name="Avbokad Alm", now=NOON)
    cancellation = force_cancel(gone, actor=ACTOR, reason="Sjuk", now=now)
    chosen = Selection(RegistrationFilter(), (a_registration(event, now=NOON).code,))
    plan = PlannedAct(BulkActKind.CANCEL, reason="Inställd buss")
    act = start_act(event, chosen, plan, expected=1, actor=ACTOR, now=now)
    while continue_act(act.id, now=now):
        pass
    return {
        "double": first.code,
        "other double": second.code,
        "double merge": merge.code,
        "cancellation": cancellation.code,
        "just cancelled": gone.code,
        "bulk act that is done": act.code,
        "distinct pair": _distinct(event).code,
        "export": "participants",
        "ending": "csv",
    }


def _distinct(event: Event) -> DistinctPair:
    """Two who are alike, and whom somebody told apart."""
    first, second = (a_registration(event, name="Olika Lind", now=NOON) for _ in range(2))
    mark_distinct(first, second, actor=ACTOR, now=NOON)
    (pair,) = list_pairs(event)
    return pair


def _invitations(event: Event, organisation: Organisation) -> Things:
    """The delegation asks for more seats; another has been silent for two days."""
    invited = an_invited_delegation(event, organisation, seats=10)
    silent, invitee = an_organisation(), an_organisation()
    invite(event, silent, now=NOON - 2 * DAY)
    db.session.execute(update(Job).where(Job.due_at < NOON).values(state=JobState.DONE))
    coordinator = a_coordinator(organisation)
    coordinator_feed.renew_coordinator_feed(coordinator)
    reply = InvitationReply(DelegationAnswer.MORE_SEATS, 1)
    answer_invitation(invited.delegation, reply, version=1, by=coordinator, now=NOON)
    return {
        "recipient": invited.recipients[0].code,
        "own coordinator": coordinator.email,
        "coordinator feed link": coordinator_feed.coordinator_feed_token(coordinator),
        "invitee": invitee.code,
        "invitee's coordinator": a_coordinator(invitee).email,
        "silent": the_delegation(event, silent).code,
    }


def _colleagues(event: Event) -> Things:
    """Somebody with a role for the event, and two who are invited to one."""
    colleague = an_account(Role.DOOR_LEAD, event=event)
    waiting, sent = (
        account_invitation.invite(
            AccountInvitee(f"{name}.{event.slug}@bra.example"),
            [ScopedRole(Role.ANALYST, event.id)],
            actor=OPERATOR,
            now=NOON,
        )
        for name in ("waiting", "sent")
    )
    _have_sent(sent)
    return {
        "colleague": colleague.code,
        "colleague's role": str(colleague.grants[0].id),
        "colleague's invitation": waiting.code,
        "sent colleague's invitation": sent.code,
    }


def _address_change(account: Account) -> AddressChange:
    account_profile.request_address_change(account, "new@town.example", now=NOON)
    return db.session.scalars(select(AddressChange)).one()


def _have_sent(invitation: AccountInvitation) -> None:
    _letter_sent(invitation.letter_key)


def _questions(event: Event, prefix: str, holder: str) -> Things:
    """Questions to a lecturer: one that waits, two that are published, the link's holder's own."""
    session = db.session.scalars(select(Session).where(Session.code == f"{prefix}2")).one()
    asker = a_registration(event, sessions=(session,))
    read, answered = (
        published(a_question(asker, session, text), event) for text in ("Hur mättes det?", "När?")
    )
    publish_answer(event, answered, "I maj.", version=2, actor=ACTOR, now=NOON)
    mine = db.session.scalars(select(Registration).where(Registration.code == holder)).one()
    own = SessionQuestion(
        event_id=event.id,
        session=session,
        registration=mine,
        text="Var?",
        names_asker=True,
        asked_at=NOON,
    )
    db.session.add(own)
    db.session.flush()
    return {
        "asked question": own.code,
        "answered question": answered.code,
        "waiting question": a_question(asker, session, "Vad kostar det?").code,
        "published question": read.code,
    }


def _joined(event: Event) -> str:
    """A card that is shown with the first session."""
    card = an_experience(title="Seminarium om ljus")
    link_experience(event, list_sessions(event)[0], card, actor=ACTOR, now=NOON)
    return card.code


def _letter_sent(key: str) -> None:
    db.session.execute(update(Job).where(Job.dedupe_key == key).values(state=JobState.DONE))


def _reports(event: Event) -> Things:
    """A report with figures; and an event that is over, for another one."""
    an_event(starts_at=NOON - 2 * DAY, ends_at=NOON - DAY)
    report = Report(
        title="Rapport", first_day=NOON.date(), last_day=NOON.date(), events=[event.public_id]
    )
    db.session.add(report)
    start_gathering(report, now=NOON)
    while part := read_next(report.id, 1, now=NOON):
        store_part(part, now=NOON)
    report.version += 1  # so that its files can be asked for
    return {
        "report": report.code,
        "report section": "summary",
        "report ending": "json",
        "summary ending": "pdf",
    }


def _surveys(event: Event, organisation: str) -> Things:
    draft, closing, opened = a_draft(event), an_open_survey(12, event), an_open_survey(5, event)
    things = {
        "draft survey": draft.code,
        "asked": "q15",
        "open survey": opened.code,
        "closed survey": closing.code,
        "survey link": links_of(opened)[0],
    }
    answered(closing, [SurveyReply({"q3": "4"}, {"q15": "Tack."})] * 11)
    closed = closed_and_mixed(closing)
    closed.shown_to_participants = closed.links_shared = True
    things["result link"] = link_token(closed, organisation)
    # The page shows the first ten texts by key, of eleven.
    text = select(SurveyText.key).join(Survey).where(Survey.id == closed.id)
    text = text.order_by(SurveyText.key)
    return things | {"text": str(db.session.scalars(text).first())}


def _letters(event: Event) -> Things:
    """One that is being written, one that waits for its time, and one that did not arrive."""
    draft, scheduled = a_draft_letter(event), a_scheduled_letter(event)
    sent = a_scheduled_letter(event)
    promise_batch(sent.id, now=NOON + UNDO_PERIOD)
    recipient = db.session.scalars(
        select(LetterRecipient).where(LetterRecipient.letter_id == sent.id)
    ).first()
    assert recipient is not None
    assert recipient.registration is not None
    db.session.execute(
        update(Job).where(Job.dedupe_key == recipient.job_key).values(state=JobState.FAILED)
    )
    return {
        "draft letter": draft.code,
        "scheduled letter": scheduled.code,
        "sent letter": sent.code,
        "failed recipient": str(recipient.id),
        "letter kind": LetterKind.REMINDER.value,
        "question set": "contact",
        "built-in letter": BuiltInLetter.CONFIRMATION.value,
        "unsubscribe link": unsubscribe_token(recipient.registration),
    }


def _material(event: Event, files: FileStore) -> str:
    stored = files.store(BytesIO(b"%PDF-1.7 exempel"), most=1000)
    upload = material.UploadedFile("Bilder.pdf", "application/pdf", stored.checksum, stored.size)
    text = material.MaterialText("Bilder", "sv", Audience.PUBLIC)
    return material.add_material(event, text, upload, actor=ACTOR, now=NOON).code


def _further_materials(event: Event) -> Things:
    """One that opens by hand, and one that was withdrawn a moment ago."""
    a_film(event, session=list_sessions(event)[0])
    waiting = a_material(event, opening=Opening.HAND, title="Senare")
    withdrawn = a_material(event, title="Indraget")
    material.withdraw_material(event, withdrawn, actor=ACTOR, now=utcnow())
    wanted = WantedFormat(FileFormat.BRAILLE, "", "bo.ek@town.example")
    request = ask_for_format(event, waiting, wanted, now=NOON)
    return {
        "waiting material": waiting.code,
        "withdrawn material": withdrawn.code,
        "format request": request.code,
    }


def _imports(event: Event) -> Things:
    """A list with a row that is ready, one that waits and one in quarantine; and one taken in."""
    wrong, hidden = {"E-post": "ali at town.example"}, {"Övrigt": PROTECTED}
    plan = an_import(event, a_person(1), a_person(2, **wrong), a_person(3, **hidden))
    done = an_import(event, a_person(4))
    done.state, done.started_at = ImportState.DONE, utcnow()
    return {
        "import": plan.code,
        "held row": "2",
        "quarantined row": "3",
        "import that is done": done.code,
    }


def _schedules(event: Event) -> Things:
    """A schedule's file that was read, and one that was taken in a moment ago."""
    now = utcnow()
    content = read_schedule(as_json(a_talk(1)))
    plan = create_import(event, content, "schema.json", actor=ACTOR, now=now)
    done, _there = take_in(event, content, now=now)
    done.started_at = NOON + DAY  # since the schedule was published, which was at noon
    return {"schedule": plan.code, "schedule that is in": done.code}


def _invited_people(event: Event) -> Things:
    """One who has been silent for two days, one whose letter waits, and one to write to."""
    silent = an_invitee(event)
    silent.written_at = NOON - 2 * DAY
    _letter_sent(silent.letter_key)
    an_invitee(event, now=utcnow())
    an_invitee(event, invited=False)
    return {"invited person": silent.code, "invitee link": invitee_token(silent)}


def _postponed(prefix: str) -> Event:
    event = an_event()
    a_session(event, code=f"{prefix}1")
    store_release(event, actor=ACTOR, now=NOON)
    lifecycle.postpone_event(event, actor=ACTOR, reason="Snö", now=NOON)
    return event


def _draft(prefix: str) -> Things:
    """An event that nobody outside knows of, with all that would be shown of it."""
    event = an_event(state=EventState.DRAFT)
    a_session(event, code=f"{prefix}1")
    store_release(event, actor=ACTOR, now=NOON)
    text = question.RegistrationQuestionText(QuestionKind.YES_NO, {"sv": "Åker du tåg?"})
    question.add_question(event, text, actor=ACTOR, now=NOON)
    asked = question.add_question(event, text, actor=ACTOR, now=NOON)
    return {"draft": event.slug, "question": asked.code}


def the_house(code: str) -> Things:
    """What belongs to no event: links to sign in and pair, a failed job, cards and leads."""
    organisation = find_organisation(code)
    account = with_password(an_account(Role.ORGANIZER))
    coming = an_account(Role.COORDINATOR, organisation=organisation)
    coming_link = sign_in_link.create_sign_in_link(
        coming, lasts=sign_in_link.SIGN_IN_LINK_DURATION, now=NOON
    )
    invited = devices.invite(an_event(), "Entré", actor=ACTOR, now=NOON)
    ended = an_account(Role.COORDINATOR, organisation=organisation)
    ended.active = False
    first, second = account_invitation.invite_coordinators(
        organisation, ["first@town.example", "second@town.example"], actor=OPERATOR, now=NOON
    ).values()
    _have_sent(second)
    db.session.flush()
    return {
        "address": account.email,
        "address link": account_profile.address_change_token(_address_change(coming)),
        "coordinator": coming.code,
        "coordinator's address": coming.email,
        "coordinator's role": str(coming.grants[0].id),
        "ended coordinator": ended.code,
        "invitation": first.code,
        "invitation link": account_invitation.invitation_token(first),
        "sent invitation": second.code,
        "sign-in link": sign_in_link.sign_in_token(coming_link),
        "pairing link": devices.pairing_token(invited),
        "job": str(_job("failed", JobState.FAILED, attempts=3, error="SMTP 550").id),
        "held": str(_job("held", JobState.HELD).id),
        "file": "icons/mark.svg",
        "kind of data": DataKind.MAIL_LOG.value,
        "run": _finished_run().code,
        "pause": begin_pause(an_event(), "Utlämnande", actor=ACTOR, now=NOON).code,
        "cancelled registration": _cancelled().code,
        "alias": an_alias(an_event()).code,
        **_a_site(),
        "mail trial": send_mail_trial(account, "viggo@bra.example", now=NOON).code,
        "step": StartStep.COLLEAGUES.value,
    } | an_exchange(organisation)


def _finished_run() -> RetentionRun:
    decision = Decision(365, "FIKTIVT 2027/1")
    decide(BY_KIND[DataKind.MAIL_LOG], decision, version=NO_VERSION, actor=ACTOR, now=NOON)
    run = start_run(actor=ACTOR, now=NOON)
    for step in run.steps:
        step.finished = True
    db.session.flush()
    finish_run(run.id, now=NOON)
    return run


def _cancelled() -> Registration:
    gone = a_registration(an_event(), name="Gösta Gången")
    cancel(gone, now=NOON)
    db.session.flush()
    return gone


def _a_site() -> Things:
    """Two versions of the settings, of which the newer has a logo."""
    save_settings(starting_site(), version=0, actor=ACTOR, now=NOON)
    older = newest_version()
    assert older is not None
    picture = a_logo()
    save_logo(picture, version=older.id, actor=ACTOR, now=NOON)
    newer = newest_version()
    assert newer is not None
    versions = {"older version": str(older.id), "version in force": str(newer.id)}
    return {**versions, "logo": picture.digest, "accent": "0c4a43"}


def _job(key: str, state: JobState, *, attempts: int = 0, error: str = "") -> Job:
    registration = a_registration(an_event())
    job = Job(
        kind=JobKind.PROMOTION_MAIL,
        payload={"registration_id": registration.id},
        dedupe_key=key,
        message_id=key,
        state=state,
        due_at=NOON,
        attempts=attempts,
        error=error,
    )
    db.session.add(job)
    db.session.flush()
    return job
