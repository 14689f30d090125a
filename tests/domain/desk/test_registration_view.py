"""Saved views: one's own list of them, and an address that a colleague may open."""

import pytest

from eventapp.domain.desk import registration_view
from eventapp.domain.desk.registration_view import (
    TooManyViews,
    ViewNameTaken,
    ViewOfSomebodyElse,
    delete_view,
    find_view,
    list_views,
    save_view,
)
from eventapp.domain.permission import Role
from tests.builders import NOON, an_event
from tests.builders.account import an_account

pytestmark = pytest.mark.usefixtures("app")


def test_views_are_listed_for_their_account_and_event_and_found_by_code() -> None:
    event, other, account = an_event(), an_event(), an_account()
    view = save_view(event, account, "Väntar", "state=waitlisted", now=NOON)

    assert list(list_views(event, account)) == [view]
    assert list(list_views(other, account)) == list(list_views(event, an_account())) == []
    assert find_view(event, view.code) is view
    assert find_view(other, view.code) is None
    delete_view(view, account)
    assert list(list_views(event, account)) == []


def test_a_name_is_used_once_and_there_are_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registration_view, "VIEWS_MAX", 2)
    event, account = an_event(), an_account()
    save_view(event, account, "Väntar", "", now=NOON)
    with pytest.raises(ViewNameTaken):
        save_view(event, account, "Väntar", "", now=NOON)
    save_view(event, account, "Annat", "", now=NOON)
    with pytest.raises(TooManyViews):
        save_view(event, account, "Tredje", "", now=NOON)


def test_only_its_maker_or_an_administrator_deletes_a_view() -> None:
    event, maker = an_event(), an_account(Role.ORGANIZER)
    view = save_view(event, maker, "Väntar", "state=waitlisted", now=NOON)

    for colleague in (an_account(Role.ORGANIZER), an_account(Role.ORGANIZER, event=event)):
        with pytest.raises(ViewOfSomebodyElse):
            delete_view(view, colleague)
    assert find_view(event, view.code) is view
    delete_view(view, an_account(Role.ADMIN))
    assert list(list_views(event, maker)) == []
