"""依据与口径 in words: the plan's documents with every figure they print, and what an attached file prints where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kpi.catalog import Catalog
from kpi.i18n import Texts
from kpi.ingest import Printed, PrintedPlace, find_printed, segments, sentence_around
from kpi.model import Source, Target
from kpi.views.figures import FigureWording
from kpi.views.goals import period_text, target_text
from kpi.views.measures.printed import PrintedLine, load_text, printed_line
from kpi.views.measures.view import PassageView
from kpi.views.questions import OpenQuestions, QuestionView


@dataclass(frozen=True, slots=True)
class SectionView:
    """The figures and targets one section of a document holds."""

    section: str
    figures: tuple[PrintedLine, ...]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document that was attached."""

    document_id: int
    source_id: str
    file: str
    attached_by: str
    attached_at: datetime
    """Asia/Shanghai."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source of the plan: what it is and what it holds."""

    source: Source
    title: str
    issued: str
    sections: tuple[SectionView, ...]
    documents: tuple[DocumentLine, ...]
    published: str
    """Who published it and when, where that is not the issuer."""
    check: str
    """What to look up before anything rests on it."""


@dataclass(frozen=True, slots=True)
class SourcesView:
    """Documents with their figures, policies, and questions to the owner."""

    sources: tuple[SourceView, ...]
    policies: tuple[SourceView, ...]
    """Sources without figures."""
    questions: tuple[QuestionView, ...]
    documents_version: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a document's text."""

    text: str
    measure_id: str = ""
    """Of the figure or target that it prints; empty for plain text."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """An attached document with every catalogued figure marked where it is printed."""

    document: DocumentLine
    paragraphs: tuple[tuple[Segment, ...], ...]
    marked: int
    not_found: tuple[str, ...]
    """Ids of catalogued figures whose printed form the document does not hold."""


def sources_of(wording: FigureWording, documents: Sequence[DocumentLine], version: int) -> SourcesView:
    """Every source with its sections and figures, those without any as policies, and the open questions."""
    views = [_source(wording, source, documents) for source in wording.catalog.sources.values()]
    return SourcesView(
        sources=tuple(view for view in views if view.sections),
        policies=tuple(view for view in views if not view.sections),
        questions=OpenQuestions(wording.catalog, wording.texts).all(),
        documents_version=version,
    )


def document_of(catalog: Catalog, document: DocumentLine, text: str) -> DocumentView:
    """An attached document with every figure and target of its source marked where it is printed."""
    wanted = _wanted(catalog, document.source_id)
    places = find_printed(text, wanted)
    marked = {place.id for place in places}
    return DocumentView(
        document=document,
        paragraphs=_paragraphs(catalog, text, places),
        marked=len(marked),
        not_found=tuple(printed.id for printed in wanted if printed.id not in marked),
    )


def passages_of(catalog: Catalog, document: DocumentLine, text: str, measure_id: str) -> Iterable[PassageView]:
    """Where an attached document prints the figures and targets of a measure."""
    for place in find_printed(text, _wanted(catalog, document.source_id)):
        if _measure_of(catalog, place.id) == measure_id:
            before, after = sentence_around(text, place.start, place.end)
            printed = "".join(text[place.start : place.end].split())
            yield PassageView(document.document_id, document.file, before, printed, after, place.id)


def _source(wording: FigureWording, source: Source, documents: Sequence[DocumentLine]) -> SourceView:
    catalog = wording.catalog
    lines: dict[str, list[PrintedLine]] = {}
    for figure in catalog.figures.values():
        if figure.source_id == source.source_id:
            lines.setdefault(figure.section, []).append(printed_line(wording, figure))
    for target in catalog.targets.values():
        if target.source_id == source.source_id:
            lines.setdefault(target.section, []).append(_target_line(catalog, wording.texts, target))
    return SourceView(
        source=source,
        title=wording.document(source.source_id),
        issued=wording.texts.day(source.issued) if source.issued else source.year,
        sections=tuple(SectionView(section, tuple(printed)) for section, printed in lines.items()),
        documents=tuple(document for document in documents if document.source_id == source.source_id),
        published=_published(wording.texts, source),
        check=source.check.in_(wording.texts.lang),
    )


def _published(words: Texts, source: Source) -> str:
    """Who published it and when; nothing where the issuer did."""
    if not source.publisher or source.publisher == source.issuer:
        return ""
    key = "service.published_by_on" if source.published else "service.published_by"
    return words(key, publisher=source.publisher, published=source.published)


def _target_line(catalog: Catalog, words: Texts, target: Target) -> PrintedLine:
    measure = catalog.measures[target.measure_id]
    years = words("service.years_listed", years=words.language.items.join(map(str, target.years))) if target.years else ""
    return PrintedLine(
        id=target.target_id,
        measure_id=measure.measure_id,
        measure_name=measure.name(words.lang),
        label=words("service.target"),
        printed=target.printed,
        text=target_text(words, target, measure),
        period=years or period_text(words, target, None),
        loaded=load_text(words, target.load),
    )


def _wanted(catalog: Catalog, source_id: str) -> list[Printed]:
    figures = [Printed(f.figure_id, f.printed, f.section) for f in catalog.figures.values() if f.source_id == source_id]
    targets = [Printed(t.target_id, t.printed, t.section) for t in catalog.targets.values() if t.source_id == source_id]
    return [printed for printed in (*figures, *targets) if printed.printed]


def _measure_of(catalog: Catalog, row_id: str) -> str:
    return catalog.figures[row_id].measure_id if row_id in catalog.figures else catalog.targets[row_id].measure_id


def _paragraphs(catalog: Catalog, text: str, places: tuple[PrintedPlace, ...]) -> tuple[tuple[Segment, ...], ...]:
    paragraphs: list[list[Segment]] = [[]]
    for stretch, ids in segments(text, places):
        if ids:
            paragraphs[-1].append(Segment("".join(stretch.split()), _measure_of(catalog, ids[0])))
            continue
        first, *rest = stretch.split("\n")
        paragraphs[-1].append(Segment(first))
        paragraphs += [[Segment(line)] for line in rest]
    return tuple(tuple(part for part in parts if part.text) for parts in paragraphs if any(p.text.strip() for p in parts))
