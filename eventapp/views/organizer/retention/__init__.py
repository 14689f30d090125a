"""What is deleted and when, what stays: rules, runs with receipts, pauses, closing an event."""

from eventapp.views.organizer.retention import closing, overview, pause, people_deletion, rule, run

ROOMS = (overview, rule, run, pause, closing, people_deletion)
