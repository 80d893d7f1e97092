"""How offices hand in tables: signatures, other places' files, periodicals, excerpts, odd characters, odd formats.

Each is read as it is meant, asked about or refused; none gives another figure, period or region in silence.
"""

from datetime import date
from pathlib import Path

import pytest
from openpyxl.comments import Comment

from kpi.catalog import load_catalog
from kpi.ingest import UploadFile, read_upload
from kpi.model import Severity
from tests.unit.ingest.naming import named_rows
from tests.unit.ingest.workbooks import saved

CATALOG = Path(__file__).resolve().parents[3] / "data" / "catalog"
TRAINING = "指标|年份|数值|单位 / 补贴性职业技能培训|2024|8.8|万人次"
TOWNS = "地区|年份|技能培训券发放（张） / 东城街道|2024|100 / 南城街道|2024|200"
CITY = {("900", "2024-12-31", 88_000)}
BOTH = {("003", "2024-12-31", 100), ("004", "2024-12-31", 200)}


@pytest.fixture(scope="module")
def plan():
    return load_catalog(CATALOG)


@pytest.fixture
def read(plan):
    """Reads a table written with | between cells and / between rows, or bytes."""

    def read_one(table, name="表.csv"):
        content = table if isinstance(table, bytes) else table.replace("|", ",").replace(" / ", "\n").encode()
        return read_upload(UploadFile(name, content), plan, today=date(2026, 11, 23))

    return read_one


def figures(reading):
    return {(o.region_code[-3:], o.period_end.isoformat(), float(o.value)) for o in reading.observations}


def doubts(reading):
    return {(p.code, p.row) for p in reading.problems if p.severity is not Severity.NOTE}


def book(title="表", formats=(), change=None, rows=()):
    def titled(workbook, sheet):
        sheet.title = title
        if change:
            change(workbook, sheet)

    return saved(rows or [row.split("|") for row in TRAINING.split(" / ")], formats, titled)


TYPED = [["地区", "年份", "技能培训券发放（张）"], ["东城街道", 2024, 100], ["南城街道", 2024, 200]]


@pytest.mark.parametrize(
    "row",
    [
        "填表人：王芳|审核人：李强|2025年1月10日",
        "填报单位（盖章）|联系电话：0769-22223333|",
        "单位负责人：王芳|统计负责人：李强|填表人：赵一",
        "制表：王芳|复核：李强|日期：2025-01-10",
        "||2025年1月10日",
        "填报单位：东城街道办事处||2025年1月10日",
        "东莞市人力资源和社会保障局||2025年1月10日",
        "审核人：李强||2025/1/10",
        "填报人:张三|电话:13800138000|报送日期:2025.1.6",
        "统计人：王|审批人：李|",
        "----|----|----",
        "以下空白||",
        "第 1 页 共 2 页||",
        "打印时间：2025-01-10 10:20||",
        "共2个镇街||",
    ],
)
def test_who_signed_a_table_is_no_row_of_it(read, row):
    reading = read(f"{TOWNS} / {row}")
    assert (figures(reading), doubts(reading)) == (BOTH, set())
    assert 4 in named_rows(reading)


@pytest.mark.parametrize(
    "row",
    ["填表人：王芳|南城街道|200", "填表人：王芳|审核人：李强|300", "注|南城街道|200", "注：南城街道|2024|200", "|2024|200"],
)
def test_a_figure_beside_a_signature_is_not_lost(read, row):
    assert 4 in {at for _, at in doubts(read(f"{TOWNS} / {row}"))}


WIDER = [
    "全国2024年技能人才情况", "2024年全国补贴性职业技能培训情况", "全省补贴性职业技能培训统计表", "我国2024年职业技能培训",
    "2024年全省技能人才主要指标", "我省2024年补贴性职业技能培训", "全国各地补贴性职业技能培训", "全国：2024年",
    "统计范围：全省",
    "填报地区：全国", "粤港澳大湾区2024年技能人才", "珠三角九市2024年技能人才", "表1 全国补贴性职业技能培训情况",
    "广东2024年培训",
]  # fmt: skip


@pytest.mark.parametrize("title", WIDER)
def test_a_table_of_the_whole_country_or_province_is_asked_about(read, title):
    for reading in (read(f"{title} / {TRAINING}"), read(TRAINING, f"{title}.csv")):
        assert {code for code, _ in doubts(reading)} == {"region_wider"}


@pytest.mark.parametrize(
    ("table", "name"),
    [
        (book("全国"), "表.xlsx"),
        (book("全国合计"), "表.xlsx"),
        ("指标|年份|数值|单位 / 一、全国 / 补贴性职业技能培训|2024|8.8|万人次", "表.csv"),
        (f"{TRAINING} / 注：本表为全国数据。", "表.csv"),
        ("指标|年份|数值|单位|备注 / 补贴性职业技能培训|2024|8.8|万人次|全国数", "表.csv"),
    ],
)
def test_what_a_sheet_a_heading_a_note_or_a_remark_says_of_it_too(read, table, name):
    assert "region_wider" in {code for code, _ in doubts(read(table, name))}


@pytest.mark.parametrize(
    "title",
    [
        "技能人才规模全省位次", "全国技术能手培养情况", "参加全国技能大赛情况", "国家级、省级平台情况", "东莞市在全省排名情况",
        "东莞市承办全国技能大赛情况", "人才吸引力全国排名情况", "根据全省统一部署填报", "按全国统计报表制度填报",
        "东莞市2024年（全国技工教育改革试点）培训情况", "广东省东莞市2024年培训情况", "广东省技能人才发展统计报表制度",
        "全省技能人才工作会议材料", "省级以上平台情况", "新建区域性实训中心情况",
    ],
)  # fmt: skip
def test_a_title_that_only_mentions_the_country_is_not_about_it(read, title):
    reading = read(f"{title} / {TRAINING}")
    assert (figures(reading), doubts(reading)) == (CITY, set())


def test_towns_in_a_table_of_the_province_say_themselves_whose_they_are(read):
    assert (figures(reading := read(f"全省情况 / {TOWNS}")), doubts(reading)) == (BOTH, set())


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("昆山2024", "昆山"),
        ("义乌市培训", "义乌市"),
        ("顺德区2024", "顺德区"),
        ("南海区2024年培训", "南海区"),
        ("2024年度博罗县", "博罗县"),
        ("foshan2024", "佛山"),
        ("guangzhou_2024", "广州"),
        ("Foshan City 2024", "佛山"),
        ("kunshan", "昆山"),
    ],
)
def test_counties_and_names_in_latin_letters_are_other_places(read, name, place):
    problems = [p for p in read(TRAINING, f"{name}.csv").problems if p.severity is Severity.ERROR]
    assert [(p.code, p.values["region"]) for p in problems] == [("region_around", place)]


@pytest.mark.parametrize(
    "name", ["dongguan2024", "DG_2024", "peixun", "jineng peixun 2024", "shuju", "全国技术能手2024", "东莞全省位次"]
)
def test_a_file_named_as_any_office_would_is_ours(read, name):
    assert (figures(reading := read(TRAINING, f"{name}.csv")), doubts(reading)) == (CITY, set())


TOLD = [
    "2024年年中技能培训券发放情况", "2024年中期技能培训券发放情况", "2024年季报", "2024年二季报", "2024年三季报",
    "2024年头三个季度", "2024年M6", "Jun-24", "2024年第26周", "2024年中报", "2024年6月快报", "报告期：2024年6月",
    "所属期：202406", "2024年元月至6月", "6月份", "半年报", "2024年6月上旬", "一季度", "2024年1-2季度技能培训券发放",
]  # fmt: skip


@pytest.mark.parametrize("title", TOLD)
def test_a_periodical_over_a_whole_year_is_asked_about_or_refused(read, title):
    table = "地区|指标|年份|数值|单位 / 东城街道|技能培训券发放|2024|100|张"
    told = {code for code, _ in doubts(read(f"{title} / {table}"))}
    assert told in ({"period_beyond"}, {"period_unlike"}, {"period_conflict"}), told


@pytest.mark.parametrize(
    "title", ["按季报送技能培训券发放", "2024年中小企业服务", "规划中期评估材料", "2024年年报", "培训中报名情况", "三季度已过"]
)
def test_words_that_only_look_like_a_periodical_ask_nothing(read, title):
    said = {code for code, _ in doubts(read(f"{title} / {TOWNS}"))}
    assert said == ({"period_beyond"} if title.startswith("三") else set())


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("2024年女性技能培训券发放情况（张）", "女性"),
        ("制造业技能培训券发放情况", "制造业"),
        ("2024年农民工技能培训券发放情况", "农民工"),
        ("2024年新增技能人才情况", "新增"),
        ("2021年以来累计发放情况", "以来累计"),
        ("2024年月均技能培训券发放", "月均"),
        ("2024年技能培训券发放（测算数）", "测算"),
        ("样表（数据为虚构）", "样表"),
        ("填报示例", "示例"),
    ],
)
def test_a_title_that_restricts_its_figures_is_asked_about(read, title, word):
    reading = read(f"{title} / {TOWNS}")
    (asked,) = [p for p in reading.problems if p.code == "title_qualifies"]
    assert (asked.severity, asked.values["word"]) == (Severity.WARNING, word)


@pytest.mark.slow
@pytest.mark.parametrize(
    "title", ["“项目制”技能培训情况", "技能人才总量及新增技能大师工作室情况", "企业、院校技能培训券发放情况"]
)
def test_a_word_of_a_measures_name_restricts_nothing(read, title):
    table = "指标|年份|数值|单位 / 新设立技能大师工作室|2024|5|家"
    expected = {"title_qualifies"} if "新增" in title else set()
    assert {code for code, _ in doubts(read(f"{title} / {table}"))} == expected


@pytest.mark.parametrize(
    ("header", "text"),
    [("户籍", "本市户籍"), ("年龄段", "16-24岁"), ("范围", "全国"), ("来自", "全省"), ("学历", "大专以上"), ("性别", "男")],
)
def test_an_unread_column_that_says_whom_a_row_counts_is_asked_about(read, header, text):
    reading = read(f"地区|{header}|年份|技能培训券发放（张） / 东城街道|{text}|2024|60")
    assert ("column_qualifies", 1) in doubts(reading)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("地区|年份|技能培训券发放（张）|同比增长（%）|环比（%） / 东城街道|2024|100|5.2|-1", [100]),
        ("地区|2024年技能培训券发放（张）|上年同期 / 东城街道|100|90", [100]),
        ("序号|地区|年份|技能培训券发放（张） / 一|东城街道|2024|100 / |合计|2024|100", [100]),
        ("地区|年份|技能培训券发放|补贴性职业技能培训 / ||张|人次 / 东城街道|2024|100|30", [100, 30]),
        ("指标|单位|2024年 / 技能人才总量|万人|151.2 / 技能培训券发放|张|100", [1_512_000, 100]),
        ("sep=; / 地区;年份;技能培训券发放（张） / 东城街道;2024;100", [100]),
        ("地区|年份|技能培训券发放（张）||| / 东城街道|2024|100|||", [100]),
        ("|地区|年份|技能培训券发放（张） / |东城街道|2024|100", [100]),
        ("地区|年份|技能培训券发放（张） / 东城街道|2024|100 / （续表）|| / 南城街道|2024|200", [100, 200]),
        ("地区|年份|技能培训券发放（张） / 东\u200b城街道|2024|1\u200b00", [100]),
        ("地区|年份|技能培训券发放（张） / 东城街道|2024|'100", None),
        ("地区|年份|技能培训券发放（张） / 东城街道|2024|\u202e001\u202c", None),
        ("地区|年份|技能培训券发放（张） / 东城街道|2024|（100）", None),
        ("地区|年份|技能培训券发放（张） / 东城街道|113年|100", None),
        ("地区|年份|技能培训券发放（张） / 东城街道|2024/2025学年|100", None),
        ("地区|年份|技能培训券发放（张） / 东城街道|45657|100", None),
        ("地区|年份|技能培训券发放（张） / 东城街道|2024|100 / 平均|2024|100", None),
        ("地区|年份|技能培训券发放（张） / 东城街道|2024|100 / 同上|2023|100", None),
        ("地区|年份|技能培训券发放（张） / 东城|2024|100 / 东城街道|2024|120", None),
        ("指标|2023|2024 / 技能人才总量（万人）|145.1|151.2 / 比上年增长（%）|4.1|4.2", None),
        ("2024年12月快报 / 指标|本月|本月止累计 / 技能培训券发放（张）|10|100", None),
        ("地区|技能培训券发放（张）| / |年度任务|实际完成 / 东城街道|110|100", None),
    ],
)
def test_an_ordinary_table_is_read_and_a_doubtful_one_is_not(read, table, expected):
    reading = read(table)
    if expected is None:
        assert doubts(reading)
    else:
        assert ([float(o.value) for o in reading.observations], doubts(reading)) == (expected, set())


def _error(text):
    def change(_, sheet):
        sheet["C2"].value, sheet["C2"].data_type = text, "e"

    return change


@pytest.mark.parametrize("text", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
def test_an_error_of_excel_is_no_figure(read, text):
    assert 2 in {row for _, row in doubts(read(book(rows=TYPED, change=_error(text)), "表.xlsx"))}


@pytest.mark.parametrize("code", ["#,##0;(#,##0)", "_(* #,##0_);_(* (#,##0)", "0.00", '0"张"', "@", "[Red]0"])
def test_a_format_that_shows_the_figure_itself_changes_nothing(read, code):
    assert figures(read(book(rows=TYPED, formats={"C2": code}), "表.xlsx")) == BOTH


@pytest.mark.parametrize("code", ["0%", ";;;", "0.0,", '0,"万"', "yyyy-mm-dd"])
def test_a_format_that_shows_another_figure_is_not_loaded_in_silence(read, code):
    assert doubts(read(book(rows=TYPED, formats={"C2": code}), "表.xlsx"))


def test_comments_and_a_date_in_the_signature_change_no_figure(read):
    def commented(_, sheet):
        sheet["C2"].comment = Comment("已核", "王")

    content = book(rows=[*TYPED, ["填表人：王芳", "审核人：李强", date(2025, 1, 10)]], change=commented)
    assert (figures(reading := read(content, "表.xlsx")), doubts(reading)) == (BOTH, set())
