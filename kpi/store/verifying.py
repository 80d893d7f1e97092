"""Proving a database whole: what no key or constraint of the schema guards is looked up over everything there is."""

from collections.abc import Iterator, Mapping, Sequence

from kpi.errors import StoreUnusable
from kpi.model import Problem, Severity
from kpi.store.auditing.log import broken_entries, unlike_things, unproven_things
from kpi.store.database import Database
from kpi.store.frames import readable_key
from kpi.supervision import NEXT

CHECKS = (
    "projection",
    "key_texts",
    "unique_keys",
    "references",
    "batches",
    "row_counts",
    "events",
    "originals",
    "documents",
    "aliases",
    "profiles",
    "issued",
    "office_templates",
    "plan_revisions",
    "plan_keys",
    "plan_references",
    "plan_row_counts",
    "plan_figures",
    "verdicts",
    "submissions",
    "publications",
    "audited",
    "people",
    "matters",
    "matter_evidence",
    "outbox",
    "duty_rules",
    "program_answers",
)
"""Each is a query `verify_<check>` that returns what it found wrong, and a text `problem.store_<check>`."""

BY_PLACES = frozenset({"projection", "unique_keys"})
"""Those that hold every row against others of its key: some places at a time, so that memory is that of these."""
MOST_ROWS = 1_000_000
"""So many rows at a time, of the log and of what counts of it; a single place may have more."""

_MOST_NAMED = 5
"""So many rows a sentence names; the others it counts."""

PARAMETERS: Mapping[str, Mapping[str, object]] = {
    "matters": {"may_follow": [f"{before or ''} {event} {after}" for (before, event), after in NEXT.items()]}
}
"""What a query goes by that is no matter of the store."""


def verify(database: Database) -> list[Problem]:
    """One problem per thing found wrong. What cannot even be read is a problem too.

    Then acknowledged events that the journal knows of and the database does not.
    """
    problems = [problem for check in CHECKS for problem in _findings(database, check)]
    return problems + _of_the_audit_log(database) + _of_the_journal(database)


def unproven(database: Database) -> Problem | None:
    """A note on what of people and their work the audit log does not prove, being from before it did. StoreUnusable."""
    named = unproven_things(database)
    values = {"count": len(named), "subject": tuple(named[:_MOST_NAMED])}
    return Problem(Severity.NOTE, "store_unproven", file=database.path.name, values=values) if named else None


def _of_the_audit_log(database: Database) -> list[Problem]:
    try:
        broken = [_problem(database, "audit_log", subject) for subject in broken_entries(database)]
        return broken + [_problem(database, "proven", subject) for subject in unlike_things(database)]
    except StoreUnusable:
        return [_problem(database, "unreadable", "audit_log")]


def _of_the_journal(database: Database) -> list[Problem]:
    try:
        return database.journal_findings()
    except StoreUnusable:
        return [_problem(database, "unreadable", "journal")]


def _findings(database: Database, check: str) -> list[Problem]:
    try:
        asked = [PARAMETERS.get(check)] if check not in BY_PLACES else [{"places": some} for some in _places(database)]
        found = {str(subject): None for one in asked for (subject,) in database.rows(f"verify_{check}", one)}
    except StoreUnusable:
        return [_problem(database, "unreadable", check)]
    return [_problem(database, check, readable_key(subject)) for subject in found]


def _places(database: Database) -> Iterator[Sequence[str] | None]:
    """The places that are looked at together; None: all at once."""
    rows: dict[str, int] = dict(database.rows("rows_of_places"))
    if sum(rows.values()) <= MOST_ROWS:
        yield None
        return
    together: list[str] = []
    for place, count in rows.items():
        if together and sum(rows[each] for each in together) + count > MOST_ROWS:
            yield together
            together = []
        together.append(place)
    yield together


def _problem(database: Database, check: str, subject: str) -> Problem:
    return Problem(Severity.ERROR, f"store_{check}", file=database.path.name, value=subject, values={"subject": subject})
