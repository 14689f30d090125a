"""Events and conferences for public bodies that bring municipalities together."""
