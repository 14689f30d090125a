"""People who came without being registered, as organizers see and decide about them."""
