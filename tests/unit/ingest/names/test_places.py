"""Whose figures a table holds, by what its file, sheet and titles name: another place's are not ours, a road is no place."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.i18n import texts
from kpi.ingest import UploadFile, read_upload
from kpi.ingest.names.places import Places, places_of_china
from kpi.model import Severity
from tests.unit.ingest.workbooks import saved

CATALOG = Path(__file__).resolve().parents[4] / "data" / "catalog"
TRAINING = "补贴性职业技能培训"
PREFECTURES = {
    "河北省": 11, "山西省": 11, "内蒙古自治区": 12, "辽宁省": 14, "吉林省": 9, "黑龙江省": 13, "江苏省": 13, "浙江省": 11,
    "安徽省": 16, "福建省": 9, "江西省": 11, "山东省": 16, "河南省": 17, "湖北省": 13, "湖南省": 14, "广东省": 21,
    "广西壮族自治区": 14, "海南省": 4, "四川省": 21, "贵州省": 9, "云南省": 16, "西藏自治区": 7, "陕西省": 10, "甘肃省": 14,
    "青海省": 8, "宁夏回族自治区": 5, "新疆维吾尔自治区": 14,
}  # fmt: skip
"""How many prefecture-level units each province has; cities under the central government and 台湾, 香港, 澳门 have none."""
NO_PLACES = [
    "2024年各市", "年各市", "珠三角九市", "一、各市", "省各市", "2024各地市",
    "东莞市", "东莞", "大东莞", "全市", "我市", "广东", "2024广东东莞", "广东省东莞市培训",
    "广东省人社厅报表", "中国", "全国技能大赛", "中山路", "中山路街道", "中山公园", "海南方向", "朝阳产业",
    "大同小异", "三明治", "上海路街道", "广州大道", "武汉大学", "北京时间", "日照时数", "来宾名单",
    "德州扑克", "白银价格", "阿里云培训", "和田玉", "长治久安", "安康家庭", "四川籍务工人员", "湖南人",
    "粤菜师傅", "南粤家政", "企业上市", "2024年拟上市企业", "城市更新", "地级以上市", "各地市",
    "技能人才总量", "2024年各镇街技能人才总量", "中山市场",
]  # fmt: skip


@pytest.fixture(scope="module")
def plan():
    return load_catalog(CATALOG)


@pytest.fixture(scope="module")
def places(plan):
    return Places.of(plan)


def test_the_list_holds_every_province_and_prefecture():
    provinces = {place.code[:2]: place.name for place in places_of_china() if place.code.endswith("0000")}
    counted = Counter(provinces[place.code[:2]] for place in places_of_china() if not place.code.endswith("0000"))
    assert len(provinces) == 34
    assert counted == PREFECTURES
    assert sum(counted.values()) == 333
    codes = [place.code for place in places_of_china()]
    assert codes == sorted(set(codes))
    assert {len(code) for code in codes} == {6}
    assert all(place.name.startswith(place.short) and len(place.short) > 1 for place in places_of_china())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2024佛山市培训", "佛山市"),
        ("附件1-佛山市技能", "佛山市"),
        ("广州", "广州"),
        ("2024年佛山培训", "佛山"),
        ("佛山_2024", "佛山"),
        ("附表2惠州", "惠州"),
        ("（深圳）", "深圳"),
        ("关于佛山的情况", "佛山"),
        ("佛山公共实训", "佛山"),
        ("佛山技能人才总量", "佛山"),
        ("广东佛山", "佛山"),
        ("广东省佛山市", "佛山市"),
        ("东莞佛山", "佛山"),
        ("山东城镇就业", "山东"),
        ("2024年重庆市", "重庆市"),
        ("内蒙古", "内蒙古"),
        ("广西自治区", "广西自治区"),
        ("恩施州", "恩施州"),
        ("延边朝鲜族自治州", "延边朝鲜族自治州"),
        ("中山2024", "中山"),
        ("中山市", "中山市"),
        ("中山技能培训", "中山"),
        ("日照统计", "日照"),
        ("2024义乌市", "义乌市"),
        ("1-昆山市", "昆山市"),
        ("东城2024", "东城"),
        ("广东省技能人才发展情况", "广东省"),
    ],
)
def test_another_place_is_seen_after_digits_and_dashes_and_without_its_suffix(places, text, name):
    assert places.other_than_ours(["填报", text]).removesuffix("街道") == name


@pytest.mark.parametrize(
    "text",
    NO_PLACES,
)
def test_what_is_ours_or_no_place_is_not_another_one(places, text):
    assert places.other_than_ours([text]) == ""


def test_every_listed_place_but_our_own_is_another_by_either_name(places):
    ours = {"440000", "441900"}
    for place in places_of_china():
        for name in (place.name, place.short):
            expected = "" if place.code in ours else name
            if place.code != "440000" or name == place.short:
                assert places.other_than_ours([f"2024{name}.各项数据"]) == expected, name


def test_a_plan_of_another_place_sees_its_own_and_ours_the_other_way_round(tiny):
    invented = Places.of(tiny)
    assert [invented.other_than_ours([text]) for text in ("云溪市", "东莞市", "广东", "东岸区2024")] == [
        "",
        "东莞市",
        "广东",
        "东岸区",
    ]


def test_a_measure_or_town_that_bears_the_name_of_a_place_is_none(plan):
    renamed = {
        **plan.measures,
        "subsidized_training": replace(plan.measures["subsidized_training"], name_zh="佛山功夫培训", aliases=()),
    }
    regions = {**plan.regions, "441900003": replace(plan.regions["441900003"], name_zh="朝阳街道", aliases=("朝阳",))}
    places = Places.of(replace(plan, measures=renamed, regions=regions))
    assert places.other_than_ours(["2024佛山功夫培训"]) == ""
    assert places.other_than_ours(["朝阳街道"]) == "朝阳街道"


def read(plan, name, sheet="", region="", title=""):
    rows = [*([[title]] if title else []), ["指标", "年份", "数值", "单位", "地区"], [TRAINING, "2024", "2", "万人次", region]]
    content = (
        saved(rows, change=lambda _, table: setattr(table, "title", sheet))
        if sheet
        else "\n".join(map(",".join, rows)).encode()
    )
    return read_upload(UploadFile(name, content), plan, today=date(2026, 11, 23))


def errors(reading):
    return [(p.row, p.code, p.values.get("region")) for p in reading.problems if p.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("given", "row", "place"),
    [
        ({"name": "2024佛山市培训.csv"}, 2, "佛山市"),
        ({"name": "附件1-佛山市培训.csv"}, 2, "佛山市"),
        ({"name": "表.xlsx", "sheet": "广州"}, 2, "广州"),
        ({"name": "表.csv", "title": "2024年惠州技能培训情况"}, 3, "惠州"),
        ({"name": "佛山.csv", "region": "全市"}, 2, "佛山"),
    ],
)
def test_another_places_file_is_never_loaded_as_ours(plan, given, row, place):
    reading = read(plan, **given)
    assert (errors(reading), reading.observations) == ([(row, "region_around", place)], ())
    (problem,) = [p for p in reading.problems if p.severity is Severity.ERROR]
    assert texts("zh").message(problem.suggestion) == "外地的数不要上传；如确为本地的数，请增加“地区”列逐行写明"


@pytest.mark.parametrize("region", ["东莞市", "441900", "东城街道"])
def test_rows_that_say_whose_they_are_are_read_from_any_file(plan, region):
    reading = read(plan, "佛山市转来.csv", region=region)
    assert (errors(reading), len(reading.observations)) == ([], 1)


def test_the_city_in_a_towns_own_file_is_the_city(plan):
    assert errors(read(plan, "东城街道.csv", region="全市")) == []
