"""催办 as people read it: who owes, and what went out."""
