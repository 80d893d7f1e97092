"""催办 on its page: who owes, reminding, what went out, and where units and places are reached."""
