"""The audit log as an auditor finds it: who did what, what was refused, what was taken out of the house."""

import csv
import io

import pytest

from kpi import services
from kpi.access import OWNER
from kpi.errors import KpiError, NotAllowed
from kpi.model import Actor, Grant
from tests.unit.services.conftest import ZHANG, load, row, table

AUDITOR = Actor("审计员", frozenset({Grant("auditor")}), "shen", "page", "甲处")
CLERK = Actor("经办人", frozenset({Grant("reporter")}), "li", "page", "乙处")


def found(workspace, **asked):
    return services.audit_view(workspace, AUDITOR, services.audit_asked(**asked)).lines


def test_what_was_done_and_what_was_refused_are_found_by_whom_what_and_where(tiny):
    load(tiny, table(row("landfill_daily", "415", "吨", year=2024)))
    with pytest.raises(NotAllowed):
        services.backup(tiny, CLERK, tiny.store.path.parent)
    services.handed_out(tiny, CLERK, "差距报告.docx")
    assert [line.done for line in found(tiny, person="张三")] == ["载入数据"]
    assert [(line.done, line.outcome, line.refused, line.address) for line in found(tiny, part="乙处")] == [
        ("下载文件", "完成", False, "乙处"),
        ("管理", "拒绝", True, "乙处"),
    ]
    assert [line.detail for line in found(tiny, action="download")] == ["差距报告.docx"]
    assert [line.who for line in found(tiny, outcome="refused")] == ["经办人"]


def test_days_are_those_of_shanghai(tiny, clock):
    """One is downloaded at 00:30 of the day after in Shanghai, where it is still the day before in UTC."""
    day = tiny.today
    services.handed_out(tiny, ZHANG, "一.csv")
    clock.moment = clock.moment.replace(hour=16, minute=30)
    services.handed_out(tiny, ZHANG, "二.csv")
    assert [line.detail for line in found(tiny, action="download", until=day)] == ["一.csv"]
    assert [line.detail for line in found(tiny, action="download", since=tiny.today)] == ["二.csv"]


def test_only_an_auditor_looks_and_looking_in_vain_is_on_record(tiny):
    for asked in (services.audit_view, services.audit_file):
        with pytest.raises(NotAllowed):
            asked(tiny, CLERK, services.audit_asked())
    with pytest.raises(NotAllowed):
        services.audit_chain(tiny, CLERK)
    assert [line.done for line in found(tiny, person="经办人")] == ["审计"] * 3


def test_the_file_has_every_field_and_computes_nothing(tiny):
    services.handed_out(tiny, Actor("=1+1", OWNER, address='"; drop'), '=cmd|"/c calc"!A1,x')
    content = services.audit_file(tiny, AUDITOR, services.audit_asked(action="download")).decode("utf-8-sig")
    (heads, line) = csv.reader(io.StringIO(content))
    told = dict(zip(heads, line, strict=True))
    assert (told["人员"], told["内容"]) == ("'=1+1", '\'=cmd|"/c calc"!A1,x')
    assert len(told["校验值"]) == 64


def test_the_whole_chain_is_gone_along(tiny):
    services.handed_out(tiny, ZHANG, "一.csv")
    chain = services.audit_chain(tiny, AUDITOR)
    (last, *_) = found(tiny)
    assert (chain.total, chain.broken, chain.last) == (last.number, (), last.sha256)


def test_a_page_shows_so_many_and_says_that_there_are_more(tiny, monkeypatch):
    monkeypatch.setattr("kpi.services.keeping.auditing.MOST_ENTRIES", 2)
    for name in ("一", "二", "三"):
        services.handed_out(tiny, ZHANG, name)
    view = services.audit_view(tiny, AUDITOR, services.audit_asked(action="download"))
    assert ([line.detail for line in view.lines], view.more) == (["三", "二"], True)
    assert not services.audit_view(tiny, AUDITOR, services.audit_asked(part="一")).more


@pytest.mark.parametrize("reason", ["clock_lags", "journal_unwritable"])
def test_where_nothing_can_be_saved_the_local_user_goes_on_and_nobody_else(tiny, monkeypatch, reason):
    """A file is then taken without a record by who works alone; who has an account is refused it, as is any other reason."""

    def refuse(*_, **__):
        raise KpiError(reason)

    monkeypatch.setattr(tiny.store, "audit", refuse)
    services.handed_out(tiny, ZHANG, "一.csv")
    with pytest.raises(KpiError, match=reason):
        services.handed_out(tiny, CLERK, "一.csv")
    reason = "store_full"
    with pytest.raises(KpiError, match=reason):
        services.handed_out(tiny, ZHANG, "一.csv")
