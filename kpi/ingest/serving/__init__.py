"""Whole files read in the limited child, and what goes to and fro."""
