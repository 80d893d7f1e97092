"""The parts of the page of approval: what waits, one submission, publication, locked periods."""
