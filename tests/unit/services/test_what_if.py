"""测算 in words, from the letter's own figures: 137.6万 ÷ 25.8 % is 533.3万 employed, 30 % of them are 160万, 22.4万 more."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from kpi import services
from kpi.access import READER
from kpi.cli.comparing.analysis_listings import ratios_text
from kpi.errors import KpiError, NotAllowed, NotFound
from kpi.i18n import texts
from kpi.model import Actor
from kpi.services import Query, Scenario
from tests.databases import LETTER
from tests.unit.services.conftest import ZHANG, load, row, table

SHARE, HIGH_SHARE = "skilled_share_of_employed", "highly_skilled_share"
EMPLOYED, SKILLED, HIGH = "employed_total", "skilled_talent_total", "highly_skilled_talent_total"
YEARS_LEFT = 1 - 181 / 365 + 2
"""From 30 June 2023, day 181 of 365, to the end of 2025."""


def tried(workspace, values=(), growth=(), until=None, ratio=SHARE, **query):
    return services.what_if(workspace, ZHANG, Query(**query), ratio, Scenario(dict(values), dict(growth), until))


def inputs(view):
    return {row.given.key: row for row in view.inputs}


def paths(share):
    return {each.path.name: each for each in share.paths}


def test_what_was_never_published_is_marked_as_worked_out(letter):
    found = inputs(tried(letter))
    assert list(found) == [EMPLOYED, SKILLED, HIGH]
    assert {key: each.derived for key, each in found.items()} == {EMPLOYED: True, SKILLED: False, HIGH: False}
    assert found[EMPLOYED].given.value == pytest.approx(1376000 / 0.258, abs=1)
    assert found[EMPLOYED].source.startswith("推算（2023年6月30日）：由137.6万人和25.8%推算")
    assert (found[SKILLED].start_text, found[HIGH].start_text) == ("≥137.6万人", "46.97万人")
    assert "东人社函〔2023〕61号" in found[SKILLED].source


def test_both_paths_to_30_percent_while_nobody_more_is_employed(letter):
    """160 − 137.6 = 22.4万, over 2.504 years 8.945万 a year; 137.6 are 以上 and the employed 约, so the need is 约 too."""
    view = tried(letter)
    share = view.shares[0]
    assert (view.changed, view.end, view.first_year) == (False, date(2025, 12, 31), 2023)
    assert (share.now_text, share.then_text, share.target_text, share.deadline_text) == ("≥25.8%", "≥25.8%", "≥30%", "2025年底")
    for name in ("fixed", "grown"):
        found = paths(share)[name]
        assert (found.numerator_text, found.more_text, found.per_year_text) == ("约160万人", "约+22.4万人", "约+8.95万人")
        assert found.path.per_year == pytest.approx(224000 / YEARS_LEFT, rel=1e-6)
    assert paths(share)["scenario"].more_text == "0万人"
    assert share.sentences[0] == "补上目前差距，技能人才总量需变动约+22.4万人。"
    assert share.problems == ()


def test_the_second_share_is_linked_by_its_denominator(letter):
    """The published 34.14 % leave 0.86 points of 137.6万, 1.18万, as catching up says: 46.97万 and 1.18万 are 48.15万.

    The share is exact, of 137.6万人 or more: so many at least.
    """
    view = tried(letter)
    assert [each.outcome.ratio.measure_id for each in view.shares] == [SHARE, HIGH_SHARE]
    assert (view.shares[1].now_text, paths(view.shares[1])["fixed"].more_text) == ("34.14%", "不少于+1.18万人")
    assert paths(view.shares[1])["fixed"].numerator_text == "≥48.15万人"
    asked_first = tried(letter, ratio=HIGH_SHARE)
    assert [each.outcome.ratio.measure_id for each in asked_first.shares] == [HIGH_SHARE, SHARE]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("skilled", "told"),
    [
        (1_600_000, "正好达到30%的目标。"),
        (1_590_000, "达不到30%的目标，差额1万人；技能人才总量每年变动0.25%才能达到。"),
        (1_610_000, "超出30%的目标，多出1万人；技能人才总量每年变动−0.25%才正好达到。"),
    ],
)
def test_a_target_of_exactly_so_much_is_missed_on_both_sides(opened, tmp_path, skilled, told):
    """30 % of 533.33万 are 160万; a percent up or down over 2.504 years is a quarter of one a year."""
    folder = Path(shutil.copytree(LETTER, tmp_path / "plan"))
    lines = (folder / "targets.csv").read_text(encoding="utf-8")
    (folder / "targets.csv").write_text(re.sub(rf"(T01,{SHARE},\d+),>=", r"\1,=", lines), encoding="utf-8")
    share = tried(opened(folder), {SKILLED: skilled, EMPLOYED: 16_000_000 / 3}).shares[0]
    assert str(share.outcome.target.comparator) == "="
    assert share.sentences[-1] == f"按此设定，到2025年底{told}"


def test_a_set_number_of_employed(letter):
    """540万 employed: 30 % are 162万, 24.4万 more; 137.6 or more ÷ 540 is 25.48 % or more."""
    view = tried(letter, {EMPLOYED: 5_400_000})
    assert view.changed
    assert view.shares[0].now_text == "≥25.48%"
    assert paths(view.shares[0])["fixed"].more_text == "不超过+24.4万人"


def test_employment_that_grows_asks_for_more(letter):
    """In 2.504 years 2 % a year make 533.33万 into 560.4万; 30 % of what came on top, 8.1万, is needed besides the 22.4万."""
    grown = 1376000 / 0.258 * 1.02**YEARS_LEFT
    share = tried(letter, growth={EMPLOYED: 2.0}).shares[0]
    assert paths(share)["grown"].path.more == pytest.approx(0.3 * grown - 1376000, rel=1e-6)
    assert share.outcome.to_keep_up == pytest.approx(0.3 * (grown - 1376000 / 0.258), rel=1e-6)
    split = next(told for told in share.sentences if told.startswith("达到目标所需"))
    assert "+22.4万人" in split
    assert f"+{0.3 * (grown - 1376000 / 0.258) / 10000:.2f}万人" in split
    moved = share.sentences[0]
    assert f"变动影响约−{(0.258 - 1376000 / grown) * 100:.2f}个百分点" in moved
    assert "技能人才总量变动影响0个百分点" in moved


def test_growth_that_reaches_the_target_is_said_to(letter):
    """160 ÷ 137.6 over 2.504 years is 6.21 % a year; 7 % is enough, 6 % is not."""
    assert tried(letter, growth={SKILLED: 7.0}).shares[0].sentences[-1].startswith("按此设定，到2025年底可达到30%")
    short = tried(letter, growth={SKILLED: 6.0}).shares[0]
    assert "达不到30%" in short.sentences[-1]
    assert "每年变动约6.21%才能达到（起点有非确数，按所列数值测算）。" in short.sentences[-1]
    assert short.outcome.growth_needed == pytest.approx(((160 / 137.6) ** (1 / YEARS_LEFT) - 1) * 100, abs=1e-4)


@pytest.mark.slow
def test_a_published_figure_takes_the_place_of_the_derived_one(letter):
    load(letter, table(row(EMPLOYED, "550", "万人", end="2023-06-30")))
    employed = inputs(tried(letter))[EMPLOYED]
    assert (employed.derived, employed.start_text) == (False, "550万人")


@pytest.mark.slow
def test_nobody_employed_is_a_plain_sentence_and_leaves_the_other_share_alone(letter):
    share, other = tried(letter, {EMPLOYED: 0}).shares
    assert share.problems == ("就业人员总量为0，占比无从计算，请设为大于0的数。",)
    assert (share.now_text, share.paths, share.sentences) == ("", (), ())
    assert (other.problems, other.now_text) == ((), "34.14%")


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({SKILLED: 6_000_000}, "技能人才总量超过了就业人员总量，占比超过100%，请核对设定。"),
        ({SKILLED: -50_000}, "技能人才总量不能小于0，请核对设定。"),
        ({EMPLOYED: -1}, "就业人员总量不能小于0，请核对设定。"),
    ],
)
def test_numbers_that_make_no_share(letter, values, problem):
    assert tried(letter, values).shares[0].problems == (problem,)


def test_an_input_nothing_is_known_of(letter):
    """At the end of 2021 nobody had applied."""
    view = tried(letter, ratio="rural_artisan_pass_rate", as_of=date(2021, 12, 31))
    assert [each.start_text for each in view.inputs] == ["—", "—"]
    assert all("没有公布数，也没有推算数" in problem for problem in view.shares[0].problems)


@pytest.mark.parametrize("until", [-1, 0, 1999, 2022, 2074, 99999])
def test_a_year_nobody_can_mean(letter, until):
    with pytest.raises(KpiError) as refused:
        tried(letter, until=until)
    assert (refused.value.message.key, refused.value.message.values) == ("error.bad_until", {"least": "2023", "most": "2073"})


def test_the_year_asked_for_is_the_year_looked_at(letter):
    view = tried(letter, until=2024)
    assert (view.end, view.changed) == (date(2024, 12, 31), True)
    assert paths(view.shares[0])["fixed"].path.per_year == pytest.approx(224000 / (YEARS_LEFT - 1), rel=1e-6)
    assert view.shares[0].sentences[-1].startswith("按此设定，到2024年底达不到2025年底30%的目标")


def test_a_target_of_2025_is_not_spoken_of_for_2030(letter):
    share = tried(letter, until=2030).shares[0]
    assert share.sentences == ("≥30%是2025年底的目标，未涉及2030年底，不作比较。", "按此设定，到2030年底占比为25.8%以上。")
    assert (share.target_text, share.deadline_text, share.paths) == ("", "", ())
    assert (share.aside, share.grounds) == (share.sentences[0], ())  # said beside the answer, and not once more below it


CERTIFICATES = "skill_certificates"


def certificates(letter, senior):
    year = {"start": "2024-01-01", "end": "2024-12-31"}
    load(
        letter,
        table(
            row(CERTIFICATES, "5", "万人次", **year),
            row(CERTIFICATES, senior, "万人次", **year, group="level=senior_and_above"),
        ),
    )
    return tried(letter, ratio="skill_certificates_senior_share", as_of=date(2024, 12, 31))


@pytest.mark.slow
def test_a_part_is_called_by_its_own_name(letter):
    """A third of 5万 is 1.67万; 1.5万 lack 0.17万."""
    share = certificates(letter, "1.5").shares[0]
    assert share.sentences[0] == "补上目前差距，职业技能等级证书取得（高级工及以上）需变动+0.17万人次。"
    assert [path.name for path in share.paths] == [
        "职业技能等级证书取得保持不变，达到目标",
        "职业技能等级证书取得按设定增长，达到目标",
        "职业技能等级证书取得（高级工及以上）按设定增长",
    ]


@pytest.mark.slow
def test_no_gap_is_closed_that_is_not_there(letter):
    """1.8 of 5 are 36 %, 0.13万 more than a third of 5万 asks for."""
    view = certificates(letter, "1.8")
    share = view.shares[0]
    assert view.end == date(2025, 12, 31)
    assert share.sentences[0] == "按起点数值已满足33.33%的目标，职业技能等级证书取得（高级工及以上）余量0.13万人次。"
    found = paths(share)
    assert (found["fixed"].more_text, found["fixed"].per_year_text) == ("无需增减，余量0.13万人次", "")
    assert found["scenario"].more_text == "0万人次"


@pytest.mark.slow
def test_a_target_for_years_gone_by_is_not_spoken_of(letter):
    """The newest year is 2025, the last that the target speaks of; a year on there is none."""
    year = {"start": "2025-01-01", "end": "2025-12-31"}
    load(
        letter,
        table(
            row(CERTIFICATES, "5", "万人次", **year),
            row(CERTIFICATES, "1.8", "万人次", **year, group="level=senior_and_above"),
        ),
    )
    view = tried(letter, ratio="skill_certificates_senior_share", as_of=date(2025, 12, 31))
    assert view.end == date(2026, 12, 31)
    assert view.shares[0].sentences == (
        "≥33.33%是2023—2025年的目标，未涉及2026年底，不作比较。",
        "按此设定，到2026年底占比为36%。",
    )
    assert view.shares[0].paths == ()


@pytest.mark.parametrize("as_of", [None, date(2023, 12, 31), date(2025, 6, 30)])
def test_headcounts_are_those_of_catching_up(letter, as_of):
    query = {} if as_of is None else {"as_of": as_of}
    rows = {each.standing.measure.measure_id: each.catch_up for each in services.gap_view(letter, ZHANG, Query(**query)).rows}
    for share in tried(letter, **query).shares:
        found = rows[share.outcome.ratio.measure_id].catch_up.in_people
        assert share.outcome.to_close_now == pytest.approx(found.people, abs=1)


@pytest.mark.parametrize("growth", [-50.1, 100.1, 500, float("nan")])
def test_growth_beyond_reason_is_refused_and_not_quietly_cut(letter, growth):
    with pytest.raises(KpiError) as refused:
        tried(letter, growth={EMPLOYED: growth})
    assert refused.value.message.key == "error.bad_growth"


def test_names_there_are_none_of(letter):
    with pytest.raises(NotFound) as refused:
        tried(letter, {"employed": 1})
    assert refused.value.message.values == {"input": "employed", "known": (EMPLOYED, SKILLED, HIGH)}
    with pytest.raises(NotFound) as refused:
        tried(letter, ratio=SKILLED)
    assert SHARE in refused.value.message.values["known"]


def test_a_plan_without_such_ratios(tiny):
    assert services.testable_ratios(tiny, ZHANG) == ()
    with pytest.raises(NotFound) as refused:
        tried(tiny, ratio="sorted_share")
    for lang in ("zh", "en"):
        assert "sorted_share" in texts(lang).message(refused.value.message)
        assert not re.search(r"[：:] ?。|there are ?\.", texts(lang).message(refused.value.message))
        assert ratios_text((), texts(lang)) == texts(lang)("cli.no_ratios")


def test_a_scenario_changes_no_verdict(letter):
    before = services.status(letter, ZHANG, Query()).counts
    assert tried(letter, {SKILLED: 2_000_000}).status.counts == before


def test_who_may_try(letter):
    with pytest.raises(NotAllowed):
        services.what_if(letter, Actor("路人", frozenset()), Query(), SHARE, Scenario())
    assert services.what_if(letter, Actor("读者", READER), Query(), SHARE, Scenario()).shares


def test_in_english(letter):
    share = tried(letter, lang="en", growth={EMPLOYED: 2.0}).shares[0]
    told = " ".join([share.name, *share.sentences, *(each.name for each in share.paths)])
    assert not re.search(r"[\u4e00-\u9fff]", told)
    assert "30%" in told


def test_a_course_goes_year_by_year_from_the_figure_to_the_end(letter):
    """4 % a year on 137.6万 of 533.3万: half a year (184 of 365 days), then a year at a time."""
    share = tried(letter, growth={SKILLED: 4.0}).shares[0]
    assert [point.day for point in share.course] == [date(2023, 6, 30), *(date(year, 12, 31) for year in (2023, 2024, 2025))]
    half = 0.258 * 1.04 ** (184 / 365)
    assert [point.value for point in share.course] == pytest.approx([0.258, half, half * 1.04, half * 1.04**2], rel=1e-4)
    assert share.course[-1].text == share.then_text
    assert (share.goal, share.due, share.met, share.apart_text) == (0.3, date(2025, 12, 31), False, "不超过1.54个百分点")


def test_a_course_that_starts_from_a_number_somebody_set_says_so(letter):
    assert tried(letter, growth={SKILLED: 4.0}).shares[0].from_figures
    assert not tried(letter, values={SKILLED: 1400000.0}).shares[0].from_figures


def test_a_scenario_without_a_target_comes_to_a_share_all_the_same(letter):
    share = tried(letter, until=2030).shares[0]
    assert (share.answer, share.goal, share.due) == ("按此设定，到2030年底占比为25.8%以上。", None, None)
