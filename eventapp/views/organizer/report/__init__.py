"""Reports for organizers and analysts."""

from eventapp.views.organizer.report import file, report, summary, text

ROOMS = (report, text, file, summary)
