"""Changes, intervals and targets of targets through the whole product: uploaded, judged, told, drawn and reported.

填埋量增长率 is to fall by 2 % a year on average from 2023 to 2025, 填埋量 from 420吨 at the end of 2022 by 10 % over the
window, and 填埋量增长率 is to stay below 宣传场数增长率. 达标小区占比 is to lie between 80 % and 90 %, with a step on the way.
"""

import csv
import json
import shutil
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO

import docx
import openpyxl
import pytest
from pptx import Presentation

from kpi import services
from kpi.charts import plots
from kpi.cli.listings import status_text
from kpi.i18n import texts
from kpi.model import Status
from kpi.services import Query, ReportRequest
from kpi.wire import status_json
from tests.databases import TINY
from tests.unit.services.changes import FIGURES, with_changes
from tests.unit.services.conftest import ZHANG, Clock, load, row, standing, table

OPEN = date(2024, 12, 31)
QUERY = Query(as_of=OPEN)


@pytest.fixture
def plan(tiny_copy):
    """The tiny plan with more targets."""
    return with_changes(tiny_copy)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, ready_made):
    """That plan with its figures, which tests only look at."""
    folder = tmp_path_factory.mktemp("changing")
    catalog, clock = with_changes(shutil.copytree(TINY, folder / "catalog")), Clock()
    database = ready_made.place(folder / "kpi.duckdb", catalog, clock.moment)
    workspace = services.open_workspace(database, catalog, now=clock)
    load(workspace, FIGURES, accept_warnings=True)
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def view(workspace):
    return services.status(workspace, ZHANG, QUERY)


def test_a_margin_counts_points_above_what_it_is_held_against(workspace, view):
    """−3 % beside 1 % are 4 points below, which a list of numbers must not call −4 %."""
    margin = standing(view, "H3")
    assert (margin.unit, margin.current.number) == ("个百分点（高于宣传场数增速）", pytest.approx(-4))
    english = standing(services.status(workspace, ZHANG, replace(QUERY, lang="en")), "H3")
    assert english.unit.startswith("percentage points above ")
    assert standing(view, "H1").unit == "%"


@pytest.mark.slow
def test_they_are_judged(view):
    """0.97 × 0.975 = 0.94575; its root 0.9725: −2.75 % a year. 397.2 ÷ 420 − 1 = −5.43 %. −3 % − 1 % = −4 points."""
    average, cut, margin, interval, step = (standing(view, each).assessment for each in ("H1", "H2", "H3", "G1", "H4"))
    assert (average.status, round(average.current_value, 6)) == (Status.ON_PACE, -0.027503)
    assert (cut.status, round(cut.current_value, 6), cut.baseline_value) == (Status.FAR_BEHIND, -0.054286, 420)
    assert round(cut.distance_pct, 3) == 54.286  # after 731 of 1096 days, 66.7 %
    assert (margin.status, round(margin.current_value, 6)) == (Status.ON_PACE, -0.04)
    assert (interval.status, interval.gap, interval.target_high) == (Status.ON_PACE, 0, 0.9)
    assert step.status is Status.MET


def test_a_step_is_listed_below_its_target_and_not_counted(view):
    assert [each.target.target_id for each in view.listed] == ["G1", "H4", "G2", "G3", "H1", "H2", "H3"]
    assert [each.target.target_id for each in view.counted] == ["G1", "G2", "G3", "H1", "H2", "H3"]
    assert standing(view, "H4").measure_name == "└ 生活垃圾分类达标小区占比"
    assert standing(view, "H1").measure_name == "填埋量增长率（约束性）"
    assert view.headline == (
        "截至2024年12月31日，6项目标中，达到序时3项、严重滞后2项、待核定1项，本期没有目标判定为未完成；其中约束性2项：达到序时2项。"
    )


@pytest.mark.parametrize(
    ("target_id", "goal", "period", "sentence"),
    [
        (
            "H1",
            "≤−2%",
            "2023—2025年年均",
            "填埋量2023—2025年年均下降2.8%（截至2024年底），现符合年均下降2%的目标，达到序时。",
        ),
        (
            "H2",
            "下降≥10%",
            "2023—2025年累计",
            "生活垃圾日均填埋量2023—2025年累计下降5.4%（截至2024年底），距下降10%的目标尚差4.6个百分点，完成进度较序时慢12.4个百分点。",
        ),
        (
            "H3",
            "不高于宣传场数增速",
            "2023—2025年",
            "填埋量2023—2025年累计增速低于宣传场数增速4个百分点（截至2023年底），现符合“不高于”的要求，达到序时。",
        ),
        (
            "G1",
            "80%—90%",
            "到2025年底",
            "2024年底生活垃圾分类达标小区占比为82%，现符合2025年底80%—90%的目标，达到序时。",
        ),
    ],
)
def test_they_are_told(view, target_id, goal, period, sentence):
    told = standing(view, target_id)
    assert (told.goal.text, told.period, told.sentence) == (goal, period, sentence)


def test_english_says_the_same(workspace):
    view = services.status(workspace, ZHANG, replace(QUERY, lang="en"))
    assert standing(view, "H2").sentence == (
        "Household waste sent to landfill per day: down 5.4% in 2023–2025 (up to the end of 2024), "
        "4.6 percentage points short of the target of a fall of 10%; progress 12.4 percentage points behind schedule."
    )
    assert "binding targets" in view.headline


def test_the_level_a_change_starts_from_is_no_number_beside_it(view):
    told = standing(view, "H2")
    assert (told.baseline_on, told.baseline.number, told.unit) == ("420吨（2022年12月31日）", None, "%")
    assert (told.current.number, told.current.text) == (pytest.approx(-5.428571), "下降5.4%")


def test_the_command_line_tells_them(view):
    lines = [line.split()[0] for line in status_text(view, texts("zh")).splitlines() if line[:1] in ("G", "H")]
    assert lines[:2] == ["G1", "H4"]
    forms = {each["target_id"]: each for each in status_json(view)["targets"]}
    assert (forms["H2"]["change_unit"], forms["H2"]["nature"], forms["H2"]["baseline_value"]) == ("percent", "expected", 420)
    assert (forms["G1"]["comparator"], forms["G1"]["target_high"]) == ("between", 0.9)
    assert forms["H3"]["reference_measure_id"] == "event_growth"
    assert forms["H4"]["parent_target_id"] == "G1"
    assert not {"change_unit", "nature", "target_high", "parent_target_id"} & forms["G3"].keys()


def test_what_is_missing_is_reckoned_in_the_change(workspace):
    """−10 % less −5.43 % is −4.57 % in one year."""
    gaps = services.gap_view(workspace, ZHANG, QUERY)
    (cut,) = [each for each in gaps.rows if each.standing.target.target_id == "H2"]
    assert cut.catch_up.text == (
        "生活垃圾日均填埋量截至2024年底累计下降5.4%，距2023—2025年下降10%的目标尚差4.6个百分点。此后一年还需下降4.6个百分点。"
    )
    assert (cut.average.text, cut.outlook) == ("", "")


def test_a_change_is_drawn_as_it_came_along(workspace):
    """From nothing at the end of 2022 to −10 %; −3 % after a year, −5.43 % after two."""
    level, change = services.measure_view(workspace, ZHANG, QUERY, "landfill_daily").pictures[:2]
    assert (level.measure.display_unit, change.measure.display_unit) == ("吨", "%")
    assert (change.path[0], change.path[-1]) == ((date(2022, 12, 31), 0), (date(2025, 12, 31), -0.1))
    average = services.measure_view(workspace, ZHANG, QUERY, "waste_growth").pictures[0]
    assert [(point.day.year, round(point.value, 4)) for point in average.runs[0]] == [(2023, -0.03), (2024, -0.0275)]
    path = plots.course(average, texts("zh")).data[0]
    assert list(zip(path.x, path.y, strict=True)) == [(date(2022, 12, 31), -2), (date(2025, 12, 31), -2)]


def test_steps_and_edges_are_drawn_on_the_chart_of_their_target(workspace):
    course = services.measure_view(workspace, ZHANG, QUERY, "sorted_share").pictures[0]
    assert [(line.day, line.value) for line in course.lines] == [(date(2025, 12, 31), 0.9), (date(2024, 12, 31), 0.8)]
    drawn = [list(trace.y) for trace in plots.course(course, texts("zh")).data if trace.marker.size == 26]
    assert drawn == [[90, 80]]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_format_reports_them(workspace, lang):
    def content(fmt):
        return services.gap_report(workspace, ZHANG, ReportRequest(replace(QUERY, lang=lang)), fmt).content

    (head, *lines) = csv.reader(StringIO(content("csv").decode("utf-8-sig")))
    columns = {"zh": ("编号", "上级目标编号", "性质", "变动计法"), "en": ("Id", "Parent target", "Nature", "Change counted in")}
    places = [head.index(column) for column in columns[lang]]
    stated = {line[places[0]]: tuple(line[place] for place in places[1:]) for line in lines}
    words = texts(lang)
    assert (stated["H2"], stated["H4"]) == (("", words("nature.expected"), words("change_unit.percent")), ("G1", "", ""))
    forms = {each["target_id"]: each for each in json.loads(content("json"))["targets"]}
    kept = ("parent_target_id", "nature", "change_unit")
    assert [tuple(forms[each][key] for key in kept) for each in ("H1", "H2", "H4", "G3")] == [
        (None, "binding", None), (None, "expected", "percent"), ("G1", None, None), (None, None, None),
    ]  # fmt: skip
    assert (forms["H2"]["current_value"], forms["H2"]["baseline_value"]) == (pytest.approx(-5.428571), None)
    assert forms["H4"]["counted"] is False
    document = docx.Document(BytesIO(content("docx")))
    cells = [cell.text for table_ in document.tables for line in table_.rows for cell in line.cells]
    assert any(("下降5.4%" if lang == "zh" else "−5.4%") in cell for cell in cells)
    assert any("└ " in cell for cell in cells)
    assert any(("约束性" if lang == "zh" else "binding") in cell for cell in cells)
    book = openpyxl.load_workbook(BytesIO(content("xlsx")))
    assert any(cell.value == "H2" for sheet in book for line in sheet.iter_rows() for cell in line)
    slides = Presentation(BytesIO(content("pptx")))
    assert len(slides.slides) > 0
    assert content("pdf").startswith(b"%PDF")


@pytest.mark.slow
def test_a_margin_of_a_year_is_no_value_of_the_measure(plan, opened):
    """−3 % against +1 % in 2023: the sheet of years has −3, and not the difference."""
    text = (plan / "targets.csv").read_text(encoding="utf-8")
    head, *lines = csv.reader(StringIO(text))
    (margin,) = [line for line in lines if line[0] == "H3"]
    cells = dict(zip(head, margin, strict=True)) | {"years": "2023;2024", "window_start": "", "window_end": ""}
    lines[lines.index(margin)] = [cells[column] for column in head]
    with (plan / "targets.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([head, *lines])
    workspace = opened(plan)
    load(workspace, FIGURES, accept_warnings=True)
    view = services.status(workspace, ZHANG, QUERY)
    assert [standing(view, "H3", year).status for year in (2023, 2024)] == [Status.MET, Status.PENDING]
    content = services.gap_report(workspace, ZHANG, ReportRequest(QUERY), "json").content
    years = {(each["measure_id"], each["year"]): each["value"] for each in json.loads(content)["yearly"]}
    assert (years["waste_growth", 2023], years["waste_growth", 2024]) == (-3, -2.5)


def test_the_form_asks_for_a_change_in_per_cent_with_its_window(workspace):
    (head, *lines) = csv.reader(StringIO(services.template(workspace, ZHANG, 2025, "csv").decode("utf-8-sig")))
    (line,) = [dict(zip(head, each, strict=True)) for each in lines if each[0] == "waste_growth"]
    assert (line["起始日期"], line["截止日期"], line["单位"], line["上年值"]) == ("2025-01-01", "2025-12-31", "%", "-2.5")


@pytest.mark.slow
def test_a_lamp_scheme_may_tell_binding_targets_apart(plan, opened):
    """A binding target that lags is red, any other that does is yellow."""
    lines = ["scheme,status,lead_from,lead_below,lamp,nature", "strict,far_behind,,,red,binding", "strict,,,,yellow,"]
    (plan / "lamps.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    workspace = opened(plan)
    risen = row("waste_growth", "3", "%", year=2023), row("landfill_daily", "432.6", "吨", end="2023-12-31")
    load(workspace, table(*risen), accept_warnings=True)
    view = services.status(workspace, ZHANG, Query(as_of=date(2023, 12, 31), lamps="strict"))
    assert [(str(standing(view, each).status), str(standing(view, each).lamp)) for each in ("H1", "H2")] == [
        ("far_behind", "red"),
        ("far_behind", "yellow"),
    ]


def test_a_change_is_uploaded_with_its_window(workspace):
    preview = services.check_upload(workspace, ZHANG, [table(row("waste_growth", "-1.2", "%", year=2025))])
    (figure,) = preview.readings[0].observations
    assert (figure.window_start, figure.window_end, float(figure.value)) == (date(2025, 1, 1), date(2025, 12, 31), -0.012)
    assert preview.warnings == ()


@pytest.mark.slow
def test_a_change_and_its_levels_that_disagree_are_asked_about(workspace):
    """397.2 at the end of 2024 and 381.3 at the end of 2025 are −4.0 %, and not −1.2 %; −4 % is, within its last digit."""
    levels = row("landfill_daily", "381.3", "吨", end="2025-12-31")
    preview = services.check_upload(workspace, ZHANG, [table(levels, row("waste_growth", "-1.2", "%", year=2025))])
    assert "change_differs" in [each.problem.code for each in preview.warnings]
    preview = services.check_upload(workspace, ZHANG, [table(levels, row("waste_growth", "-4", "%", year=2025))])
    assert "change_differs" not in [each.problem.code for each in preview.warnings]


def test_nothing_falls_by_more_than_all_of_it(workspace):
    preview = services.check_upload(workspace, ZHANG, [table(row("waste_growth", "-120", "%", year=2025))])
    assert [each.problem.code for each in preview.problems] == ["fall_beyond_all"]
