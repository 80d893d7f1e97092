"""What of two states of a plan is held against each other."""

from collections.abc import Collection, Iterator

Key = tuple[str, int | None]
"""A target, and the year of it that is judged where it is judged by years."""


def paired(old: Collection[Key], new: Collection[Key]) -> Iterator[tuple[Key, Key, Key]]:
    """What is judged in either of two states, with its keys before and after.

    A target that has years in one state only is told by these, each held against the whole of it.
    """
    years = [{target for target, year in keys if year is not None} for keys in (old, new)]
    for target, year in dict.fromkeys((*new, *old)):
        key, whole = (target, year), (target, None)
        if year is None and any(key not in keys and target in of for keys, of in zip((old, new), years, strict=True)):
            continue
        before, after = (whole if key not in keys and whole in keys else key for keys in (old, new))
        yield key, before, after
