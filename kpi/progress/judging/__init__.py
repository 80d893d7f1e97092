"""What figures say about targets, row by row: evidence, comparison, numbers and status, for many targets at once."""
