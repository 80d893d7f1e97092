"""What waits for another person's word, what was published and what is locked, as the store keeps it."""
