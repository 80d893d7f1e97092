"""The verdicts that are written down: how every plan stands in its default view, judged by what a transaction would leave."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

import pandas as pd

from kpi import progress
from kpi.catalog import Catalog
from kpi.model import JudgedPlan, Problem, Severity, Verdict, VerdictRun, local
from kpi.services.narrowing import within
from kpi.services.plans.catalogs import Plans
from kpi.store import Judge, Store, Uncommitted, counting_at
from kpi.views import assess


def judge_of(plans: Plans) -> Judge:
    """Who judges every plan of a database before a change is committed."""

    def judge(after: Uncommitted) -> Iterator[JudgedPlan]:
        revisions = after.revisions()
        ids = list(dict.fromkeys(each.plan_id for each in reversed(revisions) if each.counts_at(None)))
        for plan_id in ids:
            catalog = plans.catalog_from(after, plan_id, counting_at(revisions, plan_id))
            (looked,) = within(catalog, plan_id, None, alone=len(ids) < 2)
            last = after.last_period_end(*looked)
            frame = after.current([catalog.plan_region.region_code])
            yield judged(plan_id, catalog, frame, last, after.moment)

    return judge


def judged(plan_id: str, catalog: Catalog, frame: pd.DataFrame, coverage: date | None, moment: datetime) -> JudgedPlan:
    """A plan's default view: its own region, as of the coverage date, else of the day of a moment, in the default lamps."""
    as_of = coverage or local(moment).date()
    lamps = progress.scheme(catalog, progress.DEFAULT_SCHEME.scheme)
    found = assess(catalog, frame, as_of, region_code=catalog.plan_region.region_code)
    verdicts = tuple(progress.verdict_of(lamps, each) for each in found)
    return JudgedPlan(plan_id, as_of, lamps.scheme, progress.RULES_VERSION, verdicts)


def verdicts_are_due(store: Store, plan_ids: Collection[str]) -> bool:
    """Whether a plan was never judged, or last by other rules than these."""
    last = {run.plan_id: run.rules_version for run in reversed(store.verdict_runs())}
    return any(last.get(plan_id) != progress.RULES_VERSION for plan_id in plan_ids)


def unlike_verdicts(store: Store, plans: Plans) -> Iterator[Problem]:
    """Verdicts as written that these rules, by which they were, do not reach from the figures and the plan of their moment.

    Of several changes at one moment only the last left what is known of it.
    """
    moments = set[tuple[str, datetime]]()
    for run in store.verdict_runs():
        is_last = (run.plan_id, run.written_at) not in moments
        moments.add((run.plan_id, run.written_at))
        if is_last and run.rules_version == progress.RULES_VERSION:
            yield from _unlike(store, plans, run)


def _unlike(store: Store, plans: Plans, run: VerdictRun) -> Iterator[Problem]:
    catalog = plans.catalog(run.plan_id, run.written_at)
    ((measures, places),) = within(catalog, run.plan_id, None, alone=len(plans.ids) < 2)
    ends = store.period_ends(run.written_at, measures=measures, places=places)
    frame = store.known_at(run.written_at, [catalog.plan_region.region_code])
    again = judged(run.plan_id, catalog, frame, max(ends, default=None), run.written_at)
    if again.as_of != run.as_of:
        yield _problem(store, f"{run.plan_id} #{run.event_id}")
    for key in _differing(store.verdicts_at(run.plan_id, run.event_id), again.verdicts):
        yield _problem(store, " ".join(str(part) for part in (run.plan_id, *key, f"#{run.event_id}") if part is not None))


def _differing(written: Sequence[Verdict], again: Sequence[Verdict]) -> list[tuple[str, int | None]]:
    before, after = ({each.key: each for each in verdicts} for verdicts in (written, again))
    there = list(dict.fromkeys((*before, *after)))
    return [key for key in there if key not in before or key not in after or not before[key].agrees(after[key])]


def _problem(store: Store, subject: str) -> Problem:
    code = "store_verdicts_differ"
    return Problem(Severity.ERROR, code, file=store.path.name, value=subject, values={"subject": subject})
