"""The reports that are not the usual one, each a composition of the same blocks, so that Word and PDF come alike."""
