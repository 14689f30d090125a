"""Registrations of an event: the list, each person, and what is done with many."""

from eventapp.views.organizer.registration import (
    bulk,
    cancellation,
    double,
    edit,
    export,
    registration,
    view,
)

ROOMS = (view, bulk, cancellation, double, export, registration, edit)
