"""gaps, whatif, rollup, lamps and regions: text, JSON, and a sentence for whatever is wrong."""

import re

import pytest

from tests.databases import TINY

CHINESE = re.compile(r"[\u3400-\u9fff]")
SHARE = "skilled_share_of_employed"
YEARS_LEFT = 1 - 181 / 365 + 2
"""From 30 June 2023 to the end of 2025."""
TOWNS = (
    "指标代码,年份,地区,数值,单位\r\nvolunteers_trained,2023,东岸,0.3,万人次\r\nvolunteers_trained,2023,西岸,0.6,万人次\r\n"
    "volunteers_trained,2023,云溪,0.9,万人次\r\n"
)
ANALYSES = {
    "gaps": ["gaps"],
    "whatif": ["whatif", SHARE],
    "the ratios": ["whatif"],
    "rollup": ["rollup"],
    "lamps": ["lamps"],
    "regions": ["regions"],
}
REFUSED = {
    "no such ratio": ["whatif", "no_such"],
    "a measure that is no ratio": ["whatif", "skilled_talent_total"],
    "an input nobody knows": ["whatif", SHARE, "--set", "employed=540"],
    "a growing input nobody knows": ["whatif", SHARE, "--growth", "employed=2"],
    "a year before the figures": ["whatif", SHARE, "--until", "1999"],
    "the year nought": ["whatif", SHARE, "--until", "0"],
    "a year with a digit too many": ["whatif", SHARE, "--until", "20255"],
    "growth beyond reason": ["whatif", SHARE, "--growth", "employed_total=200"],
    "shrinking beyond reason": ["whatif", SHARE, "--growth", "employed_total=-51"],
    "a shift of nothing": ["lamps", "--shift", "0"],
    "a shift too far": ["lamps", "--shift", "21"],
    "a shift that is no number": ["lamps", "--shift", "nan"],
    "no such scheme": ["lamps", "--lamps", "rainbow"],
    "no such dimension": ["regions", "--by", "planet"],
    "no such measure": ["regions", "no_such"],
    "no such period": ["regions", "skilled_certificates", "--period", "2031"],
    "no such region": ["rollup", "--region", "999999"],
}
WRONG_USAGE = {
    "a setting without a number": ["whatif", SHARE, "--set", "employed_total"],
    "a setting without a name": ["whatif", SHARE, "--set", "=540"],
    "a setting in words": ["whatif", SHARE, "--set", "employed_total=many"],
    "a setting that is no number": ["whatif", SHARE, "--set", "employed_total=nan"],
    "a setting without end": ["whatif", SHARE, "--set", "employed_total=1e400"],
    "growth in words": ["whatif", SHARE, "--growth", "employed_total=2%"],
    "a year in words": ["whatif", SHARE, "--until", "soon"],
    "a shift in words": ["lamps", "--shift", "wide"],
    "no such grouping": ["rollup", "--by", "planet"],
    "a day there is not": ["gaps", "--as-of", "2023-02-29"],
}


def share_of(told, measure_id=SHARE):
    (found,) = [each for each in told["shares"] if each["measure_id"] == measure_id]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("arguments", ANALYSES.values(), ids=ANALYSES)
def test_text_in_both_languages(run, arguments):
    done = run(*arguments)
    assert (done.code, done.err) == (0, "")
    assert CHINESE.search(done.out)
    english = run(*arguments, lang="en")
    assert (english.code, english.err) == (0, "")
    said = [re.sub(r"[“‘(].*?[”’)]|\S*〔\S*|\d万", "", line) for line in english.out.splitlines() if "东" not in line]
    assert [line for line in said if CHINESE.search(line)] == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("arguments", REFUSED.values(), ids=REFUSED)
def test_refusals(run, arguments, lang):
    done = run(*arguments, lang=lang)
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    assert bool(CHINESE.search(done.err)) is (lang == "zh")
    assert "{" not in done.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("arguments", WRONG_USAGE.values(), ids=WRONG_USAGE)
def test_wrong_usage(run, arguments, lang):
    done = run(*arguments, catalog=TINY, lang=lang)
    assert (done.code, done.out) == (2, "")
    assert bool(CHINESE.search(done.err.splitlines()[-1])) is (lang == "zh")
    assert "Traceback" not in done.err


@pytest.mark.slow
def test_gaps_json(run):
    """T33: 88 of 100 are missing; from the end of 2022 three years are left."""
    told = run("gaps", "--json").json()
    assert (told["as_of"], told["data_version"]) == ("2023-06-30", 1)
    t33 = next(each for each in told["targets"] if each["target_id"] == "T33")
    assert (t33["status"], t33["missing"], t33["years_left"]) == ("far_behind", 88, 3)
    assert t33["per_year"] == pytest.approx(88 / 3)
    t01 = next(each for each in told["targets"] if each["target_id"] == "T01")
    assert t01["missing"] == 0.042
    assert (t01["in_people"], t01["denominator_derived"]) == (pytest.approx(0.042 * 5333333, rel=1e-6), True)


@pytest.mark.slow
def test_gaps_as_text(run):
    told = run("gaps").out
    (t33,) = [line for line in told.splitlines() if line.startswith("T33  ")]
    assert "尚差88名" in t33
    assert "推算数，未经公布" in told


@pytest.mark.slow
def test_whatif_json(run):
    """137.6万 ÷ 25.8 % is 533.3万; 30 % of it 160万, 22.4万 more."""
    told = run("whatif", SHARE, "--json").json()
    assert (told["as_of"], told["until"]) == ("2023-06-30", "2025-12-31")
    employed = told["inputs"][0]
    assert (employed["input"], employed["derived"], employed["value"]) == ("employed_total", True, 5333333)
    found = share_of(told)
    assert (found["target_id"], found["target_value"], found["problems"]) == ("T01", 0.3, [])
    assert found["now"] == pytest.approx(0.258, abs=1e-6)
    fixed = next(each for each in found["paths"] if each["path"] == "fixed")
    assert fixed["more"] == pytest.approx(224000, abs=1)
    assert fixed["per_year"] == pytest.approx(224000 / YEARS_LEFT, abs=1)


@pytest.mark.slow
def test_settings_are_in_display_units(run):
    """540 is 540万: 30 % of it are 162万, 24.4万 more."""
    told = run("whatif", SHARE, "--set", "employed_total=540", "--json").json()
    assert told["inputs"][0]["value"] == 5_400_000
    assert share_of(told)["to_close_now"] == pytest.approx(244000)


@pytest.mark.slow
def test_growth_and_until(run):
    """After 7.504 years of 2 % a year."""
    told = run("whatif", SHARE, "--growth", "employed_total=2", "--until", "2030", "--json").json()
    assert told["until"] == "2030-12-31"
    assert told["inputs"][0]["then"] == pytest.approx(5333333 * 1.02 ** (YEARS_LEFT + 5), rel=1e-9)
    found = share_of(told)
    assert found["by_headcount"] + found["by_denominator"] == pytest.approx(found["then"] - found["now"], abs=1e-9)


@pytest.mark.slow
def test_whatif_as_text(run):
    lines = run("whatif", SHARE).out.splitlines()
    assert "起点≥25.8%，2025年12月31日≥25.8%，目标≥30%" in lines
    assert any(line.split() == ["就业人员总量保持不变，达到目标", "约160万人", "约+22.4万人", "约+8.95万人"] for line in lines)
    assert any(line.startswith("employed_total") and "推算（2023年6月30日）" in line for line in lines)


@pytest.mark.slow
def test_a_share_without_a_target_says_so(run):
    settings = ["--set", "rural_artisan_passed=30", "--set", "rural_artisan_applications=40"]
    lines = run("whatif", "rural_artisan_pass_rate", *settings).out.splitlines()
    (line,) = [each for each in lines if each.startswith("起点")]
    assert line.startswith("起点75%")
    assert line.endswith("，没有目标")


def test_the_ratios_there_are(run):
    codes = [line.split()[0] for line in run("whatif").out.splitlines()[1:]]
    assert codes[:2] == [SHARE, "highly_skilled_share"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ("employed_total=0", "就业人员总量为0，占比无从计算，请设为大于0的数。"),
        ("skilled_talent_total=600", "技能人才总量超过了就业人员总量，占比超过100%，请核对设定。"),
        ("skilled_talent_total=-5", "技能人才总量不能小于0，请核对设定。"),
    ],
)
def test_settings_that_make_no_share(run, setting, problem):
    done = run("whatif", SHARE, "--set", setting)
    assert (done.code, done.err.strip()) == (1, problem)
    told = run("whatif", SHARE, "--set", setting, "--json")
    assert (told.code, share_of(told.json())["problems"], share_of(told.json())["now"]) == (1, [problem], None)


@pytest.mark.parametrize("by", ["category", "owner", "plan"])
def test_rollup_json_counts_every_target_once(run, by):
    told = run("rollup", "--by", by, "--json").json()
    assert told["by"] == by
    placed = [target_id for group in told["groups"] for target_id in group["worst_first"]]
    assert len(placed) == len(set(placed)) == 31
    assert sum(sum(group["counts"].values()) for group in told["groups"]) == 31
    # 1 far behind has a verdict, 30 have none
    assert sum(group["without_verdict"] for group in told["groups"]) == 30
    assert (told["groups"][0]["worst_first"][0], told["groups"][0]["score"]) == ("T33", None)


def test_rollup_as_text(run):
    done = run("rollup", "--by", "plan").out
    assert "31项目标中有30项尚无判定。" in done
    listed = [line.split()[0] for line in done.splitlines() if line.startswith("  T")]
    assert (listed[0], len(listed)) == ("T33", 31)


def test_lamps_json(run):
    """12 − 24.98: red by verdict, and yellow if the line of −10 moves to −15."""
    told = run("lamps", "--json").json()
    assert (told["scheme"], told["schemes"]) == ("default", ["default", "months", "yinchuan_2025", "yinchuan_2025_yellow"])
    assert len(told["targets"]) == 31
    t33 = next(each for each in told["targets"] if each["target_id"] == "T33")
    assert (t33["status"], t33["lamp"]) == ("far_behind", "red")
    (down,) = [each for each in told["shifts"] if (each["threshold"], each["moved"]) == (-10, -15)]
    assert (down["in_order"], down["changes"]) == (True, [{"target_id": "T33", "from": "red", "to": "yellow"}])


@pytest.mark.slow
def test_a_scheme_changes_lamps_and_no_status(run):
    default, other = (run("lamps", "--lamps", name, "--json").json()["targets"] for name in ("default", "yinchuan_2025"))
    assert [each["status"] for each in default] == [each["status"] for each in other]
    assert [each["target_id"] for each, also in zip(default, other, strict=True) if each["lamp"] != also["lamp"]] == ["T33"]


def test_thresholds_out_of_order_are_said(run):
    done = run("lamps", "--shift", "12")
    assert done.code == 0
    assert "次序颠倒，不作比较" in done.out


@pytest.mark.slow
def test_the_lead_shown_is_by_the_schemes_clock(run):
    """By months 12 of 48: 12 − 25 = −13; by days 12 − 24.98 = −12.98."""
    for scheme, lead in (("default", "−12.98个百分点"), ("months", "−13个百分点")):
        (t33,) = [line for line in run("lamps", "--lamps", scheme).out.splitlines() if line.startswith("T33 ")]
        assert lead in t33.split()


@pytest.fixture
def towns(run, file):
    """The tiny plan with two towns' figures of 2023."""
    done = run("import", file(TOWNS), "--user", "u", "--note", "n", "--accept-warnings", catalog=TINY)
    assert done.code == 0


@pytest.mark.slow
@pytest.mark.usefixtures("towns")
def test_regions_json(run):
    told = run("regions", "--json", catalog=TINY).json()
    assert (told["dimension"], told["measures"]) == ("region", ["volunteers_trained"])
    column = told["column"]
    assert (column["start"], column["end"], column["whole"], column["whole_is_sum"]) == (
        "2023-01-01",
        "2023-12-31",
        9000,
        False,
    )
    assert column["sum"] == {"state": "equal", "total": 9000, "missing": 0}
    assert [(each["code"], each["value"], each["rank"], each["status"]) for each in column["members"]] == [
        ("990102", 6000, 1, None),
        ("990101", 3000, 2, None),
    ]
    assert [each["share"] for each in column["members"]] == [pytest.approx(2 / 3), pytest.approx(1 / 3)]


@pytest.mark.slow
@pytest.mark.usefixtures("towns")
def test_regions_as_text(run):
    lines = run("regions", "volunteers_trained", catalog=TINY).out.splitlines()
    assert lines[:2] == ["分类志愿者培训  2023年", "云溪市同期0.9万人次，为填报或公布数。"]
    assert "各部分合计0.9万人次，与云溪市同期数一致。" in lines
    assert [line.split()[:3] for line in lines if line.startswith(("1 ", "2 "))] == [
        ["1", "西岸区", "0.6万人次"],
        ["2", "东岸区", "0.3万人次"],
    ]


@pytest.mark.slow
def test_another_dimension(run):
    """6300 and 4200 of 10 500."""
    told = run("regions", "--by", "audience", "--json", catalog=TINY).json()["column"]
    assert [(each["code"], each["value"], each["rank"]) for each in told["members"]] == [
        ("resident", 6300, 1),
        ("staff", 4200, 2),
    ]
    assert told["sum"]["state"] == "equal"


@pytest.mark.slow
def test_no_figures_of_towns(run):
    done = run("regions", catalog=TINY)
    assert (done.code, done.out.strip()) == (0, "没有分地区或分组的数据。")
    assert run("regions", "--json", catalog=TINY).json()["column"] is None
