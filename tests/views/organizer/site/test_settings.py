"""The settings page: saved, previewed, put back; and what everybody then sees."""

from io import BytesIO
from typing import Any

import pytest

from eventapp.documents import logo
from eventapp.domain.permission import Role
from eventapp.domain.site.settings import save_settings
from eventapp.domain.site.site import Site, newest_version, site_of
from eventapp.extensions import db
from tests.builders import NOON
from tests.builders.account import an_account, signed_in
from tests.builders.forms import send
from tests.visitor import Visitor

HOME = "/organizer/settings"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0h20v10H0z"/></svg>'
WRITTEN: dict[str, Any] = {
    "name": "Region Exempel",
    "tagline": "Våra möten",
    "start_title": "Välkommen hit",
    "contact_email": "fraga@region.example",
    "accent": "#7A1F5C",
    "languages": ["sv", "en"],
    "default_language": "sv",
    "min_group": "7",
    "questions": "",
}


@pytest.fixture
def admin(client: Visitor) -> Visitor:
    client.set_cookie("language", "en")
    return signed_in(client, an_account(Role.ADMIN))


def saved() -> Site:
    db.session.expire_all()
    row = newest_version()
    return site_of(row) if row else Site()


def upload(admin: Visitor, content: bytes, version: int) -> Any:
    fields = {
        "csrf_token": admin.form_token(),
        "version": str(version),
        "file": (BytesIO(content), "logo.svg"),
    }
    return admin.post(f"{HOME}/logo", data=fields, content_type="multipart/form-data")


def test_the_form_starts_with_what_the_operator_set(admin: Visitor) -> None:
    page = admin.get(HOME).text

    assert 'value="Brottsförebyggande rådet"' in page
    assert 'value="08-465 004 10"' in page


def test_what_is_saved_shows_on_every_page_at_once(admin: Visitor) -> None:
    assert "Region Exempel" not in admin.get("/").text

    assert send(admin, HOME, **WRITTEN, version="0").status_code == 303

    page = admin.get(HOME).text
    assert page.count("Region Exempel") > 1  # the head too
    assert "fraga@region.example" in page
    assert "/look/theme-7a1f5c.css" in page
    theme = admin.get("/look/theme-7a1f5c.css")
    assert (theme.status_code, theme.mimetype) == (200, "text/css")
    assert "#7a1f5c" in theme.text
    assert saved().min_group == 7


def test_a_page_is_titled_with_the_name_of_the_site(admin: Visitor) -> None:
    """Not with the line beneath it: that names no site."""
    send(admin, HOME, **WRITTEN, version="0")

    for address in ("/", HOME, "/door"):
        title = admin.get(address).text.split("<title>")[1].split("</title>")[0]
        assert title.endswith("– Region Exempel"), address


def test_what_was_saved_is_undone_from_where_it_is_confirmed(admin: Visitor) -> None:
    """The first save goes back to what was installed; a later one to the one before it."""
    installed = admin.get(HOME).text
    first = send(admin, HOME, **WRITTEN, version="0")
    version = saved().version
    undo = f"{HOME}/history/0/restoration"
    assert undo in admin.get(first.location).text
    assert undo not in installed + admin.get(HOME).text

    assert send(admin, undo, version="0").status_code == 409
    assert send(admin, undo, version=str(version)).status_code == 303
    assert saved().name == "Brottsförebyggande rådet"

    restored = saved().version
    second = send(admin, HOME, **WRITTEN, version=str(restored))
    last = saved().version
    undo = f"{HOME}/history/{restored}/restoration"
    assert undo in admin.get(second.location).text
    upload(admin, SVG, last)
    assert undo not in admin.get(second.location).text  # another save followed
    logo_saved = admin.get(f"{HOME}?saved={saved().version}").text
    assert f"{HOME}/history/{last}/restoration" in logo_saved
    for odd in ("x", "-1", "99999999999999999999"):
        assert admin.get(f"{HOME}?saved={odd}").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "called"),
        ({"contact_email": "nobody"}, "no @"),
        ({"contact_phone": "ring oss"}, "in digits"),
        ({"accessibility_report_url": "javascript:alert(1)"}, "https://"),
        ({"accent": "red"}, "six digits"),
        ({"accent": "#ffcc00"}, "nearest colour that works is #"),
        ({"languages": []}, "at least one language"),
        ({"languages": ["en"]}, "one of the languages"),
        ({"languages": ["fr"]}, "no longer exists"),
        ({"min_group": "4"}, "from 5 to 50"),
        ({"questions": "no-such-event"}, "no longer exists"),
        ({"signature": "x" * 301}, "at most 300"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    admin: Visitor, wrong: dict[str, Any], sentence: str
) -> None:
    for address in (HOME, f"{HOME}/preview"):
        answer = send(admin, address, **WRITTEN | wrong, version="0")
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "Välkommen hit" in answer.text
    assert saved() == Site()


def test_a_preview_shows_everything_and_saves_nothing(admin: Visitor) -> None:
    preview = send(admin, f"{HOME}/preview", **WRITTEN, version="0")

    assert preview.status_code == 200
    head = preview.text.split("<main")[0]
    assert "Region Exempel" in head
    assert "/look/theme-7a1f5c.css" in head
    assert "Välkommen hit" in preview.text
    assert saved() == Site()
    back = send(admin, HOME, **WRITTEN, version="0", back="1")
    assert (back.status_code, 'value="Välkommen hit"' in back.text) == (200, True)
    assert saved() == Site()


def test_a_stale_save_shows_both_texts_and_can_be_sent_again(admin: Visitor) -> None:
    save_settings(Site(name="Någon annans"), version=0, actor="a2", now=NOON)
    db.session.commit()

    stale = send(admin, HOME, **WRITTEN, version="0")

    assert stale.status_code == 409
    assert "Någon annans" in stale.text
    assert "Region Exempel" in stale.text
    version = saved().version
    assert send(admin, HOME, **WRITTEN, version=str(version)).status_code == 303


def test_the_history_says_who_and_puts_an_older_version_back(admin: Visitor) -> None:
    send(admin, HOME, **WRITTEN, version="0")
    first = saved().version
    send(admin, HOME, **WRITTEN | {"name": "Fel namn"}, version=str(first))
    last = saved().version

    history = admin.get(f"{HOME}/history").text
    assert f"Version {last}" in history
    assert "Viggo Sävklang" in history
    shown = admin.get(f"{HOME}/history/{first}").text
    assert "Fel namn" in shown
    assert "Region Exempel" in shown

    stale = send(admin, f"{HOME}/history/{first}/restoration", version="0")
    restored = send(admin, f"{HOME}/history/{first}/restoration", version=str(last))
    assert (stale.status_code, restored.status_code) == (409, 303)
    assert saved().name == "Region Exempel"
    assert admin.get(f"{HOME}/history/99999999999999").status_code == 404


def test_a_logo_stands_in_the_head_until_it_is_removed(admin: Visitor) -> None:
    assert upload(admin, SVG, 0).status_code == 303
    site = saved()

    assert f"/look/logo-{site.logo}.png" in admin.get(HOME).text.split("<main")[0]
    picture = admin.get(f"/look/logo-{site.logo}.png")
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert admin.get("/look/logo-none.png").status_code == 404
    assert upload(admin, SVG, 0).status_code == 409
    gone = send(admin, f"{HOME}/logo/removal", version=str(site.version))
    assert (gone.status_code, saved().logo) == (303, "")


@pytest.mark.parametrize("content", [b"", b"<svg", SVG])
def test_a_file_that_is_no_logo_is_refused_kindly(
    admin: Visitor, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logo, "FILE_MAX_BYTES", len(SVG) - 1)

    answer = upload(admin, content, 0)

    assert answer.status_code == 422
    assert saved() == Site()


def test_one_language_has_no_switch_and_speaks_to_everybody(admin: Visitor) -> None:
    english_only = WRITTEN | {"languages": ["en"], "default_language": "en"}
    send(admin, HOME, **english_only, version="0")

    page = admin.get("/", headers={"Accept-Language": "sv"}).text

    assert '<html lang="en">' in page
    assert "site-lang" not in page


@pytest.mark.parametrize("accent", ["12345", "zzzzzz", "0c4a43;x"])
def test_only_a_colour_has_a_theme(client: Visitor, accent: str) -> None:
    assert client.get(f"/look/theme-{accent}.css").status_code == 404
