"""Rows as records. Each function reads one row of one file; what it cannot read is noted by `Cells`."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from kpi import model
from kpi.catalog.cells import Cells

IDENTITY_KINDS = ("sum", "ratio", "bound", "context")
_NO_UNIT = model.Unit("", "", "", (), integer=False)
_DECIMALS = 2


def read_unit(cells: Cells) -> model.Unit:
    """A row of units.csv."""
    return model.Unit(
        unit=cells.required("unit"),
        name_zh=cells.required("name_zh"),
        name_en=cells.text("name_en"),
        spellings=cells.items("spellings"),
        integer=cells.flag("integer"),
        name_en_one=cells.text("name_en_one"),
        further=cells.further("name", "(?:_one)?"),
    )


def read_measure(cells: Cells, units: Mapping[str, model.Unit]) -> model.Measure:
    """A row of measures.csv; one whose unit is unknown is read for its id alone."""
    unit = units.get(cells.required("unit"), _NO_UNIT)
    cells.sound = cells.sound and unit is not _NO_UNIT
    scale = cells.number("display_scale")
    if cells.text("display_scale") and scale <= 0:
        cells.problem("display_scale", "catalog_bad_number")
    return model.Measure(
        measure_id=cells.required("measure_id"),
        name_zh=cells.required("name_zh"),
        name_en=cells.text("name_en"),
        category=cells.bilingual("category"),
        kind=cells.choice("kind", model.Kind),
        unit=unit,
        display_unit=cells.required("display_unit"),
        display_scale=scale,
        direction=cells.choice("direction", model.Direction),
        decimals=cells.decimals("decimals", 0 if unit.integer and scale == 1 else _DECIMALS),
        numerator_id=cells.text("numerator_id"),
        denominator_id=cells.text("denominator_id"),
        role=cells.text("role") or "kpi",
        definition=cells.bilingual("definition"),
        doubt=cells.bilingual("doubt"),
        source=cells.text("source"),
        headline=cells.flag("headline"),
        aliases=cells.items("aliases"),
        owner=cells.text("owner"),
        co_owners=cells.text("co_owners"),
        change_of=cells.text("change_of"),
        further=cells.further("name"),
    )


def read_region(cells: Cells) -> model.Region:
    """A row of regions.csv."""
    return model.Region(
        region_code=cells.required("region_code"),
        name_zh=cells.required("name_zh"),
        name_en=cells.text("name_en"),
        parent_code=cells.text("parent_code"),
        type=cells.bilingual("type"),
        active=cells.flag("active", default=True),
        in_partition=cells.flag("in_partition"),
        aliases=cells.items("aliases"),
        note=cells.bilingual("note"),
        tile=_tile(cells),
        further=cells.further("name"),
    )


def _tile(cells: Cells) -> model.Tile | None:
    """Where a region stands on the map of squares; both numbers or neither."""
    row, column = cells.place("tile_row"), cells.place("tile_col")
    if row and column:
        return model.Tile(row, column)
    for name in ("tile_row", "tile_col"):
        if not cells.text(name) and (row or column):
            cells.problem(name, "catalog_half_a_tile")
    return None


def read_target(cells: Cells, plan_region: str) -> model.Target:
    """A row of targets.csv; without a region it is the plan's own. One that says no period may leave out its number."""
    start, end = cells.day("window_start"), cells.day("window_end")
    period_type = cells.choice("period_type", model.PERIOD_TYPES.values())
    weight = cells.optional_number("weight")
    if weight is not None and weight < 0:
        cells.problem("weight", "catalog_weight_negative")
    return model.Target(
        target_id=cells.required("target_id"),
        measure_id=cells.required("measure_id"),
        region_code=cells.text("region_code") or plan_region,
        comparator=cells.choice("comparator", model.Comparator),
        value=cells.fraction("value") if cells.text("value") or period_type.extent is not model.Extent.NOTHING else None,
        period_type=period_type,
        window=model.Window(start, end) if start and end else None,
        years=cells.years("years"),
        deadline=cells.day("deadline"),
        baseline_figure_id=cells.text("baseline_figure_id"),
        strength=cells.text("strength"),
        source=cells.text("source"),
        owner=cells.text("owner"),
        co_owners=cells.text("co_owners"),
        weight=None if weight is None else float(weight),
        load=cells.choice("load", (model.Load.PRIMARY, model.Load.DUPLICATE), model.Load.PRIMARY),
        load_reason=cells.bilingual("load_reason"),
        source_id=cells.text("source_id"),
        section=cells.text("section"),
        printed=cells.text("printed"),
        note=cells.bilingual("note"),
        label=cells.bilingual("label"),
        printed_en=cells.text("printed_en"),
        value_high=cells.fraction("value_high") if cells.text("value_high") else None,
        change_unit=cells.choice("change_unit", model.ChangeUnit) if cells.text("change_unit") else None,
        reference_measure_id=cells.text("reference_measure_id"),
        parent_target_id=cells.text("parent_target_id"),
        nature=cells.choice("nature", model.Nature) if cells.text("nature") else None,
    )


def read_figure(cells: Cells, plan_region: str) -> model.Figure:
    """A row of figures.csv; without a region it is the plan's own."""
    return model.Figure(
        figure_id=cells.required("figure_id"),
        measure_id=cells.required("measure_id"),
        region_code=cells.text("region_code") or plan_region,
        breakdown=cells.text("breakdown"),
        member=cells.text("member"),
        value=cells.number("value"),
        window_start=cells.day("window_start"),
        window_end=cells.day("window_end"),
        as_of=cells.day("as_of"),
        certainty=cells.choice("certainty", model.Certainty, model.Certainty.STATED),
        qualifier=cells.choice("qualifier", model.Qualifier, model.Qualifier.EQ),
        parent_figure_id=cells.text("parent_figure_id"),
        partition=cells.choice("partition", model.Partition, model.Partition.UNKNOWN),
        load=cells.choice("load", model.Load, model.Load.PRIMARY),
        source=cells.text("source"),
        load_reason=cells.bilingual("load_reason"),
        source_id=cells.text("source_id"),
        section=cells.text("section"),
        printed=cells.text("printed"),
        row=cells.row.number,
        note=cells.bilingual("note"),
        state=cells.text("state"),
        published_on=cells.text("published_on"),
        vintage_of=cells.text("vintage_of"),
    )


def read_member(cells: Cells) -> model.Member:
    """A row of breakdowns.csv."""
    member = cells.required("member")
    names = cells.named("name")
    return model.Member(cells.required("breakdown"), member, names.zh or member, names.en or member, names.further)


def read_identity(cells: Cells) -> model.Identity:
    """A row of identities.csv; its expression is parsed later."""
    kind = cells.required("kind")
    if kind and kind not in IDENTITY_KINDS:
        cells.problem("kind", "catalog_bad_choice", choices=IDENTITY_KINDS)
    return model.Identity(
        identity_id=cells.required("identity_id"),
        kind=kind,
        expression=cells.text("expression") if kind == "context" else cells.required("expression"),
        tolerance=cells.optional_number("tolerance"),
        severity=cells.choice("severity", model.Severity, model.Severity.WARNING),
        note=cells.bilingual("note"),
    )


def read_source(cells: Cells) -> model.Source:
    """A row of sources.csv."""
    return model.Source(
        source_id=cells.required("source_id"),
        title=cells.required("title"),
        number=cells.text("number"),
        issuer=cells.text("issuer"),
        issued=cells.day("issued"),
        type=cells.text("type"),
        year=cells.text("year"),
        publisher=cells.text("publisher"),
        published=cells.text("published"),
        check=cells.bilingual("check"),
    )


def read_break(cells: Cells) -> model.Break:
    """A row of breaks.csv."""
    cells.required("date")
    return model.Break(cells.required("measure_id"), cells.day("date") or date.min, cells.bilingual("note"))


def read_lamp_rule(cells: Cells) -> model.LampRule:
    """A row of lamps.csv; an empty status fits every status."""
    lead_from, lead_below = cells.optional_number("lead_from"), cells.optional_number("lead_below")
    return model.LampRule(
        scheme=cells.required("scheme"),
        status=cells.choice("status", model.Status) if cells.text("status") else None,
        lead_from=_float(lead_from),
        lead_below=_float(lead_below),
        lamp=cells.choice("lamp", model.Lamp),
        lead_above=_float(cells.optional_number("lead_above")),
        clock=cells.choice("clock", model.LampClock, model.LampClock.DAYS) if cells.text("clock") else None,
        nature=cells.choice("nature", model.Nature) if cells.text("nature") else None,
        names=cells.named("name"),
        note=cells.named("note"),
    )


def read_question(cells: Cells) -> model.Question:
    """A row of questions.csv."""
    cells.required("text_zh")
    return model.Question(cells.required("question_id"), cells.text("subject"), cells.named("text"))


def read_plan_name(cells: Cells) -> model.Bilingual:
    """The row of plan.csv: the plan's name. What else it says the database shows; here it must be readable."""
    cells.required("name_zh")
    cells.day("starts_on"), cells.day("ends_on"), cells.flag("default"), cells.flag("approval")
    share = cells.optional_number("least_coverage")
    if share is not None and not 0 <= share <= 1:
        cells.problem("least_coverage", "catalog_bad_share")
    return cells.named("name")


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
