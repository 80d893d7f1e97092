"""Whether figures agree with each other and with their history: identities, outliers, parts and wholes; and what is missing.

Pure functions of a catalog and figures; what they find travels as findings, doubts and problems, never as sentences.
"""

from kpi.quality.completeness import Cell, Completeness
from kpi.quality.derived import Stated, changes_against_levels, measures_of_changes, ratios_against_parts, shares
from kpi.quality.identities import CONTEXT, Finding, check_identities
from kpi.quality.looking import beyond_their_whole, of_region, reported_by
from kpi.quality.outliers import FAR_OFF, FAR_OFF_APART, WITHOUT_SIZE, aims, outliers
from kpi.quality.records import Doubt, from_frame
from kpi.quality.review import Review, review
from kpi.quality.warnings import (
    CLOSED_YEAR,
    YEARS_OPEN,
    closed_year_revisions,
    identity_warnings,
    measures_in_identities,
    parts_against_whole,
    upload_warnings,
    window_warnings,
)
