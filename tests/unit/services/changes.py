"""A plan whose targets count changes, lie between two values or stand below another; and figures for it."""

import csv

from tests.unit.services.conftest import row, table

WINDOW = {"window_start": "2023-01-01", "window_end": "2025-12-31", "deadline": "", "years": "", "baseline_figure_id": ""}
FIGURES = table(
    row("waste_growth", "-3", "%", year=2023),
    row("waste_growth", "-2.5", "%", year=2024),
    row("event_growth", "1", "%", year=2023),
    row("landfill_daily", "407.4", "吨", end="2023-12-31"),
    row("landfill_daily", "397.2", "吨", end="2024-12-31"),
    row("sorted_share", "82", "%", end="2024-12-31"),
)


def with_changes(folder):
    """A copy of the tiny plan with a target of every form that counts a change, an interval and a step below it."""

    def rows(file):
        with (folder / file).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def write(file, lines):
        columns = list(dict.fromkeys(column for line in lines for column in line))
        with (folder / file).open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)

    measures, targets = rows("measures.csv"), rows("targets.csv")
    share = {"unit": "fraction", "display_unit": "%", "display_scale": "0.01", "aliases": "", "kind": "change"}
    waste = measures[2] | share | {"measure_id": "waste_growth", "name_zh": "填埋量增长率", "change_of": "landfill_daily"}
    events = waste | {"measure_id": "event_growth", "name_zh": "宣传场数增长率", "direction": "neutral", "change_of": ""}
    write("measures.csv", [*measures, waste, events])
    share_by_date, _, level = targets
    growth = level | WINDOW | {"target_id": "H1", "measure_id": "waste_growth", "value": "-0.02", "printed": ""}
    cut = growth | {"target_id": "H2", "measure_id": "landfill_daily", "value": "-0.1", "baseline_figure_id": "W3"}
    margin = growth | {"target_id": "H3", "value": "0", "reference_measure_id": "event_growth"}
    interval = {"comparator": "between", "value": "0.8", "value_high": "0.9", "nature": "binding", "printed": ""}
    step = share_by_date | {"target_id": "H4", "deadline": "2024-12-31", "value": "0.8", "parent_target_id": "G1"}
    changes = [
        growth | {"period_type": "average_growth", "nature": "binding"},
        cut | {"period_type": "cumulative_change", "change_unit": "percent", "nature": "expected"},
        margin | {"period_type": "relative"},
    ]
    write("targets.csv", [step, share_by_date | interval, *targets[1:], *changes])
    return folder
