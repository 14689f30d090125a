"""Those who play a part in the whole story, and the house that it is played in."""
