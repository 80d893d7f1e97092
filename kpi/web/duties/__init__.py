"""Duties on their pages: what I owe, and how far everybody has come."""
