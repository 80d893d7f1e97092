"""What the log keeps as numbers and codes is read in words, on the auditor's page and below the list of batches."""

import re

import pytest

from kpi import services
from kpi.access import Quota
from kpi.i18n import texts
from kpi.model import Actor, Grant, Step
from kpi.services import AuditAsked
from kpi.services.keeping.quotas import spent_words
from kpi.views import detail_words, subject_words
from tests.sources import PROJECT
from tests.unit.services.conftest import ZHANG

ZH, EN = texts("zh"), texts("en")
NAMES = {"dongguan-2023": "技能人才之都", "441900003": "东城街道", "441900004": "南城街道"}
TOLD = {
    ("role_give", "reporter dongguan-2023 441900003,441900004"): "填报（技能人才之都、东城街道、南城街道）",
    ("role_give", "reporter 市教育局"): "填报（市教育局）",
    ("role_take", "auditor"): "审计",
    ("token_add", "3 报表 脚本 viewer"): "第3号“报表 脚本”，查看",
    ("submit", "4 v2"): "第4号第2稿",
    ("matter", "2/3 answer"): "第2号事项第3步：答复措施",
    ("outbox", "1/3 sent"): "第1件第3步：已发",
    ("follow", "1/2 unmark"): "第1号标记第2步：解除跟踪",
    ("lock_period", "1 dongguan-2023 2023-01-01 2023-12-31"): "第1号，技能人才之都，2023年1月1日至2023年12月31日",
    ("reopen_period", "1 dongguan-2023"): "第1号，技能人才之都",
    ("publish", "dongguan-2023"): "技能人才之都",
    ("load", "1 dongguan-2023"): "第1号，技能人才之都",
    ("issue", "3 进展与差距情况报告"): "第3号，进展与差距情况报告",
    ("duty_rule", "yearly 31"): "全部指标：每年报，年度结束后31天内",
    ("duty_rule", "quarterly 10 True"): "全部指标：每季报，季度结束后10天内，下级地区各报一份",
    ("duty_rule", "monthly 5 市教育局 441900003"): "市教育局、东城街道：每月报，月份结束后5天内",
    ("duty_rule", "hourly 5"): "hourly 5",
    ("submit", "4 w2"): "4 w2",
    ("role_give", "emperor 市教育局"): "emperor 市教育局",
    ("download", "差距报告.docx"): "差距报告.docx",
}


@pytest.mark.parametrize(("kept", "told"), TOLD.items(), ids=[" ".join(kept) for kept in TOLD])
def test_an_entry_is_read_in_words(kept, told):
    assert detail_words(ZH, NAMES, *kept) == told


def test_what_was_acted_on_is_read_in_words():
    kept = ["batch 3", "submission 4", "7 close", "dongguan-2023", "ling"]
    told = [subject_words(ZH, NAMES, "commit", each) for each in kept]
    assert told == ["第3批", "第4号上报", "第7号事项：销号", "技能人才之都", "ling"]


def test_bytes_that_were_used_up_are_told_in_megabytes_and_the_rest_as_counted():
    assert spent_words(ZH, "evidence_bytes", "716809 + 716809 > 1048576") == "0.69 MB + 0.69 MB > 1 MB"
    assert spent_words(ZH, "messages", "990 + 20 > 1000") == "990 + 20 > 1000"


@pytest.mark.parametrize("words", [ZH, EN])
def test_every_quota_that_is_spent_is_named(words):
    told = [subject_words(words, NAMES, "quota", str(quota)) for quota in Quota]
    assert not {*told} & {*Quota}
    assert len({*told}) == len(Quota)
    assert subject_words(words, NAMES, "quota", "of_another_day") == "of_another_day"


def test_everything_that_is_written_down_has_words():
    """What stores record as events is read by everybody below the list of batches: without words that page would fail."""
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted((PROJECT / "kpi" / "store").rglob("*.py")))
    recorded = set(re.findall(r'\.record\(actor, "(\w+)"', sources)) | {*map(str, Step)}
    assert {"outbox", "add_template", "publish"} <= recorded
    missing = [
        key
        for action in sorted(recorded)
        for key in (f"service.event_{action}", f"audit.action_{action}")
        for words in (ZH, EN)
        if key not in words
    ]
    assert missing == []


def test_a_part_of_the_words_finds_the_entry(letter):
    """The log says reporter and 441900003."""
    auditor = Actor("审计员", frozenset({Grant("auditor")}), "shen")
    services.add_user(letter, ZHANG, "dong", "东小岚", [Grant("reporter", regions=("441900003",))], "绿水青山就是金山银山")
    for part in ("东城街道", "reporter"):
        (line,) = services.audit_view(letter, auditor, AuditAsked(action="role_give", part=part)).lines
        assert (line.subject, line.detail) == ("dong", "填报（东城街道）")


def test_the_file_has_more_than_a_page_shows(tiny):
    for number in range(services.MOST_ENTRIES + 5):
        services.handed_out(tiny, ZHANG, f"{number}.csv")
    auditor = Actor("审计员", frozenset({Grant("auditor")}), "shen")
    asked = AuditAsked(action="download")
    view = services.audit_view(tiny, auditor, asked)
    assert (len(view.lines), view.more) == (services.MOST_ENTRIES, True)
    assert services.audit_file(tiny, auditor, asked).count(b".csv") == services.MOST_ENTRIES + 5
