"""Source documents: their text, and where figures are printed in it."""
