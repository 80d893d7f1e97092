"""The parts of the upload page: reading files as they were meant, what they would change, and the commit."""

from kpi.web.uploads.mapping import adjust_reading
from kpi.web.uploads.preview import (
    commit,
    confirm_warnings,
    offer_names,
    preview_changes,
    preview_files,
    preview_of,
    preview_problems,
    preview_rows,
    return_files,
)
