"""Registrations of an event: the list, each person, and what is done with many."""

from eventapp.views.organizer.registration import bulk, edit, registration, view

ROOMS = (view, bulk, registration, edit)
