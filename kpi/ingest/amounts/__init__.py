"""Numbers as people write them, with their units: what one text says, held against the measure it is for."""
