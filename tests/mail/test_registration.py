"""The letters about a registration: their shape, their words, and what no letter may hold."""

import email
import email.policy
import io
import re
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from icalendar import Calendar
from PIL import Image
from playwright.sync_api import Page

from eventapp.domain.registration import calendar_invitation, link, ticket
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.group.party import register_party
from eventapp.domain.registration.override import force_seat
from eventapp.domain.registration.ticket_code import format_code
from eventapp.extensions import db
from eventapp.mail import registration as letters
from eventapp.mail.message import Letter
from eventapp.models import (
    AttendanceMode,
    EventState,
    EventVisibility,
    Promotion,
    QuestionKind,
    Registration,
    RegistrationQuestion,
    RegistrationState,
    Session,
)
from tests.builders import (
    DAY,
    HOUR,
    NOON,
    a_queue,
    a_registration,
    a_session,
    an_applicant,
    an_event,
)
from tests.builders.site import with_a_logo

pytestmark = pytest.mark.usefixtures("app")

ID = "a1b2c3"
HEAD = {"Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"} | {
    "MIME-Version",
    "Content-Type",
}


def turn_of(registration: Registration) -> CalendarUpdate | None:
    return calendar_invitation.invite(registration)


def received(registration: Registration) -> Letter:
    confirmed = registration.state is RegistrationState.CONFIRMED
    return letters.received(registration, turn_of(registration) if confirmed else None, ID)


def parsed(letter: Letter) -> EmailMessage:
    """The letter as its reader gets it: through bytes and back."""
    message = email.message_from_bytes(letter.as_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def tree(part: EmailMessage) -> object:
    """The kinds of the parts, nested."""
    if part.is_multipart():
        return (part.get_content_subtype(), [tree(inner) for inner in part.iter_parts()])
    return part.get_content_type()


def text_of(letter: Letter) -> str:
    body = parsed(letter).get_body(("plain",))
    assert body
    return str(body.get_content())


def html_of(letter: Letter) -> str:
    body = parsed(letter).get_body(("html",))
    assert body
    return str(body.get_content())


# Shape


def test_confirmation_is_built_as_calendars_at_work_read_it() -> None:
    message = parsed(received(a_registration(an_event())))
    pictured = ("related", ["text/html", "image/png"])

    assert tree(message) == (
        "mixed",
        [("alternative", ["text/plain", pictured, "text/calendar"]), "application/ics"],
    )


def test_calendar_part_says_its_method_and_both_copies_are_one() -> None:
    event = an_event(title="Dialogdagar")
    mine = a_registration(event)
    message = parsed(received(mine))
    parts = {part.get_content_type(): part for part in message.walk()}
    inline, attached = parts["text/calendar"], parts["application/ics"]

    assert inline.get_param("method") == "REQUEST"
    assert attached.get_filename() == "invite.ics"
    assert inline.get_payload(decode=True) == attached.get_payload(decode=True)
    calendar = Calendar.from_ical(inline.get_payload(decode=True))
    entry = calendar.walk("VEVENT")[0]
    assert str(calendar["METHOD"]) == "REQUEST"
    assert str(entry["ATTENDEE"]) == f"mailto:{mine.email}"
    assert str(entry["SUMMARY"]) == "Dialogdagar"


def test_calendar_holds_no_code_and_no_personal_link() -> None:
    mine = a_registration(an_event())
    calendar = parsed(received(mine)).get_payload()[1].get_payload(decode=True).decode()

    text = re.sub(r"\r\n[ \t]", "", calendar)
    assert link.personal_token(mine) not in text
    assert mine.desk_code not in text
    assert ticket.current_code(mine) not in text


def test_picture_is_named_by_the_html_and_reads_as_the_code() -> None:
    mine = a_registration(an_event())
    letter = received(mine)
    picture = next(p for p in parsed(letter).walk() if p.get_content_type() == "image/png")

    assert f'src="cid:{str(picture["Content-ID"]).strip("<>")}"' in html_of(letter)
    assert picture.get_content_disposition() == "inline"
    read = zxingcpp.read_barcodes(Image.open(_file(picture)))
    assert [barcode.text for barcode in read] == [ticket.current_code(mine)]


def test_the_sites_logo_is_a_picture_of_the_letter_beside_the_ticket() -> None:
    png = with_a_logo("Exempelmyndigheten")

    letter = received(a_registration(an_event()))

    pictures = [part for part in parsed(letter).walk() if part.get_content_type() == "image/png"]
    ids = [str(part["Content-ID"]).strip("<>") for part in pictures]
    assert pictures[0].get_payload(decode=True) == png
    assert len(set(ids)) == 2
    shown = re.findall(r'src="cid:([^"]+)" alt="([^"]+)" width="68" height="34"', html_of(letter))
    assert shown == [(ids[0], "Exempelmyndigheten")]
    assert f'src="cid:{ids[1]}"' in html_of(letter)
    assert not re.findall(r'src="(?!cid:)', html_of(letter))
    assert "logo" not in letter.body


def test_no_two_letters_share_a_picture_id() -> None:
    event = an_event()
    ids = {
        str(part["Content-ID"])
        for number in range(3)
        for part in parsed(letters.received(a_registration(event), None, f"id{number}")).walk()
        if part["Content-ID"]
    }

    assert len(ids) == 3
    assert all(re.fullmatch(r"<[^<>@\s]+@bra\.example>", id_) for id_ in ids)  # RFC 2392


def _file(part: EmailMessage) -> io.BytesIO:
    return io.BytesIO(part.get_payload(decode=True))


def test_head_names_one_reader_and_asks_for_no_answer() -> None:
    mine = a_registration(an_event())
    message = parsed(received(mine))

    assert str(message["To"]) == mine.email
    assert message["Cc"] is message["Bcc"] is None
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == f"<{ID}@bra.example>"
    assert "konferens@bra.example" in message["From"]


def test_same_letter_written_twice_says_the_same() -> None:
    mine = a_registration(an_event())
    first, second = parsed(received(mine)), parsed(received(mine))

    assert first["Message-ID"] == second["Message-ID"]
    calendars = [
        Calendar.from_ical(letter.get_payload()[1].get_payload(decode=True)).walk("VEVENT")[0]
        for letter in (first, second)
    ]
    assert calendars[0]["SEQUENCE"] == calendars[1]["SEQUENCE"] == 0
    assert calendars[0]["UID"] == calendars[1]["UID"]


def test_no_line_is_longer_than_mail_allows() -> None:
    mine = a_registration(an_event(title="Ö" * 200), name="x" * 120)

    lines = received(mine).as_bytes().split(b"\r\n")
    assert max(len(line) for line in lines) <= 998
    assert all(b"\n" not in line for line in lines)


# Words


def test_confirmation_tells_all_without_pictures() -> None:
    event = an_event(title="Dialogdagar")
    lecture = a_session(event, title="Orossamtal")
    full = a_session(event, title="Platsen", seats=0, starts_at=event.starts_at + HOUR)
    mine = a_registration(event, sessions=(lecture, full), language="en", name="Linnéa Vårglim")
    letter = received(mine)

    assert letter.subject == "You have a place: Dialogdagar"
    for text in (text_of(letter), html_of(letter)):
        assert "Hello Linnéa!" in text
        assert "31 March 2027" in text
        assert "Exempelhallen" in text
        assert "Orossamtal" in text
        assert "you are on the waiting list" in text
        assert mine.desk_code in text
        assert f"http://localhost/registrations/{link.personal_token(mine)}" in text
        assert "Cancel by Monday 8 March at 13:00" in text
        assert "konferens@bra.example" in text
        assert "http://localhost/privacy" in text
    code = format_code(ticket.current_code(mine))
    assert code in text_of(letter)
    assert code.replace("-", " ") in html_of(letter)


def test_a_last_day_that_has_passed_is_not_named() -> None:
    event = an_event(cancellation_closes_at=NOON - HOUR)
    letter = received(a_registration(event, language="en"))
    for text in (text_of(letter), html_of(letter)):
        assert "You have a place" in letter.subject
        assert "Cancel no later" not in text


def test_letter_can_be_read_where_the_sheet_of_style_is_lost(page: Page) -> None:
    html = html_of(received(a_registration(an_event())))
    page.emulate_media(color_scheme="dark")
    page.set_content(re.sub("<style>.*?</style>", "", html, flags=re.DOTALL))

    # Else a reader in the dark writes white on our light ground, and blue on a dark button.
    assert color(page, "h1") == "rgb(19, 33, 30)"
    assert color(page, ".button a") == "rgb(10, 79, 71)"
    assert color(page, ".button", "background-color") == "rgb(220, 235, 228)"


def color(page: Page, selector: str, of: str = "color") -> str:
    script = f"element => getComputedStyle(element).getPropertyValue('{of}')"
    return str(page.locator(selector).first.evaluate(script))


def test_letters_speak_the_registrations_language() -> None:
    mine = a_registration(an_event(title="Dialogdagar"), language="sv")

    assert received(mine).subject == "Din anmälan till Dialogdagar är klar"
    assert "Hej Linnéa!" in text_of(received(mine))


def test_those_who_wait_get_no_code_and_no_calendar() -> None:
    event = an_event(seats=1)
    a_registration(event)
    waiting = a_queue(event, 1, language="en")[0]
    letter = received(waiting)

    assert tree(parsed(letter)) == ("alternative", ["text/plain", "text/html"])
    assert "You are on the waiting list." in text_of(letter)
    assert waiting.desk_code not in text_of(letter)


@pytest.mark.parametrize("promotion", Promotion)
def test_the_letter_of_the_waiting_list_says_day_place_number_and_what_follows(
    promotion: Promotion,
) -> None:
    event = an_event(seats=1, promotion=promotion, offer_hours=24)
    a_registration(event)
    _, waiting = a_queue(event, 2, language="en")
    letter = received(waiting)

    follows = {
        Promotion.AUTOMATIC: "the place is yours straight away",
        Promotion.OFFER: "hold the place for 24 hours",
    }
    for said in (text_of(letter), html_of(letter)):
        assert "31 March 2027" in said
        assert "Exempelhallen" in said
        assert follows[promotion] in said
    assert "Your number on the waiting list: 2" in text_of(letter)


def test_who_waits_is_told_the_hour_and_no_day_that_no_longer_holds() -> None:
    event = an_event(seats=1, starts_at=NOON + DAY, ends_at=NOON + DAY + HOUR)
    a_registration(event)
    waiting = a_queue(event, 1, language="en")[0]
    hours = f"{event.starts_at.astimezone(ZoneInfo(event.time_zone)):%-H:%M}"
    for said in (text_of(received(waiting)), html_of(received(waiting))):
        assert hours in said

    event.state = EventState.POSTPONED
    db.session.flush()
    for said in (text_of(received(waiting)), html_of(received(waiting))):
        assert hours not in said
        assert "The event has been postponed" in said


def test_those_who_wait_for_a_closed_event_learn_the_town_alone() -> None:
    event = an_event(seats=1, visibility=EventVisibility.CLOSED)
    a_registration(event)
    letter = received(a_queue(event, 1)[0])

    assert "Exempelhallen" not in text_of(letter) + html_of(letter)
    assert "Exempelstad" in text_of(letter)


def test_whoever_waits_for_an_organizer_is_told_so() -> None:
    event = an_event()
    for _ in range(6):
        pending = a_registration(event, email="kansli@town.example", language="en")
    letter = received(pending)

    assert letter.subject.startswith("Your registration has been received")
    assert "An organiser will look at your registration first" in text_of(letter)
    assert "waiting list" not in text_of(letter)
    assert tree(parsed(letter)) == ("alternative", ["text/plain", "text/html"])


def test_whoever_asked_for_the_link_is_told_just_that() -> None:
    mine = a_registration(an_event(title="Dialogdagar"))
    letter = letters.lost_link(mine, turn_of(mine), ID, by_organizer=False)

    assert letter.subject == "Du bad om din länk: Dialogdagar"
    assert "Någon har bett om" not in text_of(letter)
    assert "redan anmäld" not in text_of(letter)
    assert link.personal_token(mine) in text_of(letter)


def test_each_letter_says_whom_it_concerns_and_names_nobody_else() -> None:
    event = an_event(promotion=Promotion.OFFER)
    other = a_registration(event, name="Bo Annan", email="kansli@town.example")
    mine = a_registration(event, name="Anna Ek", email="kansli@town.example", language="en")
    session = a_session(event)
    turn = turn_of(mine)
    mine.offer_ends_at = NOON
    written = [
        letters.received(mine, turn, ID),
        letters.link_again(mine, turn, ID),
        letters.lost_link(mine, turn, ID, by_organizer=False),
        letters.place_given(mine, turn, ID),
        letters.place_offered(mine, ID),
        letters.session_place(mine, session, None, ID),
        letters.cancelled(mine, turn, ID),
    ]

    for letter in written:
        for said in (text_of(letter), html_of(letter)):
            assert "This email is about Anna Ek" in said
            assert other.name not in said


def test_offer_says_until_when_in_the_subject_and_the_text() -> None:
    event = an_event(seats=1, promotion=Promotion.OFFER, offer_hours=24)
    first = a_registration(event)
    waiting = a_queue(event, 1, language="en")[0]
    cancel(first, now=NOON)
    letter = letters.place_offered(waiting, ID)

    assert letter.subject == "There is a place for you: answer by Tuesday 2 March at 13:00"
    assert "Answer by Tuesday 2 March at 13:00." in text_of(letter)
    assert "text/calendar" not in str(tree(parsed(letter)))


def test_given_place_brings_ticket_calendar_and_the_way_to_decline() -> None:
    mine = a_registration(an_event(), language="en")
    letter = letters.place_given(mine, turn_of(mine), ID)

    assert "/cancellation/new" in text_of(letter)
    assert "/cancellation/new" in html_of(letter)
    assert "text/calendar" in str(tree(parsed(letter)))


def test_seat_in_a_session_names_the_session() -> None:
    event = an_event()
    lecture: Session = a_session(event, title="Orossamtal")
    mine = a_registration(event, sessions=(lecture,), language="en")
    letter = letters.session_place(mine, lecture, None, ID)

    assert letter.subject == f"You have a place in a session: {event.title}"
    assert "Orossamtal" in text_of(letter)
    assert "Orossamtal" in html_of(letter)


def test_link_again_says_that_nothing_has_changed() -> None:
    mine = a_registration(an_event(), language="en")
    letter = letters.link_again(mine, turn_of(mine), ID)

    assert "nothing has changed" in text_of(letter)
    assert link.personal_token(mine) in text_of(letter)
    assert "If it was not you" in text_of(letter)


def test_cancellation_tells_the_calendar_too() -> None:
    mine = a_registration(an_event(), language="en", needs=CareNeeds("glutenfritt"))
    before = turn_of(mine)
    cancel(mine, now=NOON)
    letter = letters.cancelled(mine, calendar_invitation.withdraw(mine), ID)
    message = parsed(letter)
    calendar = next(p for p in message.walk() if p.get_content_type() == "text/calendar")
    entry = Calendar.from_ical(calendar.get_payload(decode=True)).walk("VEVENT")[0]

    assert calendar.get_param("method") == "CANCEL"
    assert str(entry["UID"]) == before.uid
    assert entry["SEQUENCE"] > before.sequence
    assert "has been cancelled" in text_of(letter)
    assert "What you wrote about diet and access has been deleted." in text_of(letter)


def test_cancellation_says_in_swedish_that_the_person_has_cancelled() -> None:
    mine = a_registration(an_event(title="Dialogdagar"), language="sv")
    cancel(mine, now=NOON)
    letter = letters.cancelled(mine, calendar_invitation.withdraw(mine), ID)

    assert "Du är avanmäld från Dialogdagar." in text_of(letter)
    assert "Du är avanmäld från Dialogdagar." in html_of(letter)


def test_lapsed_offer_is_not_called_a_cancellation() -> None:
    mine = a_registration(an_event(), language="en")
    mine.state = RegistrationState.CANCELLED
    mine.offer_ends_at = mine.cancelled_at = NOON
    letter = letters.cancelled(mine, None, ID)

    assert letter.subject.startswith("The offer of a place has ended:")
    assert "We did not get an answer in time" in text_of(letter)
    assert "next person" not in text_of(letter) + html_of(letter)  # there may be none
    assert tree(parsed(letter)) == ("alternative", ["text/plain", "text/html"])


def test_network_meeting_brings_its_link_and_no_code() -> None:
    event = an_event(form=AttendanceMode.ONLINE, online_url="https://meet.example/abc")
    mine = a_registration(event)
    letter = received(mine)

    assert "https://meet.example/abc" in text_of(letter)
    assert mine.desk_code not in text_of(letter)
    assert "image/png" not in str(tree(parsed(letter)))


def test_no_letter_says_role_or_needs_or_visibility() -> None:
    """A protected person's phone shows subjects on its locked screen."""
    mine = a_registration(
        an_event(), role="socialsekreterare", needs=CareNeeds("glutenfritt", "hörslinga")
    )
    everything = received(mine).as_bytes() + text_of(received(mine)).encode()

    for secret in ("socialsekreterare", "glutenfritt", "hörslinga"):
        assert secret not in everything.decode()
        assert secret not in html_of(received(mine))


# Mischief


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "{{7*7}}",
        "\u202eevil",
        "%(event)s",
        '"><img src=x>',
        "=?utf-8?q?x?=",
    ],
)
def test_names_that_look_like_weapons_are_only_text(name: str) -> None:
    letter = received(a_registration(an_event(), name=name, language="en"))

    assert f"Hello {name.split(maxsplit=1)[0]}!" in text_of(letter)
    assert "<script>alert" not in html_of(letter)
    assert "<img src=x" not in html_of(letter)
    assert ">49<" not in html_of(letter)


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_nothing_that_was_written_begins_a_new_head_line(line_end: str) -> None:
    weapon = f"x{line_end}Bcc: all@town.example{line_end}{line_end}<b>"
    event = an_event(title=f"Dialogdagar {weapon}")
    message = parsed(received(a_registration(event, name=weapon)))

    assert message["Bcc"] is None
    assert message["Subject"].startswith("Din anmälan till Dialogdagar x")
    assert {*message.keys()} == HEAD


def test_address_with_a_line_end_is_never_sent_to() -> None:
    mine = a_registration(an_event(), email="a@town.example\r\nBcc: all@town.example")

    with pytest.raises(ValueError, match=r"[Hh]eader|linefeed|CR"):
        received(mine).as_bytes()


@pytest.mark.parametrize("promotion", list(Promotion))
def test_a_place_given_past_the_queue_is_not_called_free(promotion: Promotion) -> None:
    event = an_event(seats=1, promotion=promotion)
    a_registration(event)
    waiting = a_queue(event, 1, language="sv")[0]
    force_seat(waiting, actor="organizer", reason="Talar på mötet", now=NOON)
    letter = letters.place_given(waiting, turn_of(waiting), ID)

    for text in (text_of(letter), html_of(letter)):
        assert f"Nu har du en plats på {event.title}" in text
        assert "blivit ledig" not in text


def test_letters_in_swedish_call_a_cancellation_by_one_word() -> None:
    mine = a_registration(an_event(), language="sv")
    cancel(mine, now=NOON)
    for by_organizer in (True, False):
        letter = letters.cancelled(mine, None, ID, by_organizer=by_organizer)
        for text in (letter.subject, text_of(letter), html_of(letter)):
            assert "avanmäl" in text
            assert "avbok" not in text


@pytest.mark.parametrize(
    ("state", "sentence", "ticket_shown"),
    [
        (EventState.POSTPONED, "När: Evenemanget är uppskjutet", True),
        (EventState.CANCELLED, "När: Evenemanget är inställt", False),
    ],
)
def test_a_letter_names_no_time_that_no_longer_holds(
    state: EventState, sentence: str, ticket_shown: bool
) -> None:
    mine = a_registration(an_event())
    mine.event.state = state

    letter = letters.link_again(mine, turn_of(mine), ID)

    assert letter.calendar is None
    assert sentence in (letter.body or "")
    assert "31 mars" not in (letter.body or "")
    assert (format_code(ticket.current_code(mine)) in (letter.body or "")) is ticket_shown


def test_a_letter_and_its_invitation_name_house_street_and_town() -> None:
    facts = {"venue_name": "Medborgarhuset", "venue_city": "Örebro", "venue_address": ""}
    letter = received(a_registration(an_event(**facts)))

    assert "Var: Medborgarhuset, Örebro" in (letter.body or "")
    assert letter.calendar is not None
    (entry,) = Calendar.from_ical(letter.calendar.ics).walk("VEVENT")
    assert str(entry["LOCATION"]) == "Medborgarhuset, Örebro"


def test_whoever_was_registered_by_others_learns_that_questions_wait() -> None:
    event = an_event()
    for code in ("food", "bus"):
        facts = {"kind": QuestionKind.YES_NO, "label": {"sv": "Fråga"}, "required": True}
        db.session.add(RegistrationQuestion(event_id=event.id, code=code, **facts))
    db.session.flush()
    taken_in, answered = a_registration(event), a_registration(event)
    answered.answers = {"food": "yes", "bus": "no"}
    taken_in.language = answered.language = "en"

    for part in (text_of(received(taken_in)), html_of(received(taken_in))):
        assert "2 questions wait for your answers." in part
    assert "wait for your answer" not in text_of(received(answered))


def test_whoever_was_registered_with_others_is_told_so_and_nobody_is_named() -> None:
    event = an_event(seats=2)
    for _ in range(2):
        a_registration(event)
    people = [an_applicant(), an_applicant()]
    party = register_party(event.slug, people, whole=True, now=NOON)
    mine, other = (person.registration for person in party)
    mine.language = "en"

    letter = letters.received(mine, None, ID, in_party=True)

    for part in (str(letter.body), str(letter.html)):
        assert "Someone has registered you together with others" in part
        assert "You wait in a group of 2" in part
        assert other.name not in part
