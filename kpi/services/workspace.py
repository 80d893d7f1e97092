"""What every service works on: a plan, its database and a clock. Only here is the clock read."""

import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from kpi.catalog import Catalog, load_catalog
from kpi.errors import KpiError, NotFound, StoreUnusable
from kpi.model import SHANGHAI, Actor, Batch, Region
from kpi.services.kept import Kept, Made
from kpi.store import Store
from kpi.views import Known

SYSTEM = Actor("系统", frozenset())
"""Loads the baseline, as opening a plan does whoever opens it; nothing it does asks for a role, so it has none."""

_IN_MEMORY = ":memory:"
_MOST_VIEWS = 32
_MOST_LARGE = 4
_MAY_BE_LOOKED_AT = ("error.clock_lags", "error.journal_unwritable")
"""Why nothing can be saved, though all that was saved can be read."""

Clock = Callable[[], datetime]
Progress = Callable[[int, int, str], None]
"""Told after each of many: how many are done, of how many, and the name of the file."""


def utc_now() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


@dataclass
class Workspace:
    """An open plan. Safe to share between threads."""

    catalog: Catalog
    store: Store
    now: Clock = utc_now
    behind_catalog: bool = False
    """Whether the catalog's figures are still those of an earlier catalog, as nothing can be saved."""
    _frames: dict[int, pd.DataFrame] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _views: Kept = field(default_factory=lambda: Kept(_MOST_VIEWS))
    _large: Kept = field(default_factory=lambda: Kept(_MOST_LARGE))

    @property
    def today(self) -> date:
        """The day it is in Asia/Shanghai."""
        return self.now().astimezone(SHANGHAI).date()

    @property
    def batches(self) -> Mapping[int, Batch]:
        """Every batch by its number, withdrawn ones too."""
        return {batch.batch_id: batch for batch in self.store.batches()}

    def known(self, known_at: datetime | None = None) -> Known:
        """What views are made of, now or as known at a moment."""
        return Known(self.catalog, self.observations(known_at), self.batches)

    def observations(self, known_at: datetime | None = None) -> pd.DataFrame:
        """The observation frame that counts now, or as known at a moment. Not to be changed by the caller."""
        if known_at is not None:
            return self.kept(("known_at", known_at), lambda: self.store.known_at(known_at), large=True)
        version = self.store.data_version
        with self._lock:
            if version not in self._frames:
                self._frames = {version: self.store.current()}
            return self._frames[version]

    def kept(self, key: Hashable, make: Callable[[], Made], *, large: bool = False) -> Made:
        """What `make` returns, made once for the figures and the day as they are. The catalog and these apart, `key` says all.

        Not to be changed by the caller. Few `large` results are kept: those that grow with the figures.
        """
        results = self._large if large else self._views
        return results.get((self.store.data_version, self.today), key, make)

    def region(self, code: str | None) -> Region:
        """The region of a code, by default the plan's own. NotFound."""
        if code is None:
            return self.catalog.plan_region
        if code not in self.catalog.regions:
            raise NotFound("no_such_region", region=code)
        return self.catalog.regions[code]

    def follow_catalog(self) -> None:
        """Makes the catalog's figures the baseline. Where nothing can be saved, figures are looked at as they were."""
        try:
            self.store.load_baseline(self.catalog.observations(), self.catalog.sha256, actor=SYSTEM, at=self.now())
        except KpiError as error:
            if error.message.key not in _MAY_BE_LOOKED_AT:
                raise
            self.behind_catalog = True
        else:
            self.behind_catalog = False

    def close(self) -> None:
        """Lets go of the database."""
        self.store.close()


def open_workspace(database: str | Path, catalog: str | Path, *, now: Clock = utc_now, demo: bool = False) -> Workspace:
    """Opens a plan: its catalog is validated, its database created if missing, its figures made the baseline.

    CatalogRefused, StoreBusy, StoreUnusable.
    """
    require_file_name(database)
    plan = load_catalog(Path(catalog))
    workspace = Workspace(plan, Store.open(database, at=now(), demo=demo), now)
    try:
        workspace.follow_catalog()
    except BaseException:
        workspace.close()
        raise
    return workspace


def require_file_name(database: str | Path) -> None:
    """StoreUnusable for an address or `:memory:`, which DuckDB would take for what they are not here.

    The file itself is left to the store: reading a file that this process has open would release DuckDB's lock on it.
    """
    if "://" in str(database):
        raise StoreUnusable("database_is_url", database=str(database))
    if Path(database).name == _IN_MEMORY:
        raise StoreUnusable("store_unusable", path=str(database))
