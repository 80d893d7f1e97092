"""What is done for a database as a whole: copies of it, and order among its files."""

from datetime import datetime
from pathlib import Path

from kpi.store.database import StorePart
from kpi.store.engines.engine import Maintained
from kpi.store.files import copies


class Upkeep(StorePart):
    """What a store does of it."""

    def maintain(self, before: datetime) -> Maintained | None:
        """Upkeep of what is unused since before a moment; None where none is needed. StoreBusy, StoreUnusable."""
        return self._database.maintain(before)

    def backup(self, folder: str | Path, *, at: datetime, key: str = "") -> Path:
        """A whole copy of the database in `folder`, opened and verified, then sealed where a key is given. Returns its path.

        KpiError, StoreUnusable.
        """
        return copies.backup(self._database, Path(folder), at, key)
