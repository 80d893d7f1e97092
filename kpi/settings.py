"""Every setting in one table: its name, its default, what it does. The manual is checked against it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable the product reads."""

    name: str
    default: str
    help_zh: str
    help_en: str


SETTINGS = (
    Setting(
        "KPI_DATABASE",
        str(PROJECT / "data" / "kpi.duckdb"),
        "数据库文件的位置；不存在时自动建立并载入基线。",
        "Where the database file is; it is created and the baseline loaded if it is missing.",
    ),
    Setting(
        "KPI_CATALOG",
        str(PROJECT / "data" / "catalog"),
        "规划所在的文件夹：新数据库由它填入；已有的数据库只由它决定显示哪个规划。",
        "The folder of a plan: a new database is filled from it; of an existing one it only says which plan to show.",
    ),
    Setting(
        "KPI_LEAST_COVERAGE",
        "0",
        "应有数据的目标中至少要有多大比例有可用数据，报告才能印发，如 0.6；0 为不限。plan.csv 的 least_coverage 优先。",
        "The least share of the targets due that must have an admissible figure before a report may be issued, such as 0.6; "
        "0 for no limit. least_coverage in plan.csv goes first.",
    ),
    Setting("KPI_LANG", "zh", "默认语言的代码，如 zh、en。", "The language to start in, by its code: zh, en."),
    Setting(
        "KPI_SIGN_IN",
        "none",
        "登录方式：none 为本机一人使用，不用登录。",
        "How people sign in; none: one local user, who need not.",
    ),
    Setting("KPI_USER", "本机用户", "上传和撤回时记录的用户名。", "The name recorded with uploads and withdrawals."),
)


def setting(name: str, environment: Mapping[str, str] | None = None) -> str:
    """The value of the setting called `name`: from the environment, else its default. KeyError if there is none."""
    default = {known.name: known.default for known in SETTINGS}[name]
    return (os.environ if environment is None else environment).get(name) or default
