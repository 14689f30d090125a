"""One-time codes on paper: each opens the survey once, and they are shown once."""

import re

from eventapp.domain.permission import Role
from eventapp.extensions import db
from tests.builders.account import an_account, signed_in
from tests.builders.survey import an_open_survey
from tests.visitor import Visitor


def test_codes_are_shown_once_and_open_the_survey_once(client: Visitor) -> None:
    survey = an_open_survey(12)
    path = f"/organizer/events/{survey.event.slug}/surveys/{survey.code}/codes"
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    desk = signed_in(client, an_account(Role.ORGANIZER))
    assert "Each code opens the survey once." in desk.get(path).text
    for wrong in ("0", "101", "nonsense", ""):
        data = {"number": wrong, "csrf_token": desk.form_token()}
        answer = desk.post(path, data=data)
        assert answer.status_code == 422
        assert "Write a whole number from 1 to 100" in answer.text or not wrong

    page = desk.post(path, data={"number": "3", "csrf_token": desk.form_token()})

    links = set(re.findall(r"/surveys/[a-z2-7]{32}", page.text))
    assert (page.status_code, len(links), page.text.count("pairing-qr")) == (200, 3, 3)
    db.session.expire_all()
    assert survey.asked == 15
    assert "Some of them got a one-time code on paper" in desk.get(path.removesuffix("/codes")).text
    link = links.pop()
    assert client.get(link).status_code == 200
    assert client.post(link, data={"q-q3": "4"}).status_code == 303
    assert client.get(link).status_code == 410


def test_the_page_of_the_codes_loaded_again_makes_none_and_says_so(client: Visitor) -> None:
    survey = an_open_survey(12)
    path = f"/organizer/events/{survey.event.slug}/surveys/{survey.code}/codes"
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    desk = signed_in(client, an_account(Role.ORGANIZER))
    data = {"number": "3", "csrf_token": desk.form_token(), "form_id": "once"}
    assert desk.post(path, data=data).status_code == 200

    again = desk.post(path, data=data, follow_redirects=True)

    assert again.request.path == path
    assert "are not shown again" in again.text
    db.session.expire_all()
    assert (survey.asked, survey.slips) == (15, 3)
