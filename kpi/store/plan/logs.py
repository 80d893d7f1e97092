"""Which rows of a plan's files go into which log, by which key, with which columns.

Every cell is kept as it was written. A column that a log does not have is kept with the others, as JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Log:
    """One table of rows of one file."""

    name: str
    file: str
    """Empty where no file has its rows."""
    key: tuple[str, ...]
    """The columns that say which row is meant; none where only the place of a row in its file does."""
    columns: tuple[str, ...]
    of_plan: bool = False
    """Whether its rows are of one plan; else of the library, which all plans share."""
    keeps_others: bool = True
    """Whether the columns that no log of the file has are kept here."""

    @cached_property
    def column_set(self) -> frozenset[str]:
        """Its columns, for looking one up."""
        return frozenset(self.columns)


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LOGS = (
    Log(
        "measure_log",
        "measures.csv",
        ("measure_id",),
        _columns(
            "measure_id name_zh name_en kind unit display_unit display_scale direction numerator_id denominator_id change_of "
            "role definition definition_en doubt doubt_en source decimals aliases"
        ),
    ),
    Log(
        "plan_measure_log",
        "measures.csv",
        ("measure_id",),
        _columns("measure_id category category_en headline owner co_owners"),
        of_plan=True,
        keeps_others=False,
    ),
    Log("unit_log", "units.csv", ("unit",), _columns("unit name_zh name_en name_en_one spellings integer")),
    Log(
        "region_log",
        "regions.csv",
        ("region_code",),
        _columns(
            "region_code name_zh name_en parent_code type type_en active in_partition aliases note note_en tile_row tile_col"
        ),
    ),
    Log(
        "breakdown_log",
        "breakdowns.csv",
        ("breakdown", "member"),
        _columns("breakdown member name_zh name_en breakdown_zh breakdown_en"),
    ),
    Log(
        "identity_log",
        "identities.csv",
        ("identity_id",),
        _columns("identity_id kind expression tolerance severity note note_en"),
    ),
    Log("source_log", "sources.csv", ("source_id",), _columns("source_id title number issuer issued type year")),
    Log("break_log", "breaks.csv", ("measure_id", "date"), _columns("measure_id date note")),
    Log(
        "figure_log",
        "figures.csv",
        ("figure_id",),
        _columns(
            "figure_id measure_id region_code breakdown member value window_start window_end as_of certainty qualifier state "
            "parent_figure_id partition load load_reason load_reason_en source source_id section printed note note_en"
        ),
    ),
    Log(
        "target_log",
        "targets.csv",
        ("target_id",),
        _columns(
            "target_id measure_id region_code comparator value value_high period_type window_start window_end years deadline "
            "change_unit reference_measure_id parent_target_id nature baseline_figure_id strength weight owner co_owners load "
            "load_reason load_reason_en source source_id section printed document_number note note_en"
        ),
        of_plan=True,
    ),
    Log("question_log", "questions.csv", ("question_id",), _columns("question_id subject text_zh text_en"), of_plan=True),
    Log(
        "lamp_log",
        "lamps.csv",
        (),
        _columns("scheme status lead_from lead_above lead_below lamp clock nature name_zh name_en note_zh note_en"),
        of_plan=True,
    ),
    Log(
        "plan_log",
        "plan.csv",
        (),
        _columns(
            "name_zh name_en region_code starts_on ends_on document_number issuer default "
            "addressee signatory annex_note copy_to approval"
        ),
        of_plan=True,
    ),
    Log(
        "judgement_log",
        "",
        ("target_id", "as_of"),
        _columns("target_id as_of verdict reason evidence judged_by judged_on"),
        of_plan=True,
        keeps_others=False,
    ),
)

LOGS_OF: Mapping[str, tuple[Log, ...]] = {
    file: tuple(log for log in LOGS if log.file == file) for file in {log.file for log in LOGS}
}
"""The logs that rows of a file go into."""

OTHER = "other"
"""The column for what a log has no column for."""
