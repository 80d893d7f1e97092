"""A large file read set-wise says what the same file says read row by row: the same figures and problems, in one order."""

import csv
import io
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.catalog import load_catalog
from kpi.ingest import FileChoices, UploadFile, read_upload
from kpi.ingest.bulk import cells, sheets
from kpi.ingest.bulk.reading import read_bulk
from kpi.ingest.files import Knowledge
from kpi.model import Message, Observation
from tests.profiles import examples
from tests.unit.ingest.conftest import TINY, TODAY

CATALOG = load_catalog(TINY)
cells.FIRST_ROWS, sheets.SAMPLE = 3, 0
KNOWN = Knowledge.of(CATALOG)
BEYOND = "bulk_"
"""How the codes begin by which a file is sent back for not being a plain table."""

FIRST = ["指标代码", "地区", "年份", "截止日期", "数值", "单位", "备注"]
measures = st.sampled_from([("volunteers_trained", "万人次"), ("landfill_daily", "吨"), ("sorted_share", "%")])
plain = st.one_of(
    st.integers(0, 99).map(str), st.decimals(0, 99, places=2).map(str), st.integers(1000, 9999).map(lambda n: f"{n:,}")
)
odd_values = st.sampled_from(
    [
        "",
        "—",
        "约3",
        "3以上",
        "12%",
        "1.5万",
        "5吨",
        "-4",
        "0",
        "0.5",
        "150",
        "1e5",
        "1,37",
        "x",
        " 7 ",
        "007",
        "3.00000001",
        "12①",
    ]
)
regions = st.sampled_from(["东岸区", "西岸区", "990101", "云溪市"])
odd_regions = st.sampled_from(["东岸", "南岸区", "合计", "全市", "", "东 岸区"])
years = st.sampled_from(["2021", "2022", "2023", "2024"])
odd_years = st.sampled_from(["2024年", "1985", "2027", "第三季度", "2023年上半年", "", "2024.0", "二〇二四年"])
notes = st.sampled_from(["", "", "", "据快报", "全省数据", "计划数", "376", "截至2022年6月"])


@st.composite
def rows(draw, tidy):
    """A row of a long table; one that is not `tidy` may hold whatever people write."""
    measure, unit = draw(measures)
    odd = (not tidy) and draw(st.integers(0, 3)) == 0
    region, year = (
        draw(odd_regions if odd and draw(st.booleans()) else regions),
        draw(odd_years if odd and draw(st.booleans()) else years),
    )
    value = draw(odd_values if odd and draw(st.booleans()) else plain)
    if odd and draw(st.integers(0, 3)) == 0:
        measure = draw(st.sampled_from(["landfil_daily", "填埋量", "", "volunteers_trained"]))
    if odd and draw(st.integers(0, 3)) == 0:
        unit = draw(st.sampled_from(["", "人次", "万吨", "家", "%"]))
    note = draw(notes) if odd else ""
    row = [measure, region, year, "", value, unit, note]
    if odd and draw(st.integers(0, 9)) == 0:
        row = draw(st.sampled_from([row[:-1], row[:5], [*row, "多"], [], row[:1]]))
    return row


@st.composite
def tables(draw):
    """A long table, with copies of some of its rows."""
    body = draw(st.lists(rows(draw(st.booleans())), min_size=1, max_size=130))
    again = draw(st.lists(st.sampled_from(body), max_size=3))
    return [FIRST, *body, *again]


@st.composite
def wide_tables(draw):
    """A year in each column; or a region in each."""
    by_year = draw(st.booleans())
    columns = ["2021年", "2022年", "2023年"] if by_year else ["东岸区", "西岸区", "云溪市"]
    header = ["指标代码", "地区" if by_year else "年份", *columns, "单位"]
    body = []
    for _ in range(draw(st.integers(1, 90))):
        measure, unit = draw(measures)
        values = [draw(odd_values if draw(st.integers(0, 9)) == 0 else plain) for _ in columns]
        body.append([measure, draw(regions if by_year else years), *values, unit])
    return [header, *body]


def content_of(table, encoding="utf-8", quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quoting).writerows(table)
    return text.getvalue().encode(encoding)


def read_both(content, name="填报.csv"):
    file = UploadFile(name, content)
    one_by_one = read_upload(file, KNOWN, today=TODAY)
    at_once = read_bulk(file, KNOWN, TODAY, FileChoices())
    return one_by_one, at_once, figures_in(at_once.large) if at_once.ok else None


def figures_in(large):
    """With what no file says of its figures left as it is where none says it."""
    return [
        replace(each, certainty=Observation.__dataclass_fields__["certainty"].default) for each in large.rows(large.table())
    ]


def told(problems):
    """Everything of a problem; measures and regions by their codes."""
    return [
        (p.severity, p.code, p.row, p.column, p.value, {key: plainly(value) for key, value in p.values.items()}, p.suggestion)
        for p in problems
    ]


def plainly(value):
    return (value.key, {k: plainly(v) for k, v in value.values.items()}) if isinstance(value, Message) else value


def require_same(content):
    """Compares both ways; whether the second one took the file."""
    one_by_one, at_once, figures = read_both(content)
    codes = {problem.code for problem in at_once.problems}
    if any(code.startswith(BEYOND) for code in codes):
        return codes.pop()
    assert told(at_once.problems) == told(one_by_one.problems)
    assert [each.rows for each in at_once.sheets] == [each.rows for each in one_by_one.sheets]
    assert [each.around for each in at_once.sheets] == [each.around for each in one_by_one.sheets]
    if figures is not None:
        assert figures == list(one_by_one.observations)
    assert figures is None or at_once.count == len(one_by_one.observations)
    return ""


@settings(max_examples=examples(300))
@given(tables(), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_long_tables(table, encoding, quoting):
    require_same(content_of(table, encoding, quoting))


ODD_VALUES = ["", "—", "约3", "3以上", "12%", "1.5万", "5吨", "-4", "0", "1e5", "1,37", "x", " 7 ", "007", "3.00000001", "12①"]


def hundreds_of_rows(chance):
    """Rows of which few are odd, as in real tables; Hypothesis makes short ones, where hardly a row speaks for another."""
    odd_rows = chance.choice([0, 0.02, 0.05, 0.15])
    table = [FIRST]
    for _ in range(chance.randint(100, 300)):
        measure, unit = chance.choice([("volunteers_trained", "万人次"), ("landfill_daily", "吨"), ("sorted_share", "%")])
        odd = chance.random() < odd_rows
        numbers = [str(chance.randint(0, 99)), f"{chance.uniform(0, 99):.2f}", f"{chance.randint(1000, 9999):,}"]
        value = chance.choice(ODD_VALUES if odd and chance.random() < 0.4 else numbers)
        region = chance.choice(["东岸", "南岸区", "全市", "云溪市"] if odd and chance.random() < 0.2 else ["东岸区", "西岸区"])
        year = chance.choice(
            ["2024年", "1985", "2027", "第三季度"] if odd and chance.random() < 0.2 else ["2021", "2022", "2023"]
        )
        note = chance.choice(["据快报", "全省数据", "计划数", "376", "截至2022年6月"]) if odd and chance.random() < 0.4 else ""
        table.append([measure, region, year, "", value, unit, note])
    return table


@settings(max_examples=examples(30))
@given(st.randoms(use_true_random=True), st.sampled_from(["utf-8", "gb18030"]))
def test_tables_of_hundreds_of_rows(chance, encoding):
    assert require_same(content_of(hundreds_of_rows(chance), encoding)) == ""


def test_a_remark_that_is_asked_about_is_so_in_every_row():
    """The row between the first and the greatest is of the same words as both, and was taken to say what they say."""
    of_all = ["sorted_share", "云溪市", "2021", "", "0", "%", "全省数据"]
    other = ["volunteers_trained", "东岸区", "2021", "", "0", "万人次", ""]
    content = content_of([FIRST, of_all, other, other, of_all, of_all])
    require_same(content)
    asked = [p.row for p in read_both(content)[1].problems if p.code == "region_wider"]
    assert asked == [2, 5, 6]


@settings(max_examples=examples(200))
@given(wide_tables(), st.sampled_from(["utf-8", "gb18030"]))
def test_wide_tables(table, encoding):
    require_same(content_of(table, encoding))
