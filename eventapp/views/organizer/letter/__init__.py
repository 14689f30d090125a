"""Letters to people of an event: written, sent, and those that go by themselves."""
