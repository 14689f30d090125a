"""The start list as an administrator of an empty installation uses it."""

import email
import email.policy
import re

import pytest
from icalendar import Calendar

from eventapp.domain.event.start_list import StartStep
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account, Job, JobState, MailTrial
from eventapp.worker.loop import run_all
from tests.builders import an_event
from tests.builders.account import an_account, an_admin, signed_in
from tests.builders.forms import send
from tests.visitor import Visitor

HOME = "/organizer"
TRIALS = "/organizer/start/mail-trials"


@pytest.fixture
def mode() -> str:
    """Mail goes to the local mailbox."""
    return "demo"


@pytest.fixture
def admin(client: Visitor) -> Visitor:
    """A browser in which the first administrator has signed in."""
    client.set_cookie("language", "en")
    return signed_in(client, an_admin(Role.ORGANIZER))


def test_an_empty_installation_says_what_is_left(admin: Visitor) -> None:
    page = admin.get(HOME).text
    assert "7 steps left before you can invite" in page
    assert "You are the only administrator." in page
    assert "/organizer/events/new" in page


def test_who_is_called_after_their_address_is_asked_for_a_name(admin: Visitor) -> None:
    assert "Write your name" not in admin.get(HOME).text
    account = db.session.query(Account).one()
    account.name = account.email.partition("@")[0]
    db.session.commit()
    assert "Write your name" in admin.get(HOME).text


def test_one_without_the_right_sees_no_list(client: Visitor) -> None:
    client.set_cookie("language", "en")
    assert "steps left" not in signed_in(client, an_account(Role.EDITOR)).get(HOME).text


def test_the_test_email_holds_an_invitation_and_is_asked_about(admin: Visitor) -> None:
    assert send(admin, TRIALS, page=HOME, trial_email="viggo@bra.example").status_code == 303
    assert "viggo@bra.example is on its way" in admin.get(HOME).text
    code = db.session.query(MailTrial).one().code
    mails = admin.application.extensions["settings"].data_folder / "mailbox"
    run_all()

    (path,) = mails.glob("*.eml")
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert letter["To"] == "viggo@bra.example"
    parts = {part.get_content_type(): part for part in letter.walk()}
    invitation = Calendar.from_ical(parts["text/calendar"].get_content())
    assert invitation["METHOD"] == "REQUEST"
    (entry,) = invitation.events
    assert entry.start.hour == 9

    assert "What did you see?" in admin.get(HOME).text
    address = f"{TRIALS}/{code}/outcome"
    assert send(admin, address, page=HOME).status_code == 422
    assert send(admin, address, page=HOME, outcome="junk").status_code == 303
    assert "SPF, DKIM and DMARC" in admin.get(HOME).text
    assert send(admin, address, page=HOME, outcome="both").status_code == 303
    assert "6 steps left" in admin.get(HOME).text


def test_a_wrong_address_keeps_what_was_typed(admin: Visitor) -> None:
    answer = send(admin, TRIALS, page=HOME, trial_email="viggo.bra.example")
    assert answer.status_code == 422
    assert 'value="viggo.bra.example"' in answer.text


def test_the_trail_of_a_refused_trial_leads_to_where_its_form_stood(admin: Visitor) -> None:
    """To the start list while there is one; to the health page later."""

    def trail() -> list[str]:
        page = send(admin, TRIALS, page=HOME, trial_email="viggo").text
        nav = page.split('class="crumbs"')[1].split("</nav>")[0]
        return re.findall('href="([^"]+)"', nav)

    assert trail() == [HOME]
    for step in StartStep:
        send(admin, f"/organizer/start/steps/{step}/aside", page=HOME)
    send(admin, "/organizer/start/end", page=HOME)
    assert trail() == ["/organizer/health"]


def test_what_the_mail_server_answered_stands_there_word_for_word(admin: Visitor) -> None:
    send(admin, TRIALS, page=HOME, trial_email="viggo@bra.example")
    job = db.session.query(Job).one()
    job.error, job.attempts, job.state = "SMTP 535 5.7.8 <b>No</b>", 1, JobState.WAITING
    db.session.commit()
    page = admin.get(HOME).text
    assert "The test email did not arrive" in page
    assert "SMTP 535 5.7.8 &lt;b&gt;No&lt;/b&gt;" in page


def test_every_step_can_be_set_aside_and_then_the_list_is_closed(admin: Visitor) -> None:
    for step in StartStep:
        assert send(admin, f"/organizer/start/steps/{step}/aside", page=HOME).status_code == 303
    assert "Everything is ready" in admin.get(HOME).text
    assert send(admin, "/organizer/start/steps/mail/resumption", page=HOME).status_code == 303
    assert "1 step left" in admin.get(HOME).text
    send(admin, "/organizer/start/end", page=HOME)
    assert "1 step left" in admin.get(HOME).text, "it does not end while something is left"
    send(admin, "/organizer/start/steps/mail/aside", page=HOME)
    send(admin, "/organizer/start/end", page=HOME)
    assert "Hello, Viggo" in admin.get(HOME).text


def test_there_is_no_other_step(admin: Visitor) -> None:
    assert send(admin, "/organizer/start/steps/dance/aside", page=HOME).status_code == 404
    assert send(admin, f"{TRIALS}/abc/outcome", page=HOME, outcome="both").status_code == 404


def test_a_finished_step_no_longer_says_what_is_left(admin: Visitor) -> None:
    undecided = "Nothing is deleted until you have decided."
    assert undecided in admin.get(HOME).text
    send(
        admin,
        "/organizer/retention/rules",
        page="/organizer/retention",
        kind="scans",
        reference="1",
    )
    an_event()

    page = admin.get(HOME).text

    assert undecided not in page
    assert "You have decided what is deleted, and when." in page
    assert "It is among the events below." in page
