"""The row of each sheet that shows how one is filled in, from the national five-year plan. It is marked and never loaded."""

from collections.abc import Mapping

_SOURCE = {"source": "“十四五”规划", "source_id": "S_CGTN21"}
EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "plan": {
        "name_zh": "全国“十四五”规划主要指标", "name_en": "National 14th five-year plan", "plan_id": "national_14th",
        "region_code": "000000", "starts_on": "2021-01-01", "ends_on": "2025-12-31",
    },
    "regions": {
        "region_code": "000000", "name_zh": "全国", "name_en": "China", "type": "国家", "active": "yes", "in_partition": "no",
    },
    "units": {"unit": "fraction", "name_zh": "比率", "name_en": "share", "spellings": "%;百分比;占比", "integer": "no"},
    "sources": {
        "source_id": "S_CGTN21", "title": "China unveils final version of 14th Five-Year Plan, long-range goals",
        "issuer": "CGTN", "issued": "2021-03-13", "year": "2021",
    },
    "measures": {
        "measure_id": "urbanization_rate", "name_zh": "常住人口城镇化率", "name_en": "Urbanisation rate",
        "category": "经济发展", "kind": "ratio", "unit": "fraction", "display_unit": "%", "display_scale": "0.01",
        "direction": "higher", "role": "kpi",
        "definition": "年末城镇常住人口占全部常住人口的比例。", "headline": "yes", "decimals": "2",
    },
    "targets": {
        "target_id": "P14_03", "measure_id": "urbanization_rate", "region_code": "000000", "comparator": ">=", "value": "65%",
        "period_type": "by_date", "deadline": "2025-12-31", "baseline_figure_id": "urbanization_rate_2019",
        "printed": "65%", **_SOURCE,
    },
    "figures": {
        "figure_id": "urbanization_rate_2019", "measure_id": "urbanization_rate", "region_code": "000000", "value": "60.6%",
        "as_of": "2019-12-31", "certainty": "stated", "qualifier": "eq", "load": "primary", "printed": "60.6%",
        "source": "国家统计局",
    },
    "breakdowns": {
        "breakdown": "area", "member": "rural", "name_zh": "农村", "name_en": "Rural", "breakdown_zh": "城乡",
        "breakdown_en": "Town and country",
    },
    "identities": {
        "identity_id": "I01", "kind": "bound", "expression": "doctors_total >= doctors_licensed", "severity": "warning",
        "note": "执业医师包括在医师总数之内。",
    },
    "breaks": {
        "measure_id": "good_air_days", "date": "2025-01-01", "note": "从2025年起扣除沙尘异常超标天。",
    },
    "lamps": {
        "scheme": "default", "status": "met", "lamp": "blue", "clock": "days", "name_zh": "按判定结果亮灯",
        "name_en": "By verdict",
    },
    "questions": {
        "question_id": "Q01", "subject": "P14_08;urban_unemployment",
        "text_zh": "失业率5.5%以内是每年都要达到，还是只看2025年？",
        "text_en": "Must unemployment stay within 5.5% every year, or only in 2025?",
    },
}  # fmt: skip
