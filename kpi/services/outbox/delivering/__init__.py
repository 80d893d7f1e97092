"""The drivers of the outbox: each takes a message out of the house and says what it knows of its arrival."""
