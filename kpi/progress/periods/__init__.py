"""Days, windows and intervals: the arithmetic of periods. Nothing here knows what is measured or judged."""
