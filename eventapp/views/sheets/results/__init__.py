"""Results of surveys as charts and sentences, for the pages of every audience."""
