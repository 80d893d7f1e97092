"""What is worked out from verdicts: gaps, lamps, members, roll-ups, what-if."""
