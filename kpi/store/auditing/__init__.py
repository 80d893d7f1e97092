"""The audit log: its chain, and what a store does with it."""
