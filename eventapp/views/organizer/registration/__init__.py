"""Registrations of an event: the list, each person, and what is done with many."""

from eventapp.views.organizer.registration import (
    approval,
    bulk,
    cancellation,
    correction,
    double,
    edit,
    export,
    invitee,
    invitee_letter,
    organisation_proof,
    registration,
    view,
)

ROOMS = (
    view,
    bulk,
    approval,
    organisation_proof,
    cancellation,
    correction,
    double,
    export,
    registration,
    edit,
    invitee_letter,
    invitee,
)
