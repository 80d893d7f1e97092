"""The kinds of report beside the usual one: what each says of the letter's plan, and that a series of them is one act."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from kpi import services
from kpi.errors import NotFound, PreviewOutdated
from kpi.i18n import texts
from kpi.report import render
from kpi.report.document import Annex, Paragraph, Signature, Table, Title, document_of
from kpi.report.duties import _monthly
from kpi.services import Each, Genre, Grouping, Query, ReportRequest
from kpi.services.reports.issuing import _request
from kpi.views import DueFigure, Letter, Why
from tests.unit.report.sample import with_text
from tests.unit.services.conftest import ZHANG, load, row, table

pytestmark = pytest.mark.slow
ZH = texts("zh")
HEADCOUNTS = ("skilled_talent_total", "highly_skilled_talent_total")


def model(plan, genre, **changes):
    return services.report_model(plan, ZHANG, ReportRequest(genre=genre, **changes))


def told(blocks):
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def test_a_ledger_from_before_there_were_kinds_holds_usual_reports(letter):
    services.issue_report(letter, ZHANG, ReportRequest(), ["csv"])
    (view,) = services.issued_reports(letter, ZHANG)
    said = json.loads(view.record.parameters)
    assert "genre" not in said
    assert _request(said).genre is Genre.GAP
    assert _request(said | {"genre": "tasks"}).genre is Genre.TASKS


def test_a_kind_comes_in_its_own_formats_alone(letter):
    with pytest.raises(NotFound):
        services.gap_report(letter, ZHANG, ReportRequest(genre=Genre.REMINDER), "xlsx")
    names = services.report_names(letter, ZHANG, ReportRequest(genre=Genre.SUMMARY))
    assert {fmt: name.rpartition(".")[2] for fmt, name in names.items()} == {"pdf": "pdf", "png": "png", "docx": "docx"}


def test_a_letter_is_filed_under_its_day_and_a_report_under_that_of_its_figures(letter):
    """The figures are of 30 June 2023; what has not come is told of today."""
    asked = {genre: ReportRequest(genre=genre) for genre in (Genre.REMINDER, Genre.GAP)}
    days = {Genre.REMINDER: f"{letter.today:%Y%m%d}", Genre.GAP: "20230630"}
    for genre, request in asked.items():
        name = services.report_names(letter, ZHANG, request)["docx"]
        assert name.endswith(f"（截至{days[genre]}）.docx")
        assert services.gap_report(letter, ZHANG, request, "docx").name == name


def test_a_letter_lists_what_is_due_and_for_when(letter):
    """By the end of 2023 the year's volunteers are due; the letter's plan names no units, so the addressee is left open."""
    made = model(letter, Genre.REMINDER, query=Query(as_of=date(2023, 12, 31)))
    (one,) = made.letters
    assert (one.addressee, one.on) == ("", date(2023, 12, 31))
    request = ReportRequest(Query(as_of=date(2023, 12, 31)), genre=Genre.REMINDER)
    assert services.report_names(letter, ZHANG, request)["docx"].endswith("（截至20231231）.docx")
    assert {figure.due for figure in one.figures} <= {date(2022, 12, 31), date(2023, 12, 31)}
    assert "补贴性职业技能培训" in {figure.name for figure in one.figures}
    blocks = document_of(made)
    assert sum(isinstance(block, Title) for block in blocks) == 1
    assert "特此函告。" in told(blocks)
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert len(table.rows) == len(one.figures)


def test_a_letter_counts_the_rows_of_its_form(letter):
    """The calendar asks for more than verdicts lack, and for all of that."""
    made = model(letter, Genre.REMINDER)
    asked = [(row.measure_id, row.region_code, row.period.end.isoformat()) for row in services.duties(letter, ZHANG).owed]
    rows = services.duty_form(letter, ZHANG, asked, "csv").decode("utf-8-sig").strip().splitlines()[1:]
    lacking = {figure.key for item in services.rows_due(letter, ZHANG, Query()).items for figure in item.figures}
    (one,) = made.letters
    assert lacking < set(one.keys)
    assert f"{len(rows)}项数据待报送" in told(document_of(made))


def test_a_list_goes_to_an_annex_where_the_letter_has_no_room_for_it(letter):
    made = model(letter, Genre.REMINDER)
    (one,) = made.letters
    for count, annexed in ((1, False), (len(one.figures), True)):
        kinds = [type(block) for block in document_of(replace(made, letters=(replace(one, figures=one.figures[:count]),)))]
        assert (Annex in kinds, kinds.index(Table) > kinds.index(Signature)) == (annexed, annexed)


def test_a_briefing_across_measures_tells_what_each_place_changed(letter):
    """Two headcounts of thirteen towns at the ends of 2024 and 2025, in units of ten thousand.

    The share of the one in the other, which follows, is the third that is ranked. 东城 1.20 → 1.30, 0.50 → 0.40, so 41.7 % →
    30.8 %; 南城 thrice the same; 万江 about 1.20 before, so nothing is known of it and of the share, and 0.50 → 0.60; the
    fourth has only the second year; the rest 1.00 → 1.10, 0.30 → 0.35, 30.0 % → 31.8 %.
    """
    towns = [code for code, each in letter.catalog.regions.items() if each.parent_code == "441900"][:13]
    before = {0: ("1.20", "0.50"), 1: ("1.20", "0.50"), 2: ("约1.20", "0.50"), 3: ("", "")}
    after = {0: ("1.30", "0.40"), 1: ("1.20", "0.50"), 2: ("1.30", "0.60"), 3: ("1.30", "0.60")}
    rows = [
        row(measure, value, "万人", end=f"{year}-12-31", region=town)
        for year, told, usual in ((2024, before, ("1.00", "0.30")), (2025, after, ("1.10", "0.35")))
        for number, town in enumerate(towns)
        for measure, value in zip(HEADCOUNTS, told.get(number, usual), strict=True)
        if value
    ]
    load(letter, table(*rows), accept_warnings=True)
    blocks = document_of(model(letter, Genre.BRIEFING))
    (ranked,) = [block for block in blocks if isinstance(block, Table) and block.key == "kind.caption_across"]
    changed = {line["kind.place"]: line["kind.change"] for line in ranked.rows}
    names = [letter.catalog.regions[town].name("zh") for town in towns]
    expected = ["改善1、退步2", "持平3", "改善1", "无上期数", *["改善3"] * 9]
    assert changed == dict(zip(names, expected, strict=True))
    silent = [each.name("zh") for code, each in letter.catalog.regions.items() if each.parent_code == "441900" and each.active]
    assert f"上述指标均未报送的有{'、'.join(silent[13:])}，共{len(silent) - 13}个。" in told(blocks)


def test_where_no_place_has_an_earlier_figure_nothing_is_said_of_changes(letter):
    """Across two measures and of one alone; a town's own figures too."""
    towns = [code for code, each in letter.catalog.regions.items() if each.parent_code == "441900"][:13]
    rows = [row(measure, "1.1", "万人", end="2025-12-31", region=town) for measure in HEADCOUNTS for town in towns]
    load(letter, table(*rows), accept_warnings=True)
    asked = {"ranked": HEADCOUNTS[0]}, {"query": Query(region=towns[0])}, {}
    for blocks in (document_of(model(letter, Genre.BRIEFING, **each)) for each in asked):
        ranked = next(block for block in blocks if isinstance(block, Table))
        assert "kind.change" not in ranked.rows[0], ranked.key
        assert "较上期" not in told(blocks) + ranked.caption


def test_who_owes_nothing_gets_no_letter(letter):
    """Nothing of the plan is over by the end of 2020."""
    request = ReportRequest(Query(as_of=date(2020, 12, 31)), genre=Genre.REMINDER)
    assert not services.owes(letter, ZHANG, request)
    with pytest.raises(NotFound) as refused:
        services.gap_report(letter, ZHANG, request, "docx")
    assert refused.value.message.key == "error.nothing_due"


def test_a_months_need_is_never_less_than_it_takes(letter):
    """7 in six months are 2 a month, and 4 in 30 not one, which would make 30; 0.71 points in six are 0.12, not 0.118."""
    made = model(letter, Genre.TASKS)
    count = next(row for row in made.counted if row.measure.display_scale == 1 and row.measure.decimals == 0)
    assert _monthly(ZH, count, 7 / 6).number == 2.0
    bases = next(row for row in made.counted if row.measure.measure_id == "training_subbases")
    assert [_monthly(words, bases, 4 / 30).text for words in (ZH, texts("en"))] == ["不足1家", "less than 1 facility"]
    share = next(row for row in made.counted if row.target.target_id == "T01")
    assert share.measure.display_scale == Decimal("0.01")
    assert _monthly(ZH, share, 0.0071 / 6).text == "不超过0.12个百分点"


def test_the_summary_is_one_page_of_pdf(letter):
    for lang in ("zh", "en"):
        file = services.gap_report(letter, ZHANG, ReportRequest(Query(lang=lang), genre=Genre.SUMMARY), "pdf")
        assert len(PdfReader(io.BytesIO(file.content)).pages) == 1


def test_the_page_of_a_town_without_targets_has_its_figures(letter):
    """长安镇 has one association of skilled talent, which the letter names; a place without any figure says so."""
    there, none = (model(letter, Genre.SUMMARY, query=Query(region=code)) for code in ("441900119", "441900003"))
    (table_,) = (block for block in document_of(there) if isinstance(block, Table))
    assert (table_.caption, [row["value"] for row in table_.rows if isinstance(row, dict)]) == (
        "长安镇指标数值、比重和位次",
        ["1个"],
    )
    assert "长安镇未设目标" in told(document_of(there))
    assert not [block for block in document_of(none) if isinstance(block, Table)]
    assert "没有可列示的数据" in told(document_of(none))
    many = replace(there, values=there.values * 200)
    assert len(PdfReader(io.BytesIO(render(many, "pdf"))).pages) == 1
    assert "项从略。" in told(document_of(many))


@pytest.mark.parametrize("text", ["很长的名称" * 60, "LongWithoutBlanks" * 40, "<svg><image href=//evil.invalid/>&#x3c;" * 8])
def test_no_name_is_long_enough_for_a_second_page(letter, text):
    made = replace(with_text(model(letter, Genre.SUMMARY), text), genre=Genre.SUMMARY)
    assert len(PdfReader(io.BytesIO(render(made, "pdf"))).pages) == 1


def test_a_series_is_issued_whole_or_not_at_all(letter, monkeypatch):
    """Seven categories have targets: seven numbers of the ledger, one event of the store for each, one transaction."""
    request = ReportRequest(genre=Genre.TASKS)
    issue, seen = type(letter.store).issue, []
    monkeypatch.setattr(
        type(letter.store), "issue", lambda self, reports, **named: seen.append(len(reports)) or issue(self, reports, **named)
    )
    made = services.issue_series(letter, ZHANG, request, Each.CATEGORY, ["xlsx"])
    assert seen == [7]
    assert [view.record.report_id for view in made] == list(range(1, 8))
    assert {view.request.grouping for view in made} == {Grouping.CATEGORY}
    assert all(services.compare_issued(letter, ZHANG, view.record.report_id).reproduced for view in made[:1])

    monkeypatch.setattr(type(letter.store), "issue", _outdated)
    with pytest.raises(PreviewOutdated):
        services.issue_series(letter, ZHANG, request, Each.CATEGORY, ["xlsx"])
    assert len(services.issued_reports(letter, ZHANG)) == 7


def _outdated(*_, **__):
    raise PreviewOutdated("preview_outdated", expected=1, found=2)


def test_an_archive_of_task_lists_is_named_after_them(letter):
    archive = services.report_archive(letter, ZHANG, ReportRequest(genre=Genre.TASKS), Each.CATEGORY, "xlsx")
    assert "任务清单" in archive.name
    with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
        assert all("任务清单" in name for name in opened.namelist())


@pytest.mark.parametrize(
    ("day", "measures", "targets", "due"),
    [
        # 11 targets on 9 measures count otherwise, 3 have only a baseline, 9 have no data.
        (date(2023, 6, 30), 21, 23, "其中2项含已到期的年份"),
        # 22 measures lack figures of years that are over, 9 of 2023 alone: 8 of these are among the 22, the vouchers are not.
        (date(2025, 12, 31), 23, 26, "均到期未报，共缺68项数据"),
    ],
)
def test_the_page_and_the_report_count_alike_what_lacks_figures(letter, day, measures, targets, due):
    usual, page = (told(document_of(model(letter, genre, query=Query(as_of=day)))) for genre in (Genre.GAP, Genre.SUMMARY))
    assert f"需收集{measures}项指标的数据，{due}。" in usual
    assert f"需收集{measures}项指标的数据{f'，{due}' * ('共缺' in due)}，涉及{targets}项目标：" in page


@pytest.mark.parametrize(
    ("whys", "over", "tone"),
    [
        (["calendar", "calendar"], [0, 0], "owed"),
        (["calendar", "common"], [0, 0], "owed"),
        (["common"], [0], "owed"),
        (["calendar", "calendar"], [3, 0], "late"),
        (["calendar", "common"], [3, 0], "late"),
        (["calendar", "calendar"], [3, 1], "all_late"),
        (["verdict"], [0], "back_then"),
    ],
)
def test_a_letter_says_how_many_are_overdue_unless_all_or_none_are(whys, over, tone):
    day = date(2025, 12, 31)
    figures = tuple(DueFigure("甲", "2025年", "人", day, over=late, why=Why(why)) for why, late in zip(whys, over, strict=True))
    assert Letter("某局", day, figures, "填报表").tone == tone
