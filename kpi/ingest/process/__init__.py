"""The limited child as its parent sees it: how it is born, fed, timed and buried."""
