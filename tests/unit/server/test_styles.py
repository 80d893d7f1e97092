"""All styles are one sheet in the end: what two files say of one class, neither has looked at."""

import re
from collections import defaultdict

from kpi.charts import palette
from kpi.server import document

MEANT_ALIKE = {"kpi-context", "kpi-h2", "kpi-lamp", "kpi-lead"}
"""What the blocks of several pages share; a page says only how it differs inside a block of its own."""


def test_a_class_has_its_looks_from_one_file():
    files = defaultdict(set)
    for path in document._STYLES.glob("*.css"):
        for name in re.findall(r"\.(kpi-[\w-]+)", path.read_text(encoding="utf-8")):
            files[name].add(path.name)
    assert len(files) > 50
    assert {name for name, of in files.items() if len(of) > 1 and "base.css" not in of} <= MEANT_ALIKE


def test_figures_have_one_blue_on_pages_and_in_pictures():
    assert f"--kpi-figure: {palette.FIGURES};" in (document._STYLES / "base.css").read_text(encoding="utf-8")
