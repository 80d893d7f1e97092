"""What every service works on: a database, the plan looked at and a clock. Only here is the clock read."""

import threading
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import starmap
from pathlib import Path
from typing import TypeVar

import pandas as pd

from kpi import access
from kpi.catalog import Catalog
from kpi.errors import KpiError, NotFound, PreviewOutdated
from kpi.i18n import Texts
from kpi.model import SHANGHAI, THE_SYSTEM, Action, Actor, Batch, Place, Problem, Region
from kpi.progress import UNKNOWN, day_of, period_ends
from kpi.services.frames import MOST_ROWS, Kept, below, in_parts, of_catalog
from kpi.services.keeping.addresses import lake_place, require_file_name
from kpi.services.lens import WHOLE, Lens, lens_of
from kpi.services.narrowing import Looked, narrowed, narrowed_frame, within
from kpi.services.plans.catalogs import Folder, Plans, look_at
from kpi.services.verdicts.written import judge_of, verdicts_are_due
from kpi.store import Outcome, Store, is_lake
from kpi.views import FigureWording, Known, Query

Made = TypeVar("Made")
SYSTEM = Actor(THE_SYSTEM, frozenset())
"""Fills a new database, as opening one does whoever opens it; nothing it does asks for a role, so it has none."""

_NOW = Query()
_MOST_VIEWS = 32
_MOST_LARGE = 4
_MOST_LENSES = 64
MAY_BE_LOOKED_AT = ("error.clock_lags", "error.journal_unwritable")
"""Why nothing can be saved, though all that was saved can be read."""

Clock = Callable[[], datetime]
Progress = Callable[[int, int, str], None]
"""Told after each of many: how many are done, of how many, and the name of the file."""


def utc_now() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


@dataclass
class Workspace:
    """An open database, looked at through one of its plans. Safe to share between threads."""

    store: Store
    now: Clock = utc_now
    plan_id: str = ""
    """The plan looked at."""
    folder: Folder | None = None
    """What the settings name: a new database was filled from it, an old one is held against it."""
    unsaved: Catalog | None = None
    """What the folder says, where the database has no plan yet and nothing can be saved."""
    plans: Plans = field(init=False)
    lens: Lens = WHOLE
    """What of it is shown."""
    on_closing: list[Callable[[], object]] = field(default_factory=list)
    """What is done before the database is let go of."""
    _others: dict[str, "Workspace"] = field(default_factory=dict)
    _seen: dict[Lens, "Workspace"] = field(default_factory=dict)
    _narrowed: dict[int, tuple[Catalog, Catalog]] = field(default_factory=dict)
    _frames: dict[int, pd.DataFrame] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _views: Kept = field(default_factory=lambda: Kept(_MOST_VIEWS))
    _large: Kept = field(default_factory=lambda: Kept(_MOST_LARGE))
    _parts: Kept = field(default_factory=lambda: Kept(MOST_ROWS, len))
    """Frames of some regions, shared by all who look at the database."""

    def __post_init__(self) -> None:
        self.plans = Plans(self.store)

    @property
    def catalog(self) -> Catalog:
        """What the plan says now."""
        return self.catalog_at(None)

    def catalog_at(self, known_at: datetime | None) -> Catalog:
        """What the plan says now, or said at a moment."""
        return self.unsaved or self._narrow(self.plans.catalog(self.plan_id, self.lens.not_after(known_at)))

    def catalog_for(self, query: Query) -> Catalog:
        """What the plan says to whoever asks."""
        known_at = self.lens.not_after(query.known_at)
        return self.unsaved or self._narrow(self.plans.catalog(self.plan_id, known_at, original=query.original))

    @property
    def whole_catalog(self) -> Catalog:
        """What the plan says now, to know where something stands: never to be shown."""
        return self.unsaved or self.plans.catalog(self.plan_id, None)

    def _narrow(self, catalog: Catalog) -> Catalog:
        """What the lens shows of a plan; made once for each that is kept anyway."""
        reach = self.lens.reach
        if reach is None:
            return catalog
        whole, seen = self._narrowed.get(id(catalog), (None, None))
        if whole is not catalog or seen is None:
            seen = narrowed(catalog, self.plan_id, reach)
            self._narrowed = {**dict(list(self._narrowed.items())[-_MOST_LARGE:]), id(catalog): (catalog, seen)}
        return seen

    @property
    def today(self) -> date:
        """The day it is in Asia/Shanghai."""
        return self.now().astimezone(SHANGHAI).date()

    @property
    def batches(self) -> Mapping[int, Batch]:
        """Every batch by its number, withdrawn ones too."""
        return self.batches_at(None)

    def batches_at(self, known_at: datetime | None) -> Mapping[int, Batch]:
        """Those there were at a moment, or are; what was taken back only later still counted."""
        lens = replace(self.lens, ceiling=self.lens.not_after(known_at))
        shown = (_as_known(batch, lens) for batch in self.store.batches() if lens.shows(batch.approved_at))
        return {batch.batch_id: batch for batch in shown}

    def known(self, query: Query = _NOW, beside: Collection[str] = ()) -> Known:
        """What views of a region are made of: its figures, and those of regions `beside` it.

        Its own rows come first: what numbers rows of the one numbers them of the other too.
        """
        catalog, known_at = self.catalog_for(query), query.known_at
        code, last = query.region or self._own_region.region_code, self.coverage(known_at)
        frame = self._frame(self._moment(known_at), code, frozenset(beside))
        return Known(catalog, frame, self.batches, last, frozenset({code, *beside}) if in_parts(self.store) else None)

    def known_below(self, query: Query = _NOW) -> Known:
        """The same with the figures of the regions directly below it."""
        return self.known(query, below(self.catalog_for(query), query.region or self._own_region.region_code))

    def wording(self, words: Texts) -> FigureWording:
        """What words figures."""
        return FigureWording(self.catalog, self.batches, words)

    def observations(self, known_at: datetime | None = None, regions: Collection[str] | None = None) -> pd.DataFrame:
        """The observation frame that counts now, or as known at a moment. Not to be changed by the caller.

        Of `regions` it has all; whether it has those of others is not to be relied on.
        """
        moment = self._moment(known_at)
        if regions is not None and in_parts(self.store):
            return self._of_regions(moment, frozenset(regions))
        if moment is not None:
            return self.kept(("known_at", moment), lambda: self._of_plan(moment, self.store.known_at(moment)), large=True)
        version = self.store.data_version
        with self._lock:
            if version not in self._frames:
                self._frames = {version: self._of_plan(None, self.store.current())}
            return self._frames[version]

    def _of_regions(self, moment: datetime | None, regions: frozenset[str]) -> pd.DataFrame:
        def read() -> pd.DataFrame:
            return self._of_plan(moment, self.store.known_at(moment, regions) if moment else self.store.current(regions))

        return self._parts.get(self.store.data_version, (self.plan_id, self.lens, moment, regions), read)

    def _frame(self, moment: datetime | None, first: str, beside: frozenset[str]) -> pd.DataFrame:
        """The figures of a region, and then those of others."""
        others, version = beside - {first}, self.store.data_version
        if not in_parts(self.store):
            return self.observations(moment)
        own = self._of_regions(moment, frozenset({first}))
        if not others:
            return own

        key, together = (self.plan_id, self.lens, moment, first, others), [own, self._of_regions(moment, others)]
        return self._parts.get(version, key, lambda: pd.concat(together, ignore_index=True))

    def _moment(self, known_at: datetime | None) -> datetime | None:
        """The moment to look back from; None where nothing has changed since."""
        moment = self.lens.not_after(known_at)
        return None if moment is None or self.store.version_at(moment)[0] == self.store.data_version else moment

    def coverage(self, known_at: datetime | None = None) -> date | None:
        """数据截至: the last day that any figure ends on which is shown."""
        moment = self._moment(known_at)
        if moment is not None or not in_parts(self.store):
            return max(self.period_ends(known_at), default=None)
        seen = self._parts_seen(None)
        return self.kept("coverage", lambda: max(filter(None, starmap(self.store.last_period_end, seen)), default=None))

    def period_ends(self, known_at: datetime | None = None) -> frozenset[date]:
        """The days that the figures end on which are shown."""
        moment = self._moment(known_at)
        return self.kept(("period_ends", moment), lambda: self._period_ends(moment))

    def _period_ends(self, moment: datetime | None) -> frozenset[date]:
        if not in_parts(self.store):
            return frozenset(map(day_of, {*period_ends(self.observations(moment)).tolist()} - {UNKNOWN}))
        seen = self._parts_seen(moment)
        ends = (self.store.period_ends(moment, measures=measures, places=places) for measures, places in seen)
        return frozenset[date]().union(*ends)

    def _parts_seen(self, moment: datetime | None) -> Iterator[Looked]:
        return within(self._whole_at(moment), self.plan_id, self.lens.reach, alone=len(self.plans.ids) < 2)

    def versions(self, measure_id: str, region_code: str) -> pd.DataFrame:
        """Every row ever loaded for a measure in a region, as the store has it, as far as it may be seen."""
        frame = self.store.versions(measure_id, region_code)
        return frame if self.lens.reach is None else narrowed_frame(frame, self.whole_catalog, self.plan_id, self.lens.reach)

    def _of_plan(self, known_at: datetime | None, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows that the plan knows; where there is one plan, the database holds no others."""
        whole = self._whole_at(known_at)
        frame = of_catalog(frame, whole) if len(self.plans.ids) > 1 else frame
        return frame if self.lens.reach is None else narrowed_frame(frame, whole, self.plan_id, self.lens.reach)

    def _whole_at(self, known_at: datetime | None) -> Catalog:
        return self.plans.catalog(self.plan_id, known_at) if self.plan_id in self.plans.ids else self.catalog

    def kept(self, key: Hashable, make: Callable[[], Made], *, large: bool = False) -> Made:
        """What `make` returns, made once for figures, plan and day as they are. These apart, `key` says all.

        Not to be changed by the caller. Few `large` results are kept, which grow with the figures.
        """
        results = self._large if large else self._views
        return results.get((self.store.data_version, self.today), key, make)

    def region(self, code: str | None) -> Region:
        """The region of a code, by default the plan's own. NotFound."""
        if code is None:
            return self._own_region
        if code not in self.catalog.regions:
            raise NotFound("no_such_region", region=code)
        return self.catalog.regions[code]

    @property
    def regions(self) -> Mapping[str, Region]:
        """The regions that there is something to see of: all, or those that somebody's roles are for."""
        regions, reach = self.catalog.regions, self.lens.reach
        if reach is None or any(not grant.regions for grant in reach):
            return regions
        seen = {code for grant in reach for code in grant.regions}
        return {code: region for code, region in regions.items() if code in seen} or regions

    @property
    def _own_region(self) -> Region:
        """The plan's own region; for who sees some regions alone, the first of those."""
        seen, own = self.regions, self.catalog.plan_region
        return own if own.region_code in seen else next(iter(seen.values()))

    def begin(self) -> None:
        """Settles which plan is looked at. A database without one gets that of the folder, or shows it if it cannot be saved.

        CatalogRefused.
        """
        seen = self.store.data_version
        if self.folder and not self.plans.ids:
            new, catalog = self.folder.first_load(self.store), self.folder.catalog
            try:
                self.store.commit_revision(new, catalog.observations(), actor=SYSTEM, at=self.now(), expected_version=seen)
            except PreviewOutdated:
                if not self.plans.ids:  # unless another server was just first
                    raise
            except KpiError as error:
                if error.message.key not in MAY_BE_LOOKED_AT:
                    raise
                self.unsaved = catalog
                return
        self.unsaved = None
        self._judge_if_due()
        self.plan_id = (self.folder and self.folder.plan_in(self.plans)) or self.plans.default_id

    def _judge_if_due(self) -> None:
        """Writes verdicts down that never were, or by other rules; where nothing can be saved, the next opening does."""
        if verdicts_are_due(self.store, self.plans.ids):
            try:
                self.store.judge_anew(actor=SYSTEM, at=self.now())
            except KpiError as error:
                if error.message.key not in MAY_BE_LOOKED_AT:
                    raise

    def of(self, plan_id: str) -> "Workspace":
        """The same database looked at through another plan. NotFound."""
        if plan_id == self.plan_id:
            return self
        self.plans.require(plan_id)
        with self._lock:
            if plan_id not in self._others:
                other = Workspace(self.store, self.now, plan_id, self.folder, lens=self.lens)
                other._parts = self._parts
                other.plans, other._others = self.plans, {**self._others, self.plan_id: self}
                self._others[plan_id] = other
            return self._others[plan_id]

    @property
    def folder_notice(self) -> Problem | None:
        """What to know where the folder that the settings name is not what the database was loaded from."""
        return self.folder.notice(self.plans) if self.folder and not self.unsaved else None

    def admit_whole(self, actor: Actor, action: Action) -> "Workspace":
        """The same for what cannot be shown in part, such as a query of all tables or a report as it was issued."""
        return self.admit(actor, action, Place.whole(self.plan_id))

    def admit(self, actor: Actor, action: Action, place: Place | None = None) -> "Workspace":
        """The workspace as the actor may see it: the first line of every service. NotAllowed, and the refusal is on record.

        Without a place, what concerns a plan as a whole asks for all of it, and everything else for some part of it.
        """
        if not self.admits(actor, action, place):
            self.refuse(actor, action)
        access.require(actor, action, self._asked(action, place))
        return self.seen_by(actor)

    def admits(self, actor: Actor, action: Action, place: Place | None = None) -> bool:
        """Whether `admit` would let the actor in: what a page goes by in what it offers."""
        return access.can(actor, action, self._asked(action, place))

    def works(self, actor: Actor) -> bool:
        """Whether the actor works on the figures of the plan; anybody else sees what has been published."""
        return access.sees_working(actor, Place(self.plan_id))

    def _asked(self, action: Action, place: Place | None) -> Place:
        """Where an action is asked for that names no place."""
        if place is not None:
            return place
        return Place.whole(self.plan_id) if action in access.OF_THE_WHOLE else Place(self.plan_id)

    def seen_by(self, actor: Actor) -> "Workspace":
        """The workspace through the actor's lens, whatever is then done with it."""
        return self.through(lens_of(self.plans, self.plan_id, actor))

    def through(self, lens: Lens) -> "Workspace":
        """The same plan, of which only so much is shown."""
        if lens == self.lens:
            return self
        with self._lock:
            if lens not in self._seen:
                seen = Workspace(self.store, self.now, self.plan_id, self.folder, self.unsaved, lens)
                seen.plans, seen._seen, seen._parts = self.plans, {self.lens: self}, self._parts
                self._seen = {**dict(list(self._seen.items())[-_MOST_LENSES:]), lens: seen}
            return self._seen[lens]

    def audit(self, actor: Actor, action: str, *, subject: str = "", detail: str = "", outcome: Outcome = Outcome.DONE) -> None:
        """Writes down what changes no figure: a sign-in, a refusal, an export. Errors as of every write."""
        self.store.audit(actor, action, at=self.now(), subject=subject, detail=detail, outcome=outcome)

    def refuse(self, actor: Actor, action: str, subject: str = "", detail: str = "") -> None:
        """Writes down that somebody was refused something, by default of the plan; whoever refuses then raises."""
        with suppress(KpiError):  # where nothing can be saved, it is refused all the same
            self.audit(actor, str(action), subject=subject or self.plan_id, detail=detail, outcome=Outcome.REFUSED)

    def answers(self) -> bool:
        """Whether the database answers; who watches over the server learns nothing else."""
        try:
            self.store.version_at(None)
        except KpiError:
            return False
        return True

    def usual_for(self, actor: Actor) -> "Workspace":
        """The plan that whoever chose none is shown: the usual one, or else the first that they may look at."""
        if self.unsaved:
            return self
        seen = (plan_id for plan_id in (self.plan_id, *self.plans.ids) if self.of(plan_id).admits(actor, Action.VIEW))
        return self.of(next(seen, self.plan_id))

    def close(self) -> None:
        """Lets go of the database."""
        for forget in self.on_closing:
            forget()
        self.store.close()


def _as_known(batch: Batch, lens: Lens) -> Batch:
    if batch.withdrawn_at is None or lens.shows(batch.withdrawn_at):
        return batch
    return replace(batch, withdrawn_at=None, withdrawn_by="", withdrawal_note="")


def open_workspace(database: str | Path, catalog: str | Path, *, now: Clock = utc_now, demo: bool = False) -> Workspace:
    """Opens a database. A missing one is created and filled from the folder `catalog`, which else only says which plan to show.

    CatalogRefused, StoreBusy, StoreUnusable.
    """
    folder = look_at(Path(catalog))
    if is_lake(str(database)):
        store = Store.open(database, at=now(), demo=demo, **lake_place())
    else:
        require_file_name(database)
        if not Path(database).exists():
            folder.catalog  # noqa: B018 - a folder that is refused leaves no database behind
        store = Store.open(database, at=now(), demo=demo)
    workspace = Workspace(store, now, folder=folder)
    workspace.store.judge = judge_of(workspace.plans)
    try:
        workspace.begin()
    except BaseException:
        workspace.close()
        raise
    return workspace
