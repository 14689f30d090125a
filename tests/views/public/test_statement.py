"""The statements: accessibility, personal data, cookies."""

from dataclasses import replace

import pytest

from eventapp.domain.retention.rule import withdraw
from eventapp.domain.site.settings import save_settings
from eventapp.domain.site.site import Site, forget_site
from eventapp.extensions import db
from eventapp.models import DataKind
from tests.builders import DAY, NOON
from tests.builders.retention import a_rule
from tests.views.public.pages import ask, read, tell
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")

PAGES = {
    "/accessibility": ("Tillgänglighetsredogörelse", "Accessibility statement"),
    "/privacy": ("Så hanterar vi personuppgifter", "How we handle personal data"),
    "/cookies": ("Kakor", "Cookies"),
}


@pytest.mark.parametrize("path", PAGES)
def test_each_statement_stands_whole_in_both_languages(client: Visitor, path: str) -> None:
    for language, title in zip(("sv", "en"), PAGES[path], strict=True):
        html = read(client, path, language)
        assert f"<h1>{title}</h1>" in html
        assert f'<html lang="{language}">' in html
        assert html.count("<h1") == 1
        assert html.count("<h2>") >= 4


def test_the_accessibility_statement_holds_what_the_law_asks_for(client: Visitor) -> None:
    said = tell(client, "/accessibility")

    for part in (
        "delvis förenlig",
        "2018:1937",
        "konferens@bra.example",
        "12 §",
        "9 §",
        "självskattning",
        "2026-11-22",
    ):
        assert part in said
    assert "https://www.digg.se/tdosanmalan" in read(client, "/accessibility")


def test_the_page_on_personal_data_tells_of_rights_and_protected_identity(client: Visitor) -> None:
    said = tell(client, "/privacy")

    for part in ("Har du skyddade personuppgifter?", "allmän handling", "Anmälningar", "IMY"):
        assert part in said


def test_nobody_is_said_to_be_responsible_before_somebody_has_said_so(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = client.application
    nameless = replace(app.extensions["settings"], site_name="")
    monkeypatch.setitem(app.extensions, "settings", nameless)
    forget_site()

    said = tell(client, "/privacy")

    assert "är personuppgiftsansvarig för" not in said.replace("vem som är", "")
    assert "har ännu inte angett vem som är personuppgiftsansvarig" in said
    forget_site()


def test_the_responsible_authority_is_named(client: Visitor) -> None:
    save_settings(Site(name="Möten", operator="Region Exempel"), version=0, actor="admin", now=NOON)
    db.session.commit()
    forget_site()

    assert "Region Exempel är personuppgiftsansvarig" in tell(client, "/privacy")
    assert "Region Exempel is the controller" in tell(client, "/privacy", "en")


def test_the_page_on_personal_data_promises_what_is_decided_and_nothing_else(
    client: Visitor,
) -> None:
    nothing = tell(client, "/privacy", "en")
    assert "Registrations: No rule yet: kept until somebody decides." in nothing
    assert "Diet and accessibility: 14 days from the end of the event." in nothing
    assert "180 days" not in nothing
    assert "the same day as the date that the question says." in nothing
    assert ": 0 days" not in nothing

    rule = a_rule(DataKind.REGISTRATIONS, days=123)
    shown = tell(client, f"/privacy?on={NOON:%Y-%m-%d}", "en")
    assert "Registrations: 123 days from the end of the event." in shown
    withdraw(rule.kind, version=1, actor="admin", now=NOON + 40 * DAY)
    db.session.commit()

    assert "123 days" in tell(client, f"/privacy?on={NOON + 2 * DAY:%Y-%m-%d}", "en")
    assert "123 days" not in tell(client, f"/privacy?on={NOON - DAY:%Y-%m-%d}", "en")
    assert "123 days" not in tell(client, f"/privacy?on={NOON + 41 * DAY:%Y-%m-%d}", "en")
    assert "kept until somebody decides" in tell(client, "/privacy?on=yesterday", "en")


def test_the_page_on_cookies_names_every_cookie(client: Visitor) -> None:
    said = tell(client, "/cookies")

    assert "eventapp_session" in said
    assert "eventapp_phone" in said
    assert "language" in said
    assert "Medan du svarar på en enkät" in said


@pytest.mark.parametrize("path", ["/", *PAGES])
def test_every_page_leads_to_the_statements(client: Visitor, path: str) -> None:
    html = read(client, path)

    for statement in PAGES:
        assert f'href="{statement}"' in html


def test_a_statement_that_has_not_changed_is_not_sent_again(client: Visitor) -> None:
    first = ask(client, "/privacy")

    assert ask(client, "/privacy", If_None_Match=first.headers["ETag"]).status_code == 304
