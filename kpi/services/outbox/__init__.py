"""催办 as it goes out: who owes, what they are told on which way, what became of it, and the calendar of what is due."""
