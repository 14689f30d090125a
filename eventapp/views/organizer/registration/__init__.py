"""Registrations of an event: the list, each person, and what is done with many."""

from eventapp.views.organizer.registration import (
    bulk,
    double,
    edit,
    export,
    invitee,
    invitee_letter,
    registration,
    view,
)

ROOMS = (view, bulk, double, export, registration, edit, invitee_letter, invitee)
