"""Lists as people paste them: from a spreadsheet, from a mail program, typed."""

import pytest
from flask import Flask

from eventapp.domain.people.organisation import load_directory
from eventapp.forms.registration.invitee import InviteeForm
from tests.builders import NOON, an_organisation


def read(app: Flask, people: str) -> InviteeForm:
    directory = load_directory(on=NOON.date())
    with app.test_request_context(
        method="POST", data={"people": people}, headers={"Accept-Language": "en"}
    ):
        form = InviteeForm([], directory, meta={"csrf": False})
        form.validate()
        return form


@pytest.mark.parametrize(
    ("line", "name", "email", "organisation"),
    [
        ("anna@town.example", "", "anna@town.example", ""),
        ("Anna Ek, Anna@Town.example, Älvstad", "Anna Ek", "anna@town.example", "Älvstad"),
        ("Anna Ek\tanna@town.example\tÄlvstad", "Anna Ek", "anna@town.example", "Älvstad"),
        ("anna@town.example;Anna Ek;Älvstad", "Anna Ek", "anna@town.example", "Älvstad"),
        ("anna@town.example; Älvstad", "", "anna@town.example", "Älvstad"),
        ("Anna Ek, anna@town.example, town.example", "Anna Ek", "anna@town.example", ""),
        ("Anna Ek\tanna@town.example\twww.town.example", "Anna Ek", "anna@town.example", ""),
        ("Anna Ek, anna@town.example, St. Erik", "Anna Ek", "anna@town.example", "St. Erik"),
        ("Anna Ek <anna@town.example>", "Anna Ek", "anna@town.example", ""),
        ('"Ek, Anna" <mailto:anna@town.example>,', "Ek Anna", "anna@town.example", ""),
    ],
)
def test_a_line_is_read_however_it_was_copied(
    app: Flask, line: str, name: str, email: str, organisation: str
) -> None:
    (person,) = read(app, line).candidates
    assert (person.name, person.email, person.organisation) == (name, email, organisation)


def test_several_in_a_line_are_several_people(app: Flask) -> None:
    for text in ("a@town.example b@town.example", "A <a@town.example>; B <b@town.example>;"):
        assert [person.email[0] for person in read(app, text).candidates] == ["a", "b"]


def test_an_organisation_of_the_directory_has_its_name_there(app: Flask) -> None:
    an_organisation("Älvstads kommun")
    (person,) = read(app, "a@town.example, älvstads KOMMUN").candidates
    assert person.organisation == "Älvstads kommun"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write at least one address"),
        ("a@town.example\n\nAnna Ek", "Line 3"),
        ("åsa@town.example", "Line 1"),
        ("www.town.example a@town.example", "a name cannot contain a web address"),
        (f"{'n' * 200}, a@town.example", "too long"),
        (f"a@town.example, {'n' * 200}", "too long"),
        ("\n".join(f"a{n}@town.example" for n in range(2001)), "at most 2,000 people"),
        ("a@town.example\x00", "hidden control characters"),
        ("a@b@c, d", "Line 1"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(app: Flask, text: str, sentence: str) -> None:
    form = read(app, text)
    assert sentence in " ".join(form.people.errors)
    assert form.people.data == text.strip("\n")
