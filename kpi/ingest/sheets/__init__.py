"""A sheet from its first row to its last."""
