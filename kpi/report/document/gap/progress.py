"""进展情况: every target with a value, one sentence a measure, the worst first, and what closing a gap takes."""

from collections.abc import Iterable, Iterator, Sequence

from kpi.i18n import Texts
from kpi.model import Status
from kpi.report.document.composer import Composer
from kpi.report.document.gap.annexes import label, names
from kpi.report.document.gap.courses import figures_told
from kpi.report.document.gap.subjects import BEHIND, REACHED, Subject, missed_before, of_statuses, subjects_of
from kpi.report.document.gap.summary import foremost
from kpi.report.model import GapReport
from kpi.report.wording import basis_told
from kpi.views import GapRow

_PARTS = (
    ("document.heading_behind", BEHIND),
    ("document.heading_baseline", (Status.BASELINE_ONLY,)),
    ("document.heading_reached", REACHED),
)


def progress(write: Composer, report: GapReport, *, courses_annexed: bool) -> None:
    """What the summary has told already is not told again."""
    words, told, there = write.words, foremost(report), subjects_of(report)
    write.heading(words("document.heading_progress"), new_page=True)
    write.paragraph(basis_told(words, report), *_annexes_told(words, report))
    for key, statuses in _PARTS:
        group = [each for each in of_statuses(there, statuses) if each.counted]
        if group:
            count = sum(row.counted and row.status in statuses for each in there for row in each.rows)
            write.subheading(words(key, count=count))
            write.paragraph(*_intro(words, group, told), *_folded(words, group, statuses, count))
            write.items(list(filter(None, (_item(report, each, told) for each in group))))
    earlier = [each.told(words) for each in missed_before(there)]
    write.paragraph(words("document.earlier_missed", count=len(earlier)) if earlier else "", *earlier)
    figures_told(write, report, annexed=courses_annexed)


def _annexes_told(words: Texts, report: GapReport) -> list[str]:
    annexed = names(report)
    detail = [words("document.see_detail", annex=label(words, report, "detail"))] if "detail" in annexed else []
    return [*detail, *([words("document.see_sources", annex=label(words, report, "sources"))] if "sources" in annexed else [])]


def _intro(words: Texts, group: Sequence[Subject], told: Sequence[Subject]) -> tuple[str, ...]:
    """Which of them stand in the summary."""
    above = sum(each in told for each in group)
    if not above:
        return ()
    return (words("document.told_above" if above == len(group) else "document.told_above_some", count=above),)


def _folded(words: Texts, group: Sequence[Subject], statuses: Sequence[Status], count: int) -> Iterator[str]:
    """Why a part lists fewer than its heading counts: a measure is told once, where its worst target stands."""
    here = sum(row.counted and row.status in statuses for each in group for row in each.rows)
    if here > len(group):
        yield words("document.told_together")
    if count > here:
        yield words("document.told_elsewhere", count=count - here)


def _item(report: GapReport, subject: Subject, told: Sequence[Subject]) -> str:
    """A measure's sentence unless the summary has it, and what closing its gap takes."""
    words, above = report.texts, subject in told
    missing = {row.standing.key: row for row in report.missing}
    gaps = [missing[row.key] for row in subject.rows if row.key in missing]
    earlier = subject.rest(words) if above else ""
    paced = subject.worst.key if above else None
    further = [text for text in (earlier, *(text for gap in gaps for text in _further(gap, paced=paced))) if text]
    if not above:
        return words.paragraph((subject.told(words), *further))
    return words.paragraph((words("document.further", measure=subject.worst.measure_name), *further)) if further else ""


def _further(gap: GapRow, *, paced: tuple[str, int | None] | None) -> Iterable[str]:
    """What is known besides; of the target that the summary tells, its pace only beside that of recent years."""
    compared = gap.ratio.text and gap.catch_up.pace_text != gap.catch_up.pace_short
    if gap.standing.key != paced or compared:
        yield gap.catch_up.pace_text
    yield gap.catch_up.details
    if gap.catch_up.outlook and gap.catch_up.outlook.forecast:
        yield gap.outlook
