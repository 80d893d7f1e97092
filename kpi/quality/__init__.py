"""Whether figures agree with each other and with their history: identities, outliers, parts against wholes.

Pure functions of a catalog and figures; what they find travels as findings and problems, never as sentences.
"""

from kpi.quality.revisions import CLOSED_YEAR, closed_year_revisions
from kpi.quality.warnings import upload_warnings
