import pytest

from kpi import services
from kpi.errors import KpiError
from kpi.services import Query
from tests.unit.services.approval.conftest import *
from tests.unit.services.conftest import *


def test_x(approving, clock):
    ws = approving
    print(ws.catalog.approval, ws.plans.ceiling(ws.plan_id))
    n = sent(ws, DAILY)
    print(services.submissions(ws, CLERK))
    clock.wind(hours=1)

    def val(actor):
        return standing(services.status(ws, actor, Query()), "G3").current.text

    print(val(LEADER), val(CLERK))
    r = services.review(ws, REVIEWER, n)
    print(r.view, r.preview.moved, [p.message for p in r.preview.problems], r.open_warnings)
    print(approved(ws, n))
    print(val(LEADER), val(CLERK))
    print(services.publication_line(ws, LEADER), services.publication_line(ws, CLERK))
    clock.wind(hours=1)
    v = services.publishing(ws, PUBLISHER, Query())
    print(v.changes.figures, v.since, v.published)
    print(services.publish(ws, PUBLISHER, "月报", data_version=v.data_version))
    clock.wind(hours=1)
    print(val(LEADER), val(CLERK))
    print(services.publication_line(ws, LEADER), services.publication_line(ws, CLERK))
    print(services.verify(ws, ADMINISTRATOR))
    print([b.batch for b in services.history(ws, LEADER).batches])
    with pytest.raises(KpiError) as e:
        sent(ws, DAILY, actor=BOTH, name="b.csv")
    print(e.value.message)
    lock = services.lock_period(ws, PUBLISHER, "2024", "年报")
    p = services.check_upload(ws, CLERK, [table(row("landfill_daily", "411", "吨", year=2024))])
    print([x.message for x in p.problems], p.ok)
    with pytest.raises(KpiError) as e:
        services.withdraw(ws, REVIEWER, 2, "错")
    print(e.value.message)
    services.reopen_period(ws, PUBLISHER, lock, "补")
    print(services.period_locks(ws, REVIEWER))
