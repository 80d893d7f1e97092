"""One entry of a table → one observation."""
