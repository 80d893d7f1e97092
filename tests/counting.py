"""Speed as a test can hold it: how often something is called, the same on every machine. Seconds are for `make bench`."""

import sys
import threading
from contextlib import contextmanager
from types import ModuleType
from unittest import mock


class TooMuchWork(AssertionError):
    """More calls than were allowed; raised at the first of them, so that endless work ends too."""


@contextmanager
def at_most(calls: int, module: ModuleType, name: str):
    """Fails once the function `name` of `module` has been called more than `calls` times."""
    made, function = 0, getattr(module, name)

    def counting(*arguments, **options):
        nonlocal made
        made += 1
        if made > calls:
            raise TooMuchWork(f"{name} was called more than {calls} times")
        return function(*arguments, **options)

    with mock.patch.object(module, name, counting):
        yield


@contextmanager
def calls():
    """A function that tells how many functions were called inside, Python's own and those of threads that began among them."""
    made = 0

    def note(_frame, event, _argument):
        nonlocal made
        made += event in ("call", "c_call")

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield lambda: made
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
