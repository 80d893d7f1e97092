"""The folder that the settings name, held against the database: filled from it once, and afterwards only compared."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kpi.catalog import Catalog, PlanTables, build_catalog, read_folder
from kpi.model import Problem, Severity
from kpi.services.plans.catalogs import Plans
from kpi.store import NewRevision, RevisionKind, Store, compare_plan


@dataclass(frozen=True)
class Folder:
    """The files of a plan, as they were when the database was opened."""

    path: Path
    files: PlanTables

    @cached_property
    def catalog(self) -> Catalog:
        """What they say. CatalogRefused."""
        return build_catalog(self.files)

    def first_load(self, store: Store) -> NewRevision:
        """The first revision of a database that has no plan. CatalogRefused."""
        state = store.plan_state(self.catalog.plan_id, ())
        return NewRevision(RevisionKind.LOAD, self.files.name, compare_plan(self.files, state).change)

    def plan_in(self, plans: Plans) -> str:
        """The plan of the database that was loaded from just these files, or has their id. Empty if there is none."""
        same = [plan_id for plan_id in plans.ids if self._is_last_load(plans, plan_id)]
        return same[0] if same else self.files.plan_id if self.files.plan_id in plans.ids else ""

    def notice(self, plans: Plans) -> Problem | None:
        """What to know where the files are not what the database was loaded from: no change is loaded without a command."""
        plan_id = self.plan_in(plans)
        if plan_id and self._is_last_load(plans, plan_id):
            return None
        values = {
            "folder": str(self.path),
            "plan": plan_id or self.files.plan_id,
            "command": f"python -m kpi plan load {self.path}",
        }
        return Problem(Severity.WARNING, "plan_folder_differs" if plan_id else "plan_folder_unknown", values=values)

    def _is_last_load(self, plans: Plans, plan_id: str) -> bool:
        last = plans.last_load(plan_id)
        return last is not None and last.sha256 == self.files.sha256


def look_at(folder: Path) -> Folder:
    """A folder as it is now. CatalogRefused where there is none."""
    return Folder(folder, read_folder(folder))
