"""Changes of a plan as a person at the keyboard sees them: what a form is filled from, and what saving it would do."""
