"""Every page: opens, has one heading, shows what it should, in both languages and for any plan."""

import re
from datetime import UTC, date, datetime

import pytest

from kpi import services
from kpi.access import LOCAL_USER, READER
from kpi.i18n import texts
from kpi.model import SHANGHAI, Actor, Status
from kpi.services import Query
from kpi.web import session
from kpi.web.board import blocks
from tests.databases import PROJECT, TINY
from tests.pages.conftest import NEVER, PAGES, kinds, shown

WIDGETS = {
    "overview": {"button_group": 4},
    "sheet": {"selectbox": 2},
    "measure": {"selectbox": 5},
    "gaps": {"selectbox": 2},
    "what_if": {"selectbox": 3, "slider": 7},
    "regions": {"selectbox": 6},
    "lamps": {"selectbox": 2, "slider": 1},
    "compare": {"selectbox": 2, "button_group": 2},
    "todo": {"selectbox": 2, "download_button": 1},
    "progress": {"selectbox": 6, "download_button": 1},
    "actions": {"selectbox": 2, "button": 0},
    "upload": {"selectbox": 3, "file_uploader": 1},
    "batches": {"selectbox": 2},
    "reading": {"selectbox": 2, "button": 0},
    "reminders": {"selectbox": 2, "multiselect": 0, "button": 0},
    "review": {"selectbox": 2, "button_group": 3},
    "sources": {"selectbox": 2},
    "quality": {"selectbox": 2},
    "export": {"selectbox": 5, "button_group": 4, "download_button": 8},
    "issued": {"selectbox": 2, "download_button": 0},
    "plans": {"selectbox": 3, "button_group": 2},
    "templates": {"selectbox": 2, "file_uploader": 1, "download_button": 2},
    "query": {"selectbox": 2, "text_area": 1, "button": 1},
    "users": {"selectbox": 4, "text_input": 6, "button": 1},
    "account": {"selectbox": 2, "button": 0},
    "audit": {"selectbox": 5, "button": 1},
}
"""Of each page, how many widgets of a kind there are, the select boxes of region and lamps in the sidebar included."""


def opened():
    """The plan that the app has open."""
    return session.workspace()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_its_heading_and_its_widgets(visit, page, lang):
    app = visit(page, lang=lang)
    assert [title.value for title in app.title] == [texts(lang)(f"page.{page}")]
    for kind, count in WIDGETS[page].items():
        assert len(app.get(kind)) == count
    assert not app.error
    assert NEVER & set(kinds(app.main)) == set()
    assert lang == "zh" or chinese_in(app) == []


def chinese_in(app):
    """What an English page says in Chinese, but for names of the plan's documents and the way back for a reader of Chinese."""
    labels = [each.label for kind in ("selectbox", "button", "checkbox", "text_input", "expander") for each in app.get(kind)]
    said = [*labels, *(each.value for each in (*app.title, *app.subheader, *app.info))]
    return [text for text in said if re.search(r"[一-鿿]", text or "") and not re.search("东莞|Section|^More · 中文$", text)]


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("page", PAGES)
def test_another_plan_needs_no_other_code(visit, page):
    app = visit(page)
    assert [title.value for title in app.title] == [texts("zh")(f"page.{page}")]
    if page in ("overview", "gaps"):
        assert any("云溪市生活垃圾分类" in text for text in shown(app))
        assert any("生活垃圾日均填埋量" in text for text in shown(app))


@pytest.mark.slow
def test_the_headline_adds_up_and_is_that_of_the_services(visit):
    app = visit()
    view = services.status(opened(), LOCAL_USER, Query())
    (bar,) = [text for text in shown(app) if "kpi-statuses" in text]
    assert f'aria-label="{view.headline}"' in bar
    numbers = [int(number) for number in re.findall(r"(\d+)项", view.headline)]
    assert numbers[0] == sum(numbers[1:]) == 31


def test_pieces_of_the_bar_are_as_wide_as_their_shares(visit):
    (bar,) = [text for text in shown(visit()) if "kpi-statuses" in text]
    widths = [float(width) for width in re.findall(r"width:([\d.]+)%", bar)]
    counts = [int(count) for count in re.findall(r'title="\S+ (\d+)"', bar)]
    assert sum(counts) == 31
    assert [round(width * 31 / 100, 3) for width in widths] == counts


def rows_shown(app, table):
    """The names of the measures that a table of the overview has rows of."""
    (found,) = [text for text in shown(app) if f'<table class="{table}"' in text]
    return re.findall(r'<th scope="row"[^>]*><a [^>]*>(.*?)</a>', found)


@pytest.mark.parametrize("table", ["kpi-wall", "kpi-score"])
def test_every_target_is_a_row_the_worst_first(visit, table):
    rows = rows_shown(visit(), table)
    view = services.status(opened(), LOCAL_USER, Query())
    assert sorted(rows) == sorted(each.measure_name for each in view.counted)
    assert rows[:4] == [
        "技能领军人才认定评定",
        "技能人才占就业人员比例",
        "高技能人才占技能人才比例",
        "市高技能公共实训分基地总量",
    ]


def columns_of_the_scorecard(app):
    (found,) = [text for text in shown(app) if '<table class="kpi-score"' in text]
    head, body = found.split("</thead>")
    return head.count("kpi-c-"), {row.count("kpi-c-") for row in body.split("<tr")[1:]}, "kpi-c-line" in found


def test_where_no_target_has_a_course_the_scorecard_has_no_column_of_courses(visit):
    """The letter has one figure a target, and one is a dot; a column of nothing would take the names their room."""
    assert columns_of_the_scorecard(visit()) == (8, {8}, False)


@pytest.mark.usefixtures("demo")
def test_where_targets_have_courses_the_scorecard_shows_them(visit):
    assert columns_of_the_scorecard(visit()) == (9, {9}, True)


def test_on_a_telephone_a_card_has_no_dash_of_its_own_and_its_gap_is_named(visit):
    """Of the letter's 31 targets 27 have no figure that counts: no change and no gap to tell."""
    (found,) = [text for text in shown(visit()) if '<table class="kpi-score"' in text]
    assert [found.count(f'<td class="kpi-c-{cell} kpi-none">') for cell in ("change", "gap")] == [27, 27]
    assert '<td class="kpi-c-gap"><small>差距</small> 88名</td>' in found


def test_of_a_large_plan_some_are_shown_until_all_are_asked_for(visit, monkeypatch):
    monkeypatch.setattr(blocks, "MOST_ROWS", 5)
    app = visit(status="not_comparable")
    for table in ("kpi-wall", "kpi-score"):
        (found,) = [text for text in shown(app) if f'<table class="{table}"' in text]
        assert len(rows_shown(app, table)) == 5
        assert '<a href="/?status=not_comparable&amp;all=1">显示全部（另有6项）</a>' in found
    assert "符合条件11项，共31项；先列最差的5项" in [caption.value for caption in app.caption]
    assert len(rows_shown(visit(status="not_comparable", all="1"), "kpi-wall")) == 11


def test_each_group_of_a_large_plan_has_its_worst(visit, monkeypatch):
    """Of the letter's 10 targets of training two are shown, of all seven categories something is."""
    monkeypatch.setattr(blocks, "MOST_ROWS", 2)
    (found,) = [text for text in shown(visit(by="category")) if "kpi-group" in text]
    groups = found.split('<details class="kpi-group">')[1:]
    rows = [group.count("<tr") - 1 for group in groups]
    assert (len(rows), max(rows), sum(rows)) == (7, 2, 12)


def test_what_does_not_count_is_never_a_percentage(visit):
    texts_shown = "\n".join(shown(visit()))
    assert "不计入本目标" in texts_shown
    assert "118%" not in texts_shown


@pytest.mark.parametrize(
    ("parameter", "value", "expected", "walled"),
    [
        ("status", "far_behind", 1, 1),
        ("status", "not_started,baseline_only", 5, 5),
        ("status", "overdue", 26, 26),
        ("category", "竞赛", 7, 31),
    ],
)
def test_filters_narrow_the_tables_and_live_in_the_address(visit, parameter, value, expected, walled):
    app = visit(**{parameter: value})
    assert len(rows_shown(app, "kpi-score")) == expected
    assert len(rows_shown(app, "kpi-wall")) == walled
    assert any(f"显示{expected}项" in caption.value for caption in app.main.caption)


def test_a_cell_leads_to_the_measure_as_of_its_day_or_to_the_form_for_it(visit):
    (wall,) = [text for text in shown(visit()) if "kpi-wall" in text]
    (row,) = re.findall(r"<tr><th scope=\"row\"><a [^>]*>技能领军人才认定评定</a>.*?</tr>", wall)
    cells = re.findall(r'class="kpi-cell (\S+)[^"]*" href="([^"]*)"', row)
    assert cells == [
        ("kpi-cell-judged", "/measure?measure=leading_skilled_talents&amp;as_of=2022-12-31"),
        ("kpi-cell-overdue", "/upload?rows=T33.2023"),
        ("kpi-cell-overdue", "/upload?rows=T33.2024"),
        ("kpi-cell-overdue", "/upload?rows=T33.2025"),
    ]
    assert re.findall(r'<th scope="col"[^>]*><a href="([^"]*)"', wall)[:2] == [
        "/?as_of=2021-12-31",
        "/?as_of=2022-12-31",
    ]


@pytest.mark.slow
def test_the_year_looked_from_is_outlined_and_links_keep_the_view(visit):
    (wall,) = [text for text in shown(visit(as_of="2023-12-31", lang="en", status="far_behind")) if "kpi-wall" in text]
    assert re.findall(r'class="kpi-chosen"><a href="([^"]*)" aria-current', wall) == [
        "/?as_of=2023-12-31&amp;lang=en&amp;status=far_behind"
    ]


def test_each_way_on_is_one_click(visit):
    app = visit()
    boxes = [text for text in shown(app) if "kpi-way-count" in text]
    assert [re.findall(r"<strong>(\d+)</strong>", text) for text in boxes] == [["4"], ["22"], ["5"]]
    assert [button.proto.label for button in app.get("download_button")] == ["下载这4项目标的填报表", "下载这22项目标的填报表"]
    assert re.findall(r'class="kpi-button" href="([^"]*)"', boxes[2]) == ["/plans?section=answer"]


@pytest.mark.slow
def test_the_date_in_the_address_is_the_date_judged(visit):
    app = visit(as_of="2026-06-30")
    view = services.status(opened(), LOCAL_USER, Query(as_of=date(2026, 6, 30)))
    assert view.counts[Status.PENDING] >= 3
    assert any("评价截至2026年6月30日" in line.value for line in app.main.html)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parameter", "value"), [("as_of", "2026-13-45"), ("as_of", "gestern"), ("region", "999"), ("region", "<b>")]
)
def test_what_the_address_cannot_mean_is_said_and_left_out(visit, parameter, value):
    app = visit(**{parameter: value})
    assert any(value in info.value.replace("\\", "") for info in app.sidebar.info)
    assert any("评价截至2023年6月30日" in line.value for line in app.main.html)


def test_a_town_without_targets_shows_no_verdict(visit):
    app = visit(region="441900003")
    assert any("东城街道没有单独下达的目标" in info.value for info in app.info)
    assert not any("badge[" in text for text in shown(app))


@pytest.mark.slow
def test_a_measure_in_the_address_is_the_measure_shown(visit):
    app = visit("measure", measure="platform_carriers")
    (head,) = [text for text in shown(app) if "<h2>国家、省、市平台载体总数</h2>" in text]
    assert "205个" in head
    assert {"master_studios_new", "training_subbases"} <= set(re.findall(r"[?&]measure=(\w+)", head))  # of its category
    cells = "\n".join(shown(app))
    assert "205个" in cells
    assert texts("zh")("page.relation_partition") in cells


@pytest.mark.slow
def test_overlapping_groups_are_said_not_to_add_up(visit):
    cells = "\n".join(shown(visit("measure", measure="training_subbases")))
    assert texts("zh")("page.relation_overlap") in cells
    assert texts("zh")("page.relation_partition") not in cells


@pytest.mark.parametrize("page", PAGES)
def test_fiction_is_marked_on_every_page(visit, demo, page):
    app = visit(page)
    assert any("演示数据" in warning.value for warning in app.warning)


@pytest.mark.slow
def test_an_upload_is_previewed_then_loaded_and_can_be_withdrawn(visit):
    table = "指标代码,年份,数值,单位\nsubsidized_training,2023,6.2,万人次\n".encode("gb18030")
    app = visit("upload")
    app.file_uploader[0].set_value([("填报.csv", table, "text/csv")]).run()
    assert any("GB18030" in text for text in shown(app))
    cells = "\n".join(shown(app)).replace("\\", "")
    assert "这些数据将改变2项目标的判定" in cells
    met = cells[cells.index("补贴性职业技能培训（2023年）") :]
    assert met.index("口径不可比") < met.index("→") < met.index("已达标") < met.index("6.2万人次")
    assert opened().store.data_version == 1
    next(button for button in app.button if button.label == texts("zh")("page.commit")).click().run()
    assert [success.value for success in app.success] == [texts("zh")("page.loaded", batches=("2",), count=1)]
    assert opened().store.data_version == 2
    app = visit("batches")
    app.text_input[0].set_value("报错")
    next(button for button in app.button if button.label == texts("zh")("page.withdraw")).click().run()
    assert opened().store.batches()[0].withdrawal_note == "报错"


@pytest.mark.slow
def test_a_wrong_row_is_named_and_nothing_can_be_confirmed(visit):
    app = visit("upload")
    table = "指标代码,年份,数值,单位\nsubsidized_training,20255,6.2,万人次\n".encode()
    app.file_uploader[0].set_value([("错.csv", table, "text/csv")]).run()
    assert [error.value for error in app.error] == [texts("zh")("page.refused")]
    assert "20255" in "\n".join(shown(app))
    assert texts("zh")("page.commit") not in [button.label for button in app.button]


def test_a_reader_may_look_and_not_upload(visit, monkeypatch):
    monkeypatch.setattr(session, "_actor", lambda: Actor("读者", READER))
    assert not visit("overview").error
    app = visit("upload")
    assert len(app.error) == 1
    assert not app.get("file_uploader")


def test_no_page_lies_directly_in_pages():
    """Streamlit would run such a file without the router."""
    assert list((PROJECT / "pages").glob("*.py")) == []


def test_a_catalog_with_errors_is_said_in_words(visit, monkeypatch, tmp_path):
    broken = tmp_path / "plan"
    broken.mkdir()
    for file in TINY.glob("*.csv"):
        (broken / file.name).write_bytes(file.read_bytes())
    targets = broken / "targets.csv"
    targets.write_text(targets.read_text(encoding="utf-8").replace("sorted_share", "no_such_measure"), encoding="utf-8")
    monkeypatch.setenv("KPI_CATALOG", str(broken))
    app = visit()
    assert len(app.error) == 1
    assert any("no\\_such\\_measure" in text for text in shown(app))
    monkeypatch.setenv("KPI_CATALOG", str(TINY))


def test_moments_are_those_of_the_plans_city(visit):
    visit()
    batch = services.history(opened(), LOCAL_USER).batches[0]
    assert batch.approved_at.utcoffset() == datetime.now(UTC).astimezone(SHANGHAI).utcoffset()


def test_a_measure_tells_the_notes_of_each_of_its_targets(visit):
    captions = [caption.value.replace("\\", "") for caption in visit("measure", measure="subsidized_training").caption]
    assert "目标说明（≥100万人次）：118万人次自2018年起累计，不得作为本目标的完成数。" in captions
    assert any(caption.startswith("目标说明（≥5万人次）：年份未载明") for caption in captions)
