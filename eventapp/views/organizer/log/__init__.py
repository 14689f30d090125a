"""The log at the desk: the whole of it, and that of one event."""
