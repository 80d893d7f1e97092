"""人工认定: what a person says of a target that no rule can judge, where it is told, and what is refused."""

import json
import re
from datetime import date

import pytest

from kpi import services
from kpi.access import READER
from kpi.analysis import degree
from kpi.errors import KpiError, NotAllowed, PreviewOutdated
from kpi.i18n import texts
from kpi.model import JUDGEABLE, Actor, Lamp, Status
from kpi.services import Query, ReportRequest
from kpi.wire import status_json
from tests.databases import LETTER
from tests.unit.report.reading import parts
from tests.unit.report.reading_pdf import open_pdf, squeezed
from tests.unit.services.conftest import ZHANG, Clock, standing

JUNE = date(2023, 6, 30)
WHY = {"reason": "平台压力测试1.2万人同时在线", "evidence": "东人社函〔2025〕9号"}
UNJUDGED = ("T13", "T21", "T28", "T31", "T32")
"""The letter's targets without a settled period."""


@pytest.fixture
def letter(opened):
    return opened(LETTER)


def judged(workspace, target="T13", verdict=Status.MET, **said):
    checked = services.check_judgement(workspace, ZHANG, target, verdict, **WHY | said)
    return services.make_revision(workspace, ZHANG, checked)


def told(workspace, target="T13", **asked):
    return standing(services.status(workspace, ZHANG, Query(**asked)), target)


@pytest.mark.slow
def test_a_judged_target_has_the_verdict_and_says_whose_it_is_when_and_why(letter):
    assert judged(letter) == 2
    now = told(letter)
    assert (now.status, now.lamp, now.status_text) == (Status.MET, Lamp.BLUE, "已达标（人工认定）")
    assert now.screen.reason == (
        "规则不能判定，由张三于2026年3月2日认定（截至2023年6月30日）：平台压力测试1.2万人同时在线；依据：东人社函〔2025〕9号"
    )
    assert now.judged
    assert services.verify(letter, ZHANG) == ()


@pytest.mark.slow
def test_the_headline_counts_it_in_its_status_and_apart(letter):
    """31 targets of which 5 were not assessed: one of these is met now."""
    judged(letter)
    view = services.status(letter, ZHANG, Query())
    assert (view.counts[Status.MET], view.counts[Status.NOT_ASSESSED], sum(view.counts.values())) == (1, 4, 31)
    assert view.headline.endswith("；其中人工认定1项。")


@pytest.mark.slow
def test_no_number_comes_of_a_word(letter):
    judged(letter, verdict=Status.BEHIND)
    row = told(letter).assessment
    assert (row.lead_pp, row.distance_pct, row.time_pct, row.required_per_year, row.current_value) == (None,) * 5


@pytest.mark.slow
@pytest.mark.parametrize(("as_of", "status"), [(date(2023, 6, 29), Status.NOT_ASSESSED), (JUNE, Status.MET)])
def test_it_counts_from_its_day_on(letter, as_of, status):
    judged(letter)
    assert told(letter, as_of=as_of).status is status


@pytest.mark.slow
def test_of_two_words_the_one_of_the_later_day_counts_and_the_earlier_before_it(letter):
    judged(letter, verdict=Status.MET, as_of=date(2025, 12, 31))
    judged(letter, verdict=Status.BEHIND, as_of=date(2024, 12, 31))
    days = (date(2024, 12, 30), date(2024, 12, 31), date(2025, 12, 30), date(2025, 12, 31))
    assert [told(letter, as_of=day).status for day in days] == [
        Status.NOT_ASSESSED,
        Status.BEHIND,
        Status.BEHIND,
        Status.MET,
    ]


@pytest.mark.slow
def test_known_at_a_moment_before_it_the_old_state_is_told(letter, clock):
    before = clock.moment
    clock.wind(hours=1)
    judged(letter)
    clock.wind(hours=1)
    while_it_counted = clock.moment
    clock.wind(hours=1)
    services.withdraw_revision(letter, ZHANG, 2, "依据有误")
    assert [told(letter, known_at=moment).status for moment in (before, while_it_counted, None)] == [
        Status.NOT_ASSESSED,
        Status.MET,
        Status.NOT_ASSESSED,
    ]
    assert services.verify(letter, ZHANG) == ()


@pytest.mark.slow
def test_where_an_answer_lets_the_rules_judge_they_do(letter):
    """With a deadline the target is like any other, whatever was said of it; taken back, the word counts again."""
    judged(letter)
    settled = [("T13", "period_type", "by_date"), ("T13", "deadline", "2025-12-31")]
    answer = services.check_answer(letter, ZHANG, "Q11", settled, document="东人社函〔2025〕1号", note="复函")
    services.make_revision(letter, ZHANG, answer)
    assert told(letter).status is Status.NO_DATA
    assert told(letter).assessment.judgement is None
    with pytest.raises(KpiError, match="judgement_of_rules"):
        judged(letter)
    services.withdraw_revision(letter, ZHANG, 3, "答复有误")
    assert told(letter).status is Status.MET


@pytest.mark.slow
def test_another_change_of_the_plan_leaves_it_in_force(letter):
    judged(letter)
    change = services.check_revision(
        letter, ZHANG, "T01", {"value": "0.29"}, document="东府〔2024〕1号", effective_on=date(2024, 5, 1), note="调整"
    )
    assert services.effects(letter, ZHANG, change)[0].target_id == "T01"
    assert [each.target_id for each in change.judged] == []
    services.make_revision(letter, ZHANG, change)
    assert told(letter).status is told(letter, original=True).status is Status.MET
    assert services.load_plan(letter, ZHANG, services.check_plan(letter, ZHANG, LETTER)) is None
    assert told(letter).status is Status.MET


@pytest.mark.parametrize(
    ("target", "verdict", "said", "refusal"),
    [
        ("T01", Status.MET, {}, "judgement_of_rules"),
        ("T18", Status.MET, {}, "no_such_target"),
        ("T99", Status.MET, {}, "no_such_target"),
        ("T13", Status.PENDING, {}, "judgement_verdict"),
        ("T13", Status.MET, {"reason": " "}, "judgement_reason_missing"),
        ("T13", Status.MET, {"evidence": ""}, "judgement_evidence_missing"),
        ("T13", Status.MET, {"as_of": date(2026, 3, 3)}, "judgement_ahead"),
    ],
)
def test_what_cannot_be_judged_is_refused_and_nothing_changes(letter, target, verdict, said, refusal):
    with pytest.raises(KpiError) as refused:
        judged(letter, target, verdict, **said)
    assert refused.value.message.key == f"error.{refusal}"
    assert letter.store.data_version == 1


def test_a_reader_may_not_judge(letter):
    with pytest.raises(NotAllowed):
        services.check_judgement(letter, Actor("李四", READER), "T13", Status.MET, **WHY)


@pytest.mark.slow
def test_the_same_word_once_more_is_refused(letter):
    judged(letter)
    with pytest.raises(KpiError, match="judgement_same"):
        judged(letter)


@pytest.mark.slow
def test_of_two_who_judge_one_target_the_second_sees_the_first(letter):
    first = services.check_judgement(letter, ZHANG, "T13", Status.MET, **WHY)
    second = services.check_judgement(letter, Actor("李四", ZHANG.grants), "T13", Status.MISSED, **WHY)
    services.make_revision(letter, ZHANG, first)
    with pytest.raises(KpiError) as refused:
        services.make_revision(letter, ZHANG, second)
    assert refused.value.message.key == "error.revision_newer"
    assert refused.value.message.values["user"] == "张三"
    assert "评价：已达标" in texts("zh").message(refused.value.message)
    assert told(letter).status is Status.MET


@pytest.mark.slow
def test_a_change_elsewhere_only_outdates_the_preview(letter):
    checked = services.check_judgement(letter, ZHANG, "T13", Status.MET, **WHY)
    judged(letter, "T21")
    with pytest.raises(PreviewOutdated):
        services.make_revision(letter, ZHANG, checked)


@pytest.fixture(scope="module")
def all_five(ready_made, tmp_path_factory):
    """Each of the five with another verdict, in a database that is only looked at from then on."""
    clock = Clock()
    database = ready_made.place(tmp_path_factory.mktemp("judged") / "kpi.duckdb", LETTER, clock.moment)
    workspace = services.open_workspace(database, LETTER, now=clock)
    for target, verdict in zip(UNJUDGED, JUDGEABLE, strict=True):
        judged(workspace, target, verdict)
    yield workspace
    workspace.close()


@pytest.mark.slow
def test_every_view_tells_them_apart(all_five):
    view = services.status(all_five, ZHANG, Query())
    assert view.headline.endswith("；其中人工认定5项。")
    by_person = [each for each in view.counted if each.assessment.judgement]
    assert [each.target.target_id for each in by_person] == list(UNJUDGED)
    assert all(each.status_text.endswith("（人工认定）") for each in by_person)
    assert all("张三于2026年3月2日认定" in each.sentence for each in by_person)
    gaps = services.gap_view(all_five, ZHANG, Query())
    lists = [*(row.standing for row in gaps.rows), *gaps.unranked, *gaps.closed]
    assert sum(each.assessment.judgement is not None for each in lists) == 5
    assert [each.target.target_id for each in gaps.closed] == ["T13"]
    assert {degree(each.assessment) for each in by_person} == {None}
    for measure in ("online_concurrent_capacity", "national_standard_packer"):
        page = services.measure_view(all_five, ZHANG, Query(), measure)
        assert "人工认定" in page.standings[0].status_text


@pytest.mark.slow
@pytest.mark.parametrize("fmt", services.REPORT_FORMATS)
def test_every_report_format_marks_them_and_all_but_slides_say_by_what(all_five, fmt):
    text = text_of(services.gap_report(all_five, ZHANG, ReportRequest(), fmt).content)
    assert "（人工认定）" in text
    assert ("其中人工认定5项" in text) is (fmt not in ("csv", "datapackage"))
    assert ("东人社函〔2025〕9号" in text) is (fmt != "pptx")


def text_of(content):
    """Everything a finished file says, without spaces."""
    if content.startswith(b"%PDF"):
        return squeezed("".join(page.extract_text() for page in open_pdf(content).pages))
    if content.startswith(b"PK"):
        files = [name for name in parts(content) if name.endswith((".xml", ".csv", ".json"))]
        return squeezed("".join(re.sub(r"<[^>]*>", "", parts(content)[name].decode("utf-8")) for name in files))
    return squeezed(content.decode("utf-8-sig"))


def test_the_json_of_status_says_by_whom(all_five):
    rows = json.loads(json.dumps(status_json(services.status(all_five, ZHANG, Query()))))["targets"]
    assert {row["target_id"]: row["judged_by"] for row in rows if "judged_by" in row} == dict.fromkeys(UNJUDGED, "张三")


@pytest.mark.slow
def test_it_can_be_asked_for_in_sql(letter):
    judged(letter)
    answer = services.ask(letter, ZHANG, "select target_id, verdict, as_of, judged_by from judgements")
    assert answer.rows == (("T13", "met", JUNE, "张三"),)


@pytest.mark.slow
def test_once_its_period_is_over_a_target_is_met_or_missed(letter):
    """T31 runs from 2023 to the end of 2025."""
    judged(letter, "T31", Status.ON_PACE, as_of=date(2025, 12, 30))
    for verdict in (Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND):
        with pytest.raises(KpiError, match="judgement_not_final"):
            judged(letter, "T31", verdict, as_of=date(2025, 12, 31))
    judged(letter, "T31", Status.MISSED, as_of=date(2025, 12, 31))
    assert letter.store.data_version == 3
