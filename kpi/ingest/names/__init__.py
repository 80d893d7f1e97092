"""Measures, regions and places by every way of writing them."""
