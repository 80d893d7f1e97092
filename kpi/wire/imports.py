"""What became of an import, as JSON."""

from kpi.services import Brought
from kpi.views import UploadPreview
from kpi.wire.forms import Json, check_json


def import_json(preview: UploadPreview, brought: Brought) -> Json:
    """An import as `import --json` prints it."""
    waiting = {"submission": brought.submission} if brought.submission else {}
    return {**check_json(preview), "ok": brought.ready, "batches": list(brought.batches), **waiting}
