"""From verdicts to decisions, in words: gaps, catching up, lamps, roll-ups, members, scenarios."""
