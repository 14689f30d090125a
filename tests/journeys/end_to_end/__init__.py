"""The people of the whole use case, and the demo that it runs on."""
