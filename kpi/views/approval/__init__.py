"""What was sent in, what is public and what is locked, in words."""
