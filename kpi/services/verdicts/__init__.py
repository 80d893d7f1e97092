"""Verdicts that are written down, what became of them, and any two views of a plan side by side with the cause of each difference."""
