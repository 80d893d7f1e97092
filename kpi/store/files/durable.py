"""Making sure that what was written outlives a loss of power: a file's bytes, and its name in its folder."""

import os
from contextlib import suppress
from pathlib import Path

_OWNER_ALONE = 0o600


def keep_to_owner(*paths: Path) -> None:
    """Lets nobody else read or write files of ours, as far as they are there and ours to say."""
    for path in paths:
        with suppress(OSError):
            path.chmod(_OWNER_ALONE)


def settle(path: Path) -> None:
    """Waits until a file and its name are on the disk. OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    settle_name(path)


def settle_name(path: Path) -> None:
    """Waits until the folder holds the file's name. Windows opens no folder, and there is nothing to wait for."""
    if os.name == "nt":
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def free_name(wanted: Path) -> Path:
    """`wanted`, or with a number behind it the first name that nothing has."""
    others = (wanted.with_name(f"{wanted.name}-{number}") for number in range(2, 10_000))
    return next(name for name in (wanted, *others) if not name.exists())
