"""One measure with everything there is about it."""
