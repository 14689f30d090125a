"""What is deleted and when: rules, runs with their receipts, and pauses."""

from eventapp.views.organizer.retention import event_closing, overview, pause, rule, run

ROOMS = (overview, rule, run, pause, event_closing)
