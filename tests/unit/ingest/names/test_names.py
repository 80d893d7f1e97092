"""Names in a catalog where they are not all different."""

from dataclasses import replace

import pytest

from kpi.ingest.names.directories import Names
from kpi.ingest.refusals import Refused
from kpi.model import Bilingual, Member


@pytest.fixture
def twins(tiny):
    """A second measure and a second region that share an alias with the first, and a member of one name in two groups."""
    measure = replace(
        tiny.measures["landfill_daily"], measure_id="landfill_yearly", name_zh="填埋总量", name_en="", aliases=("日均填埋量",)
    )
    region = replace(tiny.regions["990102"], region_code="990103", name_zh="东岸新区", name_en="", aliases=("东岸",))
    member = Member("ward", "staff", "职工", "Staff")
    return Names.of(
        replace(
            tiny,
            measures={**tiny.measures, "landfill_yearly": measure},
            regions={**tiny.regions, "990103": region},
            members={**tiny.members, ("ward", "staff"): member},
            breakdown_names={"audience": Bilingual("培训对象", "Audience")},
        )
    )


def refusal(find, text):
    with pytest.raises(Refused) as refused:
        find(text)
    return refused.value.code


def test_a_name_of_several_is_refused(twins):
    assert refusal(twins.measure, "日均填埋量") == "measure_ambiguous"
    assert refusal(twins.region, "东岸") == "region_ambiguous"
    assert refusal(twins.member, "staff") == "breakdown_ambiguous"


def test_what_tells_them_apart_is_enough(twins):
    assert twins.measure("landfill_yearly").measure_id == "landfill_yearly"
    assert twins.region("东岸区").region_code == "990101"
    assert twins.member("ward=staff") == ("ward", "staff")
    assert twins.member("培训对象=居民") == ("audience", "resident")
    assert twins.member("Audience = Residents") == ("audience", "resident")


def test_the_whole_is_no_member(twins):
    assert [twins.member(text) for text in ("", "合计", "audience=合计", "Total")] == [("", "")] * 4


def test_what_is_like_nothing_gets_no_name_offered(twins):
    with pytest.raises(Refused) as refused:
        twins.measure("％％％")
    assert refused.value.suggestion.key == "suggestion.measure"
    assert refusal(twins.member, "nowhere=x") == "breakdown_unknown"
    assert refusal(twins.member, "ward=x") == "breakdown_unknown"
