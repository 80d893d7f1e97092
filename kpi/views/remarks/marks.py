"""Marks on values (跟踪) as people read them: the value as it was when it was marked, and as it counts now."""

from collections.abc import Iterable, Iterator

import pandas as pd

from kpi.i18n import Texts
from kpi.model import FollowEntry, ValueOf, local
from kpi.views.amounts import NOTHING, Amounts
from kpi.views.figures import FigureWording
from kpi.views.remarks.listing import MarkView
from kpi.views.status import Known


def mark_views(known: Known, words: Texts, entries: Iterable[FollowEntry]) -> tuple[MarkView, ...]:
    """Every mark that is set, those whose value has moved since first, then the newest; of measures the plan has."""
    newest = {entry.mark_id: entry for entry in entries}
    first = {entry.mark_id: entry for entry in newest.values() if entry.marked}
    there = [entry for entry in first.values() if entry.measure_id in known.catalog.measures]
    views = _views(known, known.figures(words), words, there)
    return tuple(sorted(views, key=lambda view: (not view.moved, -view.mark_id)))


def _views(known: Known, wording: FigureWording, words: Texts, entries: list[FollowEntry]) -> Iterator[MarkView]:
    amounts, catalog = Amounts(words), known.catalog
    for entry in entries:
        measure, region = catalog.measures[entry.measure_id], catalog.regions.get(entry.region_code)
        label = wording.label(entry.breakdown, entry.member)
        own = region is not None and region != catalog.plan_region
        label = words.language.items.join(filter(None, (region.name(words.lang) if own and region else "", label)))
        name = measure.name(words.lang)
        row = value_row(known.frame, entry.of)
        yield MarkView(
            mark_id=entry.mark_id,
            version=entry.version,
            of=entry.of,
            name=words("report.with_label", name=name, label=label) if label else name,
            period=wording.period(entry.window_start, entry.window_end, entry.as_of),
            then=amounts.value(entry.value, measure, entry.qualifier),
            now=wording.views(known.frame, [row])[0].amount if row is not None else NOTHING,
            note=entry.note,
            at=local(entry.made_at),
            by=entry.made_by,
        )


def value_row(frame: pd.DataFrame, of: ValueOf) -> int | None:
    """The place of a value among those that count; None where it is not among them."""
    same = frame["measure_id"] == of.measure_id
    for name in ("region_code", "breakdown", "member"):
        same &= frame[name] == getattr(of, name)
    for name in ("window_start", "window_end", "as_of"):
        day = getattr(of, name)
        same &= frame[name].isna() if day is None else frame[name] == pd.Timestamp(day)
    places = same.to_numpy().nonzero()[0]
    return int(places[0]) if len(places) else None
