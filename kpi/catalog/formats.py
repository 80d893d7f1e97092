"""The files of a catalog and the columns that are read from each. Every other column is kept as a note."""

from kpi.catalog.tables import Format


def _format(name: str, required: str, optional: str = "", *, must_exist: bool = True) -> Format:
    """A file with its columns in the order in which a new one has them."""
    return Format(name, tuple(required.split()), tuple(optional.split()), must_exist)


UNITS = _format("units.csv", "unit name_zh name_en spellings integer", "name_en_one")
MEASURES = _format(
    "measures.csv",
    "measure_id name_zh name_en category kind unit display_unit display_scale direction numerator_id denominator_id role "
    "definition source",
    "headline decimals aliases owner co_owners change_of category_en definition_en doubt doubt_en",
)
REGIONS = _format(
    "regions.csv",
    "region_code name_zh name_en parent_code type",
    "active in_partition aliases type_en note note_en tile_row tile_col",
)
TARGETS = _format(
    "targets.csv",
    "target_id measure_id region_code comparator value period_type window_start window_end years deadline "
    "baseline_figure_id strength source",
    "owner co_owners weight load load_reason load_reason_en source_id section printed note note_en value_high change_unit "
    "reference_measure_id parent_target_id nature label label_en printed_en",
)
FIGURES = _format(
    "figures.csv",
    "figure_id measure_id region_code breakdown member value window_start window_end as_of certainty qualifier "
    "parent_figure_id partition load source",
    "load_reason load_reason_en source_id section printed published_on state vintage_of note note_en",
)
BREAKDOWNS = _format("breakdowns.csv", "breakdown member name_zh name_en", "breakdown_zh breakdown_en", must_exist=False)
IDENTITIES = _format("identities.csv", "identity_id kind expression tolerance severity note", "note_en", must_exist=False)
SOURCES = _format(
    "sources.csv",
    "source_id title number issuer issued",
    "type year publisher published check check_en",
    must_exist=False,
)
BREAKS = _format("breaks.csv", "measure_id date note", "note_en", must_exist=False)
LAMPS = _format(
    "lamps.csv",
    "scheme status lead_from lead_below lamp",
    "lead_above clock nature name_zh name_en note_zh note_en",
    must_exist=False,
)
QUESTIONS = _format("questions.csv", "question_id subject text_zh text_en", must_exist=False)
PLAN = _format(
    "plan.csv",
    "name_zh name_en",
    "plan_id region_code starts_on ends_on document_number issuer default least_coverage addressee signatory annex_note "
    "copy_to approval",
    must_exist=False,
)

FORMATS = (UNITS, MEASURES, REGIONS, TARGETS, FIGURES, BREAKDOWNS, IDENTITIES, SOURCES, BREAKS, LAMPS, QUESTIONS, PLAN)
