"""A participant's own sessions: in calendars, as the day goes by, and on their phone."""
