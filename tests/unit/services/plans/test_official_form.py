"""To whom a plan's reports go: said as a revision, taken back, exported, printed, and kept with what was issued."""

import json
from datetime import date

import pytest

from kpi import services
from kpi.catalog import build_catalog, read_folder
from kpi.errors import KpiError
from kpi.model import BLANK_FORM, OfficialForm
from kpi.services import Query, ReportRequest
from tests.unit.services.conftest import ZHANG

SAID = OfficialForm("各镇人民政府", "云溪市发展和改革局", annex_note="《统计公报》。", copy_to="市委办，市府办")


def say(plan, form=SAID):
    return services.make_revision(plan, ZHANG, services.check_official_form(plan, ZHANG, form, note="定稿"))


@pytest.mark.slow
def test_it_is_a_revision_of_the_plan_that_can_be_exported_and_taken_back(opened, tiny_copy, tmp_path):
    """The plan has no plan.csv: the row that says it also says the name the plan goes by."""
    (tiny_copy / "plan.csv").unlink()
    tiny = opened(tiny_copy)
    number = say(tiny)
    assert services.official_form(tiny, ZHANG) == SAID
    assert list(services.verify(tiny, ZHANG)) == []
    (tmp_path / "out").mkdir()
    for name, content in services.export_plan(tiny, ZHANG, tiny.plan_id).items():
        (tmp_path / "out" / name).write_bytes(content)
    written = build_catalog(read_folder(tmp_path / "out"))
    assert (written.form, written.plan_name("zh")) == (SAID, "云溪市")
    with pytest.raises(KpiError, match="form_unchanged"):
        services.check_official_form(tiny, ZHANG, SAID, note="定稿")
    services.withdraw_revision(tiny, ZHANG, number, "有误")
    assert services.official_form(tiny, ZHANG) == BLANK_FORM


@pytest.mark.slow
def test_a_report_is_of_the_plan_s_form_or_another_and_signed_when_it_is_issued(tiny, clock):
    say(tiny)
    draft = services.report_model(tiny, ZHANG, ReportRequest())
    assert (draft.form.signatory, draft.form.signed_on) == ("云溪市发展和改革局", None)
    services.issue_report(tiny, ZHANG, ReportRequest(), ["csv"])
    services.issue_report(tiny, ZHANG, ReportRequest(form=OfficialForm("各区", signed_on=date(2024, 3, 1))), ["csv"])
    clock.wind(days=1)
    say(tiny, OfficialForm("改后"))
    second, first = services.issued_reports(tiny, ZHANG)
    assert first.request.form == services.recomputed(tiny, ZHANG, 1).form
    assert (first.request.form.addressee, first.request.form.signed_on) == ("各镇人民政府", first.issued_at.date())
    assert services.recomputed(tiny, ZHANG, 2).form == OfficialForm("各区", signed_on=date(2024, 3, 1))
    assert json.loads(second.record.parameters)["form"]["signed_on"] == "2024-03-01"
    assert services.compare_issued(tiny, ZHANG, 1).reproduced
    assert services.official_form(tiny, ZHANG, Query(known_at=first.known_at)).addressee == "各镇人民政府"
