"""What is wrong with a template is told before anything is filled in, all at once, each with its paragraph."""

import pytest

from kpi.ingest.child.papers.language import names_of
from kpi.ingest.child.papers.package import Paragraph
from kpi.ingest.child.papers.tags import Reading

MEASURE = {"name": "measure", "alias": "指标", "kind": "text"}
NAMES = names_of(
    [
        {"name": "title", "alias": "标题", "kind": "text"},
        {"name": "as_of", "alias": "截至日期", "kind": "text"},
        {"name": "status_bar", "alias": "状态条", "kind": "picture"},
        {"name": "gaps", "alias": "差距清单", "kind": "rows", "fields": [MEASURE]},
        {
            "name": "categories",
            "alias": "分类",
            "kind": "rows",
            "fields": [{"name": "targets", "alias": "目标", "kind": "rows", "fields": [MEASURE]}],
        },
    ]
)


def reading(*texts, kind="docx"):
    made = Reading(kind, NAMES)
    made.part([Paragraph("body", number, text) for number, text in enumerate(texts, start=1)])
    return made


def faults(*texts, kind="docx"):
    """Code, paragraph and what was found of each fault."""
    return [(each.code.removeprefix("template_"), each.paragraph, each.value) for each in reading(*texts, kind=kind).faults]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["{{ tittle }}"], [("unknown", 1, "tittle")]),
        (["甲", "{{ 标题 }}{{ 标体 }}"], [("unknown", 2, "标体")]),
        (["{%p for 行 in 差距清单 %}", "{{ 行.指际 }}", "{%p endfor %}"], [("field", 2, "指际")]),
        (["{%p for 行 in 差距清单 %}", "{%p endfor %}", "{{ 行.指标 }}"], [("unknown", 3, "行")]),
        (["{{ 差距清单 }}"], [("table_shown", 1, "gaps")]),
        (["{{ 差距清单.指标 }}"], [("table_shown", 1, "gaps")]),
        (["{%p for a in 标题 %}", "{{ a.x }}", "{%p endfor %}"], [("loop_over", 1, "title")]),
        (["{{ 标题 | }}"], [("syntax", 1, "")]),
        (["{{ 标题。指标 }}"], [("syntax", 1, "")]),
        (["{{ 标题 }"], [("unclosed", 1, "")]),
        (["{{ 标题", "}}"], [("unclosed", 1, ""), ("unclosed", 2, "")]),
        (["｛｛ 标题 ｝｝"], [("full_width", 1, "")]),
        (["{% if 标题 %}甲"], [("unended", 1, "endif")]),
        (["甲{% endfor %}"], [("unbegun", 1, "endfor")]),
        (["{% if 标题 %}", "{% endfor %}", "{% endif %}"], [("unbegun", 2, "endfor")]),
        (["{%p if 标题 %}", "甲", "{% endif %}"], [("levels", 3, "{%p if 标题 %}")]),
        (["说明：{%p if 标题 %}", "{%p endif %}"], [("not_alone", 1, "")]),
        (["{%tr for 行 in 差距清单 %}", "{%tr endfor %}"], [("no_row", 1, ""), ("no_row", 2, "")]),
        (["{{r 标题 }}"], [("not_allowed", 1, "r ")]),
        (["{% include 'x' %}"], [("not_allowed", 1, "include")]),
        (["{% set a = 1 %}"], [("not_allowed", 1, "set")]),
        (["{% macro a() %}{% endmacro %}"], [("not_allowed", 1, "macro"), ("not_allowed", 1, "endmacro")]),
        (["{{ 标题.upper() }}"], [("not_allowed", 1, "Call")]),
        (["{{ 'a' * 1000000000 }}"], [("not_allowed", 1, "Mul")]),
        (["{{ 标题 | attr('x') }}"], [("not_allowed", 1, "attr")]),
        (["{{ 标题.__class__ }}"], [("field", 1, "__class__")]),
        (["{{ 标题['__class__'] }}"], [("field", 1, "__class__")]),
        (["{{ ''.__class__ }}"], [("not_allowed", 1, "Getattr")]),
        (["{% for a in 差距清单 recursive %}{{ loop(a) }}{% endfor %}"], [("not_allowed", 1, "for a in 差距清单 recursive")]),
    ],
)
def test_a_fault_is_told_with_its_paragraph(texts, found):
    told = faults(*texts)
    assert told[: len(found)] == found
    assert bool(told) is bool(found)


@pytest.mark.parametrize(
    "text",
    [
        "{{ 标题 }}（{{as_of}}）",
        "{{ 标题 or '无' }}{{ “甲” if 标题 == ‘乙’ else '丙' }}",
        "{% for 行 in 差距清单[:5] if 行.指标 != '甲' %}{{ loop.index }}{{ 行.measure }}{% endfor %}",
        "{% for 类 in 分类 %}{% for 行 in 类.目标 %}{{ 行.指标|default('—') }}{% endfor %}{% endfor %}",
        "{% if 差距清单|length > 3 and not 标题 %}甲{% elif 标题 %}乙{% else %}丙{% endif %}",
        "{{ 状态条|毫米(80) }}{# 说明 #}",
    ],
)
def test_what_a_template_may_say(text):
    assert faults(text) == []


def test_the_nearest_known_name_is_suggested_and_none_for_what_is_like_none():
    made = reading("{{ 标提 }}{{ tittle }}{{ xyzw }}")
    assert [each.near for each in made.faults] == ["标题", "title", ""]


def test_what_a_template_asks_for_is_told_by_english_names():
    made = reading("{% for 类 in 分类 %}{% for 行 in 类.目标 %}{{ 行.指标 }}{% endfor %}{% endfor %}{{ 标题 }}")
    assert made.uses == {"categories", "categories.targets", "categories.targets.measure", "title"}


def test_a_picture_on_a_slide_stands_alone():
    assert faults("{{ 状态条 }}", kind="pptx") == []
    assert faults("图：{{ 状态条 }}", kind="pptx") == [("picture_here", 1, "status_bar")]


def test_no_more_faults_are_told_than_a_person_reads():
    assert len(faults(*(f"{{{{ x{number} }}}}" for number in range(300)))) == 100
