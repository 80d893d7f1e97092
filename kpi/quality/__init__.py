"""Whether figures agree with each other and with their history: identities, outliers, parts against wholes.

Pure functions of a catalog and figures; what they find travels as findings and problems, never as sentences.
"""

from kpi.quality.derived import ratios_against_parts
from kpi.quality.identities import check_identities
from kpi.quality.outliers import outliers
from kpi.quality.warnings import CLOSED_YEAR, closed_year_revisions, parts_against_whole, upload_warnings
