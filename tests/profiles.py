"""How many examples Hypothesis tries: all in `make test`, a tenth in `make check`, which sets HYPOTHESIS_PROFILE."""

import os

from hypothesis import settings

ALL = 100
ALL_EXAMPLES = settings(max_examples=ALL, deadline=None, derandomize=True, print_blob=True)
PART = 10


def load() -> None:
    """Settles the profile for all tests that do not ask for a number of their own."""
    settings.register_profile("test", ALL_EXAMPLES)
    settings.register_profile("check", ALL_EXAMPLES, max_examples=ALL // PART)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))


def examples(number: int) -> int:
    """`number` for a test whose examples are costly, or its part of that in `make check`."""
    return max(number * settings().max_examples // ALL, 2)
