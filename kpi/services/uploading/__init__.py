"""What a large file would change, all its rows at once."""
