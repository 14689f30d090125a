"""Taking in a schedule that another system wrote."""
