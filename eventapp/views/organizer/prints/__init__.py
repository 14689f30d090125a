"""What is taken from the desk on paper: badges, lists, signs, tickets, certificates."""
