"""Registrations of an event: the list, each person, and what is done with many."""

from eventapp.views.organizer.registration import (
    approval,
    bulk,
    cancellation,
    double,
    edit,
    export,
    registration,
    view,
)

ROOMS = (view, bulk, approval, cancellation, double, export, registration, edit)
