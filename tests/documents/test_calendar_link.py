"""Links into calendars on the web say the entry's moments in UTC, and nothing that is cancelled."""

from urllib.parse import parse_qs, urlsplit

from eventapp.documents.calendar_link import calendar_links, webcal
from tests.documents.calendars import an_entry


def test_links_carry_title_moments_and_place() -> None:
    entry = an_entry(summary="Dialog & samtal", location="Hallen", url="https://sample.example/e")

    (link,) = calendar_links([entry])
    google, outlook = (parse_qs(urlsplit(url).query) for url in (link.google, link.outlook))

    assert google["dates"] == ["20230613T100000Z/20230613T110000Z"]
    assert (outlook["startdt"], outlook["enddt"]) == (
        ["2023-06-13T10:00:00Z"],
        ["2023-06-13T11:00:00Z"],
    )
    assert google["text"] == outlook["subject"] == ["Dialog & samtal"]
    assert google["location"] == outlook["location"] == ["Hallen"]
    assert google["details"] == outlook["body"] == ["https://sample.example/e"]


def test_what_is_cancelled_has_no_link() -> None:
    assert calendar_links([an_entry(cancelled=True)]) == []


def test_a_feed_is_subscribed_to_at_the_same_address() -> None:
    assert webcal("https://sample.example/a.ics") == "webcal://sample.example/a.ics"
