"""A plan to begin with: every file with all its columns and one worked row, which together make a plan that loads."""

from collections.abc import Mapping

from kpi.catalog.formats import FORMATS
from kpi.catalog.plan_tables import PlanTables
from kpi.catalog.tables import Row, Table

_WORKED: Mapping[str, Mapping[str, str]] = {
    "units.csv": {
        "unit": "person", "name_zh": "人", "name_en": "people", "spellings": "人;名", "integer": "yes", "name_en_one": "person",
    },
    "measures.csv": {
        "measure_id": "example_measure", "name_zh": "示例指标（请改）", "name_en": "Example measure", "category": "示例类别",
        "category_en": "Example category", "kind": "stock", "unit": "person", "display_unit": "万人",
        "display_scale": "10000",
        "direction": "higher", "role": "kpi", "definition": "口径写在这里。", "definition_en": "What is counted.",
        "headline": "yes", "owner": "责任单位", "source": "示例文号",
    },
    "regions.csv": {
        "region_code": "000000", "name_zh": "本地区（请改）", "name_en": "This region", "type": "地级市",
        "type_en": "Prefecture-level city", "active": "yes", "in_partition": "no",
    },
    "targets.csv": {
        "target_id": "T01", "measure_id": "example_measure", "region_code": "000000", "comparator": ">=", "value": "120000",
        "period_type": "by_date", "deadline": "2030-12-31", "baseline_figure_id": "F01", "strength": "commitment",
        "source": "示例文号", "source_id": "example_source", "section": "一", "printed": "12万人",
    },
    "figures.csv": {
        "figure_id": "F01", "measure_id": "example_measure", "region_code": "000000", "value": "100000", "as_of": "2025-12-31",
        "certainty": "stated", "qualifier": "eq", "load": "primary", "source": "示例文号", "source_id": "example_source",
        "section": "一", "printed": "10万人",
    },
    "sources.csv": {
        "source_id": "example_source", "title": "示例文件（请改）", "number": "示例文号", "issuer": "发文单位",
        "issued": "2026-01-31",
    },
    "questions.csv": {
        "question_id": "Q01", "subject": "T01", "text_zh": "示例问题：目标的口径与基期是否一致？",
        "text_en": "Example question: is the target defined as the baseline is?",
    },
    "plan.csv": {
        "plan_id": "example-plan", "name_zh": "示例规划（请改）", "name_en": "Example plan", "region_code": "000000",
        "starts_on": "2026-01-01", "ends_on": "2030-12-31", "document_number": "示例文号", "issuer": "发文单位",
    },
}  # fmt: skip
"""The one row of each file; a file that may stay empty has its header alone."""


def skeleton() -> PlanTables:
    """The tables of a plan to be filled in."""
    tables = {}
    for form in FORMATS:
        columns = (*form.required, *form.optional)
        worked = _WORKED.get(form.name)
        row = Row(form.name, 2, {column: worked.get(column, "") for column in columns}) if worked else None
        tables[form.name] = Table(columns, (row,) if row else ())
    return PlanTables("example-plan", tables, "")
