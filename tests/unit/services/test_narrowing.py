"""What of the letter's plan somebody of one town or unit works with: no more than their own, and all of it whole."""

import pytest

from kpi import services
from kpi.model import Actor, Grant
from kpi.services import Query, UploadFile
from tests.unit.services.conftest import ZHANG

FILE = UploadFile(
    "东城.csv",
    "指标代码,起始日期,截止日期,地区,数值,单位\nskill_certificates,2024-01-01,2024-12-31,东城街道,2310,人次\n".encode(),
)
TOWN = Actor("东城办事员", frozenset({Grant("reporter", regions=("441900003",))}), "id-dong")
UNIT = Actor("教育办事员", frozenset({Grant("reporter", unit="市教育局")}), "id-jiao")


@pytest.mark.parametrize("who", [TOWN, UNIT], ids=["town", "unit"])
def test_whoever_reports_for_a_part_can_have_the_letter_checked(letter, who):
    """33 identities of the letter name figures by their ids, none of them a town's: they cannot be worked out there."""
    preview = services.check_upload(letter, who, [FILE])
    assert [len(reading.observations) for reading in preview.readings] == [1]
    assert services.quality_view(letter, who, Query()).identities == ()


def test_an_identity_of_what_is_within_reach_is_still_held(letter):
    """Of its 47, the city's own clerk sees what the owner sees."""
    city = Actor("全市办事员", frozenset({Grant("reporter", regions=("441900",))}), "id-city")
    own = {row.identity_id for row in services.quality_view(letter, ZHANG, Query()).identities}
    assert {row.identity_id for row in services.quality_view(letter, city, Query()).identities} == own
