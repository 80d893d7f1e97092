"""How many examples Hypothesis tries, by HYPOTHESIS_PROFILE: in `make test` the same few each time, a quarter of them in
`make check`, and in `make torture` many that are new each time.
"""

import os

from hypothesis import settings

ALL = 100
"""What a test's own number of examples is said for; its part of that is tried in each profile."""
SHARES = {"test": 40, "check": 10, "torture": 1000}


def load() -> None:
    """Settles the profile for all tests that do not ask for a number of their own."""
    for name, share in SHARES.items():
        known = name != "torture"
        settings.register_profile(name, max_examples=share, deadline=None, derandomize=known, print_blob=True)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))


def examples(number: int) -> int:
    """`number` for a test whose examples are costly, or its part of that in the profile."""
    return max(number * settings().max_examples // ALL, 2)
