"""Whether figures agree with each other and with their history: identities, outliers, parts and wholes; and what is missing.

Pure functions of a catalog and figures; what they find travels as findings, doubts and problems, never as sentences.
"""

from kpi.quality.completeness import Cell, Completeness
from kpi.quality.derived import ratios_against_parts
from kpi.quality.identities import CONTEXT, Finding, check_identities
from kpi.quality.looking import beyond_their_whole, of_region, reported_by
from kpi.quality.outliers import outliers
from kpi.quality.records import Doubt, from_frame
from kpi.quality.review import Review, review
from kpi.quality.warnings import (
    CLOSED_YEAR,
    YEARS_OPEN,
    closed_year_revisions,
    measures_held_together,
    parts_against_whole,
    upload_warnings,
)
