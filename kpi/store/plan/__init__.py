"""The plan in the store: a log of its rows as text, the revisions that wrote them, and the rows that count."""
