"""Keeping the database: copies, proof, and who did what."""
