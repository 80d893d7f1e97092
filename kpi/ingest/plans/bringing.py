"""A plan as somebody brings it: one workbook, one archive of CSV files, or the CSV files themselves."""

import base64
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import cast

from kpi.catalog import PlanTables, read_contents
from kpi.ingest.files import UploadFile
from kpi.ingest.opening.containers import check_size
from kpi.ingest.plans.reading import PlanSheets, read_plan_workbook
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.serving import sandbox
from kpi.model import Problem, Severity


def read_plan_files(files: Sequence[UploadFile]) -> PlanSheets:
    """What the files say. Whatever keeps them from being a plan is in the result."""
    names = tuple(file.name for file in files)
    tables = [file for file in files if _ending(file) == ".csv"]
    if len(tables) == len(files):
        return PlanSheets("", read_contents(_common_name(names), {PurePath(file.name).name: file.content for file in files}))
    if len(files) > 1:
        return _unread("", Refused("plan_file_alone", files=names))
    return _archive(files[0]) if _ending(files[0]) == ".zip" else read_plan_workbook(files[0].content, names[0])


def _ending(file: UploadFile) -> str:
    return PurePath(file.name).suffix.lower()


def _common_name(names: Sequence[str]) -> str:
    """What a plan without an id of its own is called by, if it came as files and in no folder."""
    return PurePath(names[0]).parent.name if names else ""


def _archive(file: UploadFile) -> PlanSheets:
    try:
        check_size(file.content)
        answer = cast("Mapping[str, Mapping[str, str]]", sandbox.run("plan_archive", file.content))
    except Refused as refused:
        return _unread(file.name, refused)
    contents = {name: base64.b64decode(text) for name, text in answer["files"].items()}
    return PlanSheets("", read_contents(PurePath(file.name).stem, contents))


def _unread(name: str, refused: Refused) -> PlanSheets:
    suggestion = refused.suggestion or (advice(refused.code) if refused.code == "plan_file_twice" else None)
    problem = Problem(Severity.ERROR, refused.code, name, values=refused.values, suggestion=suggestion)
    return PlanSheets(name, PlanTables(PurePath(name).stem, {}, "", (problem,)))
