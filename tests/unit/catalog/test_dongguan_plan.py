"""The Dongguan plan's files: their counts, the corrections they carry, and that their own arithmetic holds."""

import re
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from kpi.catalog import FigureReference, MeasureReference, load_catalog, parse_expression, part_reference, plan_tables
from kpi.model import AMBIGUOUS, EACH_YEAR, SINGLE_YEAR, UNSPECIFIED, Certainty, Kind, Load, Partition, Severity
from tests.unit.catalog.reckoning import sides

FOLDER = Path(__file__).resolve().parents[3] / "data" / "catalog"
LETTER_DATE = date(2023, 6, 30)


@pytest.fixture(scope="module")
def catalog():
    return load_catalog(FOLDER)


def test_it_loads_without_a_warning(catalog):
    assert catalog.warnings == ()


def test_counts(catalog):
    assert (len(catalog.measures), len(catalog.figures), len(catalog.targets)) == (98, 136, 35)
    assert (len(catalog.regions), len(catalog.identities)) == (37, 47)
    assert len(catalog.primary_targets) == 31


def test_what_is_not_loaded_is_listed_with_its_reason(catalog):
    loads = Counter(figure.load for figure in catalog.figures.values())
    assert loads == {Load.PRIMARY: 121, Load.QUARANTINE: 10, Load.PLAN: 3, Load.DUPLICATE: 1, Load.DERIVED: 1}
    listed = [each for each in (*catalog.figures.values(), *catalog.targets.values()) if each.load is not Load.PRIMARY]
    assert all(each.load_reason.zh and each.load_reason.en for each in listed)


def test_duplicates_among_the_targets(catalog):
    duplicates = [target.target_id for target in catalog.targets.values() if target.load is Load.DUPLICATE]
    assert duplicates == ["T18", "T20", "T23", "T34"]


@pytest.mark.parametrize("figure_id", ["F_COMP23", "F124", "F120"])
def test_what_ends_after_the_letter_is_a_plan(catalog, figure_id):
    assert catalog.figures[figure_id].load is Load.PLAN
    assert catalog.figures[figure_id].window_end == date(2023, 12, 31)


@pytest.mark.parametrize("figure_id", ["F_COMPS", "F126", "F127", "F054", "F078", "F079", "F098", "F135"])
def test_a_label_in_doubt_is_kept_as_printed_and_not_loaded(catalog, figure_id):
    figure = catalog.figures[figure_id]
    assert figure.load is Load.QUARANTINE
    assert figure.member.endswith("_as_printed")


@pytest.mark.parametrize("figure_id", ["F025", "F109"])
def test_a_figure_without_a_date_is_listed_only(catalog, figure_id):
    figure = catalog.figures[figure_id]
    assert (figure.load, figure.as_of, figure.certainty) == (Load.QUARANTINE, None, Certainty.UNKNOWN)


def test_a_bare_year_is_its_last_day_or_the_letter_s_date(catalog):
    caps = {figure.as_of for figure in catalog.figures.values() if figure.measure_id == "patent_award_cap"}
    assert caps == {date(2022, 12, 31)}
    assert catalog.figures["F114"].as_of == LETTER_DATE


def test_no_loaded_figure_is_later_than_the_letter(catalog):
    assert catalog.sources["letter"].issued == LETTER_DATE
    ends = [each.period_end for each in catalog.observations()]
    assert None not in ends
    assert max(ends) == LETTER_DATE


def test_only_an_unknown_start_is_unknown(catalog):
    unknown = {figure.figure_id for figure in catalog.primary_figures if figure.certainty is Certainty.UNKNOWN}
    assert unknown == {"F_VOUCHER", "F_PROJ", "F065", "F066", "F067", "F068", "F069", "F100", "F101"}
    flows = [each for each in catalog.primary_figures if catalog.measures[each.measure_id].kind is Kind.FLOW]
    assert {each.figure_id for each in flows if each.window_start is None} == unknown


def test_highly_skilled_stands_on_its_own(catalog):
    figure = catalog.figures["F_HS"]
    assert (figure.value, figure.breakdown, figure.member, figure.parent_figure_id) == (469700, "", "", "")


def test_leading_workers_are_a_flow_of_2022(catalog):
    assert catalog.measures["leading_skilled_talents"].kind is Kind.FLOW
    figure = catalog.figures["F_LEAD"]
    assert (figure.value, figure.window_start, figure.window_end) == (12, date(2022, 1, 1), date(2022, 12, 31))


def test_master_studios_are_counted_once_a_year(catalog):
    first, later = catalog.targets["T14"], catalog.targets["T15"]
    assert (first.period_type, first.years) == (SINGLE_YEAR, (2023,))
    assert (later.period_type, later.years) == (EACH_YEAR, (2024, 2025))


def test_only_three_targets_have_a_baseline(catalog):
    baselines = {
        target.target_id: target.baseline_figure_id for target in catalog.targets.values() if target.baseline_figure_id
    }
    assert baselines == {"T01": "F_SHARE", "T02": "F_HSSHARE", "T16": "F_SUBBASE"}


def test_a_third_is_a_third(catalog):
    assert catalog.targets["T25"].value == Fraction(1, 3)
    share = catalog.measures["skill_certificates_senior_share"]
    assert part_reference(share.numerator_id) == ("skill_certificates", "level", "senior_and_above")


def test_towns_are_regions_and_totals_are_the_whole(catalog):
    assert (catalog.figures["F035"].region_code, catalog.figures["F055"].region_code) == ("441900116", "441900119")
    assert {figure.breakdown for figure in catalog.figures.values()}.isdisjoint({"town"})
    assert (catalog.figures["F003"].value, catalog.figures["F003"].breakdown) == (12, "")


def test_two_dimensions_are_joined(catalog):
    figure = catalog.figures["F008"]
    assert (figure.breakdown, figure.member) == ("award_level×award_type", "national×gold")
    assert catalog.member_name(figure.breakdown, figure.member, "zh") == "国家级·金奖"


def test_money_and_policy_limits_are_parameters_without_targets(catalog):
    kinds = Counter(measure.kind for measure in catalog.measures.values())
    assert kinds[Kind.PARAMETER] == 13
    parameters = {measure.measure_id for measure in catalog.measures.values() if measure.kind is Kind.PARAMETER}
    assert parameters.isdisjoint({target.measure_id for target in catalog.targets.values()})


@pytest.mark.parametrize(
    ("parent_id", "total", "parts"),
    [("F_PLAT", 205, 3), ("F_UNITS", 468, 3), ("F_PROV3", 27, 4), ("F003", 12, 3)],
)
def test_partitions_sum(catalog, parent_id, total, parts):
    found = [
        figure.value
        for figure in catalog.primary_figures
        if figure.parent_figure_id == parent_id and figure.partition is Partition.YES
    ]
    assert (len(found), sum(found), catalog.figures[parent_id].value) == (parts, total, total)


def test_every_row_carries_document_section_and_printed_form(catalog):
    for each in (*catalog.figures.values(), *catalog.targets.values()):
        assert (each.source, each.source_id) == ("东人社函〔2023〕61号", "letter")
        assert re.fullmatch(r"[一二](（[一二三四五六]）[一二三四]?)?", each.section)
        assert 0 < len(each.printed) <= 20


def test_printed_numbers_are_the_values(catalog):
    """Where a numeral is printed it is the value in 万, % or units; the rest are years, names and Chinese numerals."""
    without = set()
    for each in (*catalog.figures.values(), *catalog.targets.values()):
        scale = Fraction(catalog.measures[each.measure_id].display_scale)
        printed = [Fraction(number) for number in re.findall(r"\d+(?:\.\d+)?", each.printed)]
        if Fraction(each.value) not in [number * scale for number in printed]:
            without.add(each.printed if not printed else getattr(each, "figure_id", ""))
    names = {
        "长安技能人才服务协会",
        "全省第三",
        "全省第二",
        "前三名",
        "四个",
        "五个",
        "九大",
        "十大",
        "三分之一",
        "包装工国家职业技能标准",
    }
    years = {"F001", "F002", "F007", "F033", "F082", "F092", "F095"}
    assert without == names | years | {"F003", "F104", "F_EMP_IMPLIED"}


def test_every_measure_is_named_and_explained_in_both_languages(catalog):
    for measure in catalog.measures.values():
        assert measure.name_zh
        assert measure.name_en.isascii() or "’" in measure.name_en
        assert measure.definition.zh
        assert measure.definition.en
        assert bool(measure.doubt.zh) == bool(measure.doubt.en)


def test_headline_measures(catalog):
    headline = [measure.measure_id for measure in catalog.measures.values() if measure.headline]
    assert headline == ["skilled_share_of_employed", "highly_skilled_share", "subsidized_training"]


def test_decimals_show_what_is_printed(catalog):
    """9.87万, 34.14% and 205 need two, two and no digits after the point."""
    for each in catalog.primary_figures:
        measure = catalog.measures[each.measure_id]
        shown = each.value / measure.display_scale
        assert shown == round(shown, measure.decimals)


def test_one_unit_where_the_letter_uses_two_counters(catalog):
    assert {"家", "个"} <= set(catalog.measures["master_studios_new"].unit.spellings)
    assert {"项", "个"} <= set(catalog.measures["city_competitions"].unit.spellings)


@pytest.mark.parametrize(
    ("measure_id", "other"),
    [
        ("subsidized_training", "人"),
        ("leading_skilled_talents", "人次"),
        ("worldskills_training_projects", "次"),
        ("awards_national_items", "人次"),
        ("city_competitions", "次"),
    ],
)
def test_units_the_letter_keeps_apart_stay_apart(catalog, measure_id, other):
    assert other not in catalog.measures[measure_id].unit.spellings


def test_regions_that_report_and_that_add_up(catalog):
    assert catalog.plan_region.name_zh == "东莞市"
    below = catalog.children("441900")
    assert sum(region.in_partition for region in below) == 32
    assert [region.name_zh for region in below if not region.active] == ["东莞生态园"]
    assert all("假定" in region.note.zh and "Assumption" in region.note.en for region in below)


def test_every_region_that_reports_has_a_square_of_its_own(catalog):
    tiles = {region.name_zh: region.tile for region in catalog.children("441900") if region.active}
    assert len(set(tiles.values())) == len(tiles) == 35
    assert (tiles["石碣镇"], tiles["松山湖"], tiles["东莞滨海湾新区"], tiles["凤岗镇"]) == ((1, 4), (4, 5), (7, 3), (7, 9))
    assert catalog.plan_region.tile is catalog.regions["441900403"].tile is None


def test_policies_are_sources_without_figures(catalog):
    policies = [source for source in catalog.sources.values() if source.type == "policy"]
    assert len(policies) == 13
    assert {figure.source_id for figure in catalog.figures.values()} == {"letter"}


def test_questions_cover_every_row_that_waits_for_an_answer(catalog):
    asked = {subject for question in catalog.questions for subject in question.subject.split(";")}
    quarantined = {figure.figure_id for figure in catalog.figures.values() if figure.load is Load.QUARANTINE}
    open_periods = {target.target_id for target in catalog.primary_targets if target.period_type in {UNSPECIFIED, AMBIGUOUS}}
    unknown_starts = {figure.figure_id for figure in catalog.primary_figures if figure.certainty is Certainty.UNKNOWN}
    assert quarantined | open_periods | unknown_starts <= asked
    assert all(question.text.zh.endswith("？") and question.text.en.endswith("?") for question in catalog.questions)


def lookup(catalog):
    """Figures by id, targets by id, and each measure's one loaded figure for the city."""

    def value(reference):
        if isinstance(reference, FigureReference):
            return Fraction(catalog.figures[reference.figure_id].value)
        if isinstance(reference, MeasureReference):
            return measured[reference.measure_id, reference.breakdown, reference.member]
        return catalog.targets[reference.target_id].value

    measured = {
        (each.measure_id, each.breakdown, each.member): Fraction(each.value)
        for each in catalog.primary_figures
        if each.region_code == "441900"
    }
    return value


def holds(identity, catalog):
    """Whether an identity holds on the letter's own figures; None where a value is missing."""
    try:
        left, right = sides(identity.expression, lookup(catalog))
    except KeyError:
        return None
    room, difference = Fraction(identity.tolerance or 0), left - right
    comparator = parse_expression(identity.expression).comparator
    return {"=": abs(difference) <= room, "<=": difference <= room, ">=": difference >= -room}[comparator]


def test_evaluated_identities_hold_on_the_letter(catalog):
    evaluated = [identity for identity in catalog.identities if identity.kind != "context"]
    results = {identity.identity_id: holds(identity, catalog) for identity in evaluated}
    assert len(evaluated) == 17
    assert [key for key, result in results.items() if result is False] == []
    assert [key for key, result in results.items() if result is None] == ["I06", "I31"]


def test_context_identities_say_what_the_letter_leaves_open(catalog):
    """Two do not hold: the implied denominator, which is rounded, and 8 prizes for 6 contestants."""
    context = [identity for identity in catalog.identities if identity.kind == "context"]
    assert {identity.severity for identity in context} == {Severity.NOTE}
    assert [identity.identity_id for identity in context if holds(identity, catalog) is False] == ["I02", "I43"]


def test_each_file_of_the_plan_is_read_once(monkeypatch):
    """Loading takes some 30 ms (`make bench`), most of it for reading rows."""
    read, read_table = [], plan_tables.read_table
    monkeypatch.setattr(
        plan_tables, "read_table", lambda content, form, *more: read.append(form) or read_table(content, form, *more)
    )
    load_catalog(FOLDER)
    assert len(read) == len(set(read)) > 10
