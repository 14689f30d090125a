"""This tree beside another revision of it, over HTTP."""
