"""A schedule as other systems write it: read from their files, and what ours say of a session."""
