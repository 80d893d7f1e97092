"""Bytes → tables of text."""
