"""A plan as files: measures, targets, figures, units, regions and the rest, loaded and validated as one.

`load_catalog` refuses a folder with errors whole and lists all of them; what it returns holds no dangling id.
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
    evaluate,
    parse_expression,
    part_reference,
)
from kpi.catalog.loading import load_catalog
from kpi.catalog.printed import exactly, half_printed_digit, last_printed_digit
