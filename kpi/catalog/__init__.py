"""A plan as rows of text: measures, targets, figures, units, regions and the rest, loaded and validated as one.

`build_catalog` refuses rows with errors whole and lists all of them; what it returns holds no dangling id.
"""

from kpi.catalog.catalog import Catalog
from kpi.catalog.expressions import (
    Expression,
    ExpressionError,
    FigureReference,
    MeasureReference,
    Number,
    Operation,
    Reference,
    TargetReference,
    Term,
    parse_expression,
    part_reference,
)
from kpi.catalog.formats import FORMATS
from kpi.catalog.loading import build_catalog, load_catalog
from kpi.catalog.plan_tables import PlanTables, called, fingerprint_of, read_contents, read_folder, skeleton
from kpi.catalog.printed import exactly, half_printed_digit, last_printed_digit
from kpi.catalog.tables import Row, Table, write_table
