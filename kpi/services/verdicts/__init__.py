"""Verdicts that are written down, what became of them, and any two views of a plan with the cause of each difference."""
