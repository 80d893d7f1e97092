"""Many workbooks of one place each, as offices send them, in one zip: from its bytes to the commit, as the command line does.

Usage: python -m bench.archives [WORKBOOKS] [FIGURES OF EACH].
"""

import argparse
import io
import resource
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from bench.large import make_catalog, towns_of
from bench.one_upload import Watch, loaded
from kpi import services
from kpi.catalog import load_catalog
from kpi.ingest.periods import window_word
from kpi.model import Kind, Measure, Region

_HEADER = ("指标代码", "地区", "年份", "数值", "单位")
_LAST_YEAR = 2025
_LIMIT_SECONDS = 600.0


def workbook(town: Region, measures: Sequence[Measure], figures: int) -> bytes:
    """One place's figures: as many measures as there are, then the year before, and so on."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet("填报")
        sheet.write_row(0, 0, _HEADER)
        for row in range(figures):
            earlier, place = divmod(row, len(measures))
            measure = measures[place]
            value = 100 + (row * 7919 + len(town.name_zh)) % 900
            told = (measure.measure_id, town.name_zh, _LAST_YEAR - earlier, value, measure.display_unit)
            sheet.write_row(row + 1, 0, told)
    return written.getvalue()


def main() -> None:
    """Make it, load it, say how long that took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workbooks", nargs="?", type=int, default=5_000)
    parser.add_argument("figures", nargs="?", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalog = load_catalog(make_catalog(folder / "catalog", asked.workbooks))
        flows = [m for m in catalog.measures.values() if m.kind is Kind.FLOW and "累计" not in window_word(m.name_zh)[1]]
        with zipfile.ZipFile(path := folder / "上报.zip", "w", zipfile.ZIP_DEFLATED) as packed:
            for town in towns_of(catalog):
                packed.writestr(f"{town.name_zh}.xlsx", workbook(town, flows, asked.figures))
        size = path.stat().st_size
        workspace = services.open_workspace(str(folder / "kpi.duckdb"), str(folder / "catalog"))
        watch = Watch()
        loaded(workspace, path)
        seconds, processor = watch.taken()
        largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{asked.workbooks:,} workbooks of {asked.figures} figures, {size / 1e6:.1f} MB: loaded in {seconds:.0f} s")
    print(f"of the processor {processor:.0f} s; largest process {largest // 1024} MB")
    print(f"limit {_LIMIT_SECONDS:.0f} s: {'met' if seconds <= _LIMIT_SECONDS else 'not met'}")


if __name__ == "__main__":
    main()
