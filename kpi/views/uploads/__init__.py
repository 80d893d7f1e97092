"""Uploads in words: problems, what loading would change, and how files are read."""
