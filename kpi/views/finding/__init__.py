"""How people get to what they look for: the days that are worth looking at, and whatever has a name."""
