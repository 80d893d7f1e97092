"""Duties as people read them."""
