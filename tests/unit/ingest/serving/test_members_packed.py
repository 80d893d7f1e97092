"""Python up to 3.11.3, which Debian 12 has, packs a member of an enumeration as `getattr` of its class and name."""

import pickle

import pytest

from kpi.ingest.reading import Reading
from kpi.ingest.serving import frames
from kpi.model import Severity


class Attribute:
    """Is packed as an attribute of something."""

    def __init__(self, of, name):
        self.told = of, name

    def __reduce__(self):
        return getattr, self.told


def test_a_member_packed_the_old_way_is_read():
    assert frames.records(frames.packed(Attribute(Severity, "ERROR"))) is Severity.ERROR


@pytest.mark.parametrize(
    ("of", "name"), [(Severity, "__class__"), (Severity, "mro"), (Reading, "__init__"), ("", "format"), (Severity, "NONE")]
)
def test_no_other_attribute_of_anything_is_handed_out(of, name):
    content = pickle.dumps(Attribute(of, name))
    with pytest.raises(pickle.UnpicklingError):
        frames.records(content)
