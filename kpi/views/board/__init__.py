"""The overview: the plan as one picture, its cards and what to do next."""
