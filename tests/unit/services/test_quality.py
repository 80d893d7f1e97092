"""What can be doubted about the figures of a plan, in words: on a page, at the command line, in reports."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pytest

from kpi import services
from kpi.cli.comparing.analysis_listings import quality_text
from kpi.i18n import texts
from kpi.services import Query, ReportRequest
from kpi.wire import quality_json
from tests.unit.services.conftest import ZHANG, load, row, table

SLIPPED = table(
    row("volunteers_trained", "1.2", "万人次", year=2023),
    row("volunteers_trained", "120", "万人次", year=2024),
    row("volunteers_trained", "5000", "人次", year=2023, group="audience=resident"),
    row("volunteers_trained", "6000", "人次", year=2023, group="audience=staff"),
    row("volunteers_trained", "1.5", "万人次", year=2023, region="东岸"),
)
"""1.2万 in 2023 and 120万 in 2024; of the 12,000 of 2023 the two groups make 11,000 and one district alone 15,000."""
QUERY = Query(as_of=date(2024, 12, 31))


def slipped(workspace):
    """The tiny plan with figures that do not fit; the identity is made a warning so that they can be loaded."""
    load(workspace, SLIPPED, accept_warnings=True)
    return services.quality_view(workspace, ZHANG, QUERY)


@pytest.fixture
def doubtful(tiny_copy, opened):
    text = (tiny_copy / "identities.csv").read_text(encoding="utf-8")
    (tiny_copy / "identities.csv").write_text(text.replace(",error,", ",warning,"), encoding="utf-8")
    return opened(tiny_copy)


def test_nothing_is_doubted_about_the_letter(letter):
    view = services.quality_view(letter, ZHANG, Query())
    assert (view.doubts, view.broken, len(view.identities)) == ((), 0, 15)
    assert view.sentence == "核对勾稽关系15处，均相符；没有其他疑点。各目标所涉年度应有数据4格，已有1格。"
    assert texts("en").paragraph([view.sentence]) != services.quality_view(letter, ZHANG, Query(lang="en")).sentence


def test_an_identity_says_what_rounding_allows(letter):
    """205 = 5 + 11 + 189 are counts: no room. 118万 and 210万 are printed to the 万: 92万 less, half a 万 each way twice."""
    rows = {row.identity_id: row for row in services.quality_view(letter, ZHANG, Query()).identities}
    carriers, training = rows["I03"], rows["I23"]
    assert (carriers.left, carriers.right, carriers.difference, carriers.allowed) == ("205个", "等于205个", "0个", "0个")
    assert (training.right, training.difference, training.allowed) == ("不超过210万人次", "−92万人次", "−93万人次～−91万人次")


@pytest.mark.slow
def test_each_doubt_stands_at_its_figure_with_what_to_check(doubtful):
    view = slipped(doubtful)
    told = [(each.code, each.figure.region_name, each.figure.period, each.figure.text) for each in view.doubts]
    assert told == [
        ("identity_broken", "云溪市", "2023年", "1.2万人次"),
        ("outlier_high", "云溪市", "2024年", "120万人次"),
        ("part_above", "东岸区", "2023年", "1.5万人次"),
    ]
    slip = view.doubts[1]
    assert slip.sentence == "120万人次，约为相邻的1.2万人次（2023年）的100倍，可能单位错了或多写了一位。"
    assert slip.check == "核对单位和位数。"
    assert "填报.csv" in slip.figure.source
    assert view.sentence.startswith("核对勾稽关系2处，不符1处；另有疑点2处。")
    assert [(each.kind, each.count) for each in view.counts] == [("identity", 1), ("slip", 1), ("above", 1)]
    (broken,) = [each for each in view.identities if not each.holds]
    assert (broken.left, broken.right, broken.difference, broken.verdict) == (
        "1.2万人次", "等于1.1万人次", "0.1万人次", "不符",
    )  # fmt: skip


@pytest.mark.slow
def test_what_is_there_year_by_year(doubtful):
    view = slipped(doubtful)
    (trained,) = [each for each in view.measures if each.measure_id == "volunteers_trained"]
    assert (view.years, trained.texts) == ((2023, 2024, 2025), ("● 有", "● 有", "未到期"))
    assert [(each.region, each.texts) for each in view.places] == [("东岸区", ("1／1", "", "")), ("西岸区", ("0／1", "", ""))]
    assert (view.due, view.there) == (6, 2)


@pytest.mark.slow
def test_nothing_later_than_the_day_is_looked_at(doubtful):
    slipped(doubtful)
    earlier = services.quality_view(doubtful, ZHANG, Query(as_of=date(2023, 12, 31)))
    assert [each.code for each in earlier.doubts] == ["identity_broken", "part_above"]


@pytest.mark.slow
def test_a_place_is_told_its_own(doubtful):
    slipped(doubtful)
    east = services.quality_view(doubtful, ZHANG, replace(QUERY, region="990101"))
    assert [doubt.code for doubt in east.doubts] == ["part_above"]
    assert (east.identities, east.measures) == ((), ())


@pytest.mark.slow
def test_the_command_line_says_the_same(doubtful):
    view = slipped(doubtful)
    text = quality_text(view, texts("zh"))
    assert text.startswith(view.sentence)
    assert "约为相邻的1.2万人次（2023年）的100倍" in text
    told = json.loads(json.dumps(quality_json(view)))
    assert [(each["kind"], each["value"]) for each in told["doubts"]] == [
        ("identity", 12000),
        ("slip", 1200000),
        ("above", 15000),
    ]
    broken = told["identities"][0]
    assert (broken["left"], broken["right"], broken["difference"], broken["holds"]) == (12000, 11000, 1000, False)
    assert (broken["low"], broken["high"], broken["explained_by_rounding"]) == (500, 1500, False)
    assert told["measures"][1] == {
        "measure_id": "volunteers_trained", "years": {"2023": "stated", "2024": "stated", "2025": "not_due"},
    }  # fmt: skip


@pytest.mark.slow
def test_reports_of_the_whole_plan_list_the_doubts(doubtful):
    slipped(doubtful)

    def content(fmt):
        return services.gap_report(doubtful, ZHANG, ReportRequest(QUERY), fmt).content

    told = json.loads(content("json"))["doubts"]
    assert [each["period"] for each in told] == ["2023年", "2024年", "2023年"]
    assert [each["doubt_kind"] for each in told] == ["勾稽关系不符", "单位或位数", "部分大于整体"]
    sheet = openpyxl.load_workbook(io.BytesIO(content("xlsx")))["数据疑点"]
    assert sum("100倍" in str(cell.value) for line in sheet.iter_rows() for cell in line) == 1
    tables = docx.Document(io.BytesIO(content("docx"))).tables
    assert sum(any("100倍" in cell.text for cell in line.cells) for table_ in tables for line in table_.rows) == 1
    assert content("pdf").startswith(b"%PDF")
    assert len(list(csv.DictReader(io.StringIO(content("csv").decode("utf-8-sig"))))) == 5


@pytest.mark.slow
def test_a_report_lists_no_more_than_it_can_hold(doubtful, monkeypatch):
    """Of three doubts two are listed, the third is counted."""
    slipped(doubtful)
    monkeypatch.setattr("kpi.services.reports.making._MOST_DOUBTS", 2)
    content = services.gap_report(doubtful, ZHANG, ReportRequest(QUERY), "docx").content
    assert "另有1处，见“数据质量”页。" in "".join(docx.Document(io.BytesIO(content)).element.body.itertext())


def test_an_upload_is_warned_of_a_cumulative_figure_that_falls(tiny):
    halves = row("volunteers_trained", "9000", "人次", start="2024-01-01", end="2024-06-30")
    later = row("volunteers_trained", "8000", "人次", start="2024-01-01", end="2024-09-30")
    preview = services.check_upload(tiny, ZHANG, [table(halves, later)])
    (warning,) = [each for each in preview.warnings if each.problem.code == "cumulative_falls"]
    assert warning.message == "2024年1—9月累计为0.8万人次，少于其中2024年1—6月的0.9万人次"
    assert warning.problem.row == 3
