"""How well search finds what municipalities ask for: cards, questions, and two measures."""
