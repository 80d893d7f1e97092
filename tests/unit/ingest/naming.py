"""Which rows a reading names: in the place of a problem, or in its words."""

import re


def named_rows(reading):
    """Rows that became an observation, or that a problem of any severity stands at or speaks of."""
    rows = {observation.row for observation in reading.observations} | {problem.row for problem in reading.problems}
    for problem in reading.problems:
        for first, last in re.findall(r"(\d+)(?:–(\d+))?", str(problem.values.get("rows", ""))):
            rows |= set(range(int(first), int(last or first) + 1))
        if problem.code == "cells_blank":
            rows |= {int(re.sub(r"\D", "", cell)) for cell in problem.values["cells"] if cell != "…"}
    return rows
