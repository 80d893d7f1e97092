"""Looking into the audit log, proving it, and writing down what was handed out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import islice

from kpi.access import HOUR, Quota
from kpi.errors import KpiError
from kpi.i18n import Texts, texts
from kpi.model import EVERYWHERE, SHANGHAI, Action, Actor, end_of_day, local
from kpi.report import csv_bytes, disarmed
from kpi.services.keeping.of_plan import entries_of
from kpi.services.keeping.quotas import once_within, spend, spent_words
from kpi.services.workspace import MAY_BE_LOOKED_AT, Workspace
from kpi.store import FIRST, AuditAsked, AuditEntry, broken_links
from kpi.views import AuditLine, AuditView, ChainView, Face, action_words, detail_words, heading, subject_words, user_name

MOST_ENTRIES = 200
"""So many entries a page shows; a file has them all."""
_FIELDS = {
    "number": "number",
    "moment": "audit_moment",
    "who": "audit_who",
    "account": "user_id",
    "door": "audit_door",
    "address": "audit_address",
    "done": "audit_done",
    "outcome": "audit_outcome",
    "subject": "audit_subject",
    "detail": "audit_detail",
    "sha256": "audit_sha256",
}
"""What a line of the file has, and its heading."""
_OF_VISITS = ("sign_in", "sign_out")


def audit_asked(
    since: date | None = None,
    until: date | None = None,
    *,
    person: str = "",
    action: str = "",
    outcome: str = "",
    part: str = "",
) -> AuditAsked:
    """Entries from the beginning of one day to the end of another, as Asia/Shanghai counts them."""
    begun = datetime.combine(since, time.min, SHANGHAI).astimezone(UTC) if since else None
    return AuditAsked(begun, end_of_day(until) if until else None, person, action, outcome, part)


def audit_view(workspace: Workspace, actor: Actor, asked: AuditAsked, *, lang: str = "zh") -> AuditView:
    """The newest entries of those asked for; of who audits one plan alone, those about that plan. NotAllowed."""
    workspace = workspace.admit(actor, Action.AUDIT)
    words, whole = texts(lang), audits_everything(workspace, actor)
    found = list(islice(_lines(workspace, actor, words, asked, MOST_ENTRIES + 1), MOST_ENTRIES + 1))
    counted = _counted(workspace, actor)
    return AuditView(
        tuple(found[:MOST_ENTRIES]),
        len(found) > MOST_ENTRIES,
        tuple(dict.fromkeys(person for person, _, _ in counted)),
        tuple((action, action_words(words, action)) for action in sorted({action for _, action, _ in counted})),
        sum(count for _, _, count in counted),
        whole,
    )


def audits_everything(workspace: Workspace, actor: Actor) -> bool:
    """Whether somebody reads the log whole, with what is about accounts and the database itself."""
    return workspace.admits(actor, Action.AUDIT, EVERYWHERE)


def _found(workspace: Workspace, actor: Actor, asked: AuditAsked, most: int | None = None) -> list[AuditEntry]:
    if audits_everything(workspace, actor):
        return workspace.store.audit_found(asked, most)
    return list(filter(entries_of(workspace), workspace.store.audit_found(asked)))[:most]


def _counted(workspace: Workspace, actor: Actor) -> list[tuple[str, str, int]]:
    """Who did what how often, as far as the actor may know."""
    if audits_everything(workspace, actor):
        return workspace.store.audit_counted()
    own = Counter((entry.actor, entry.action) for entry in _found(workspace, actor, audit_asked()))
    return [(who, action, count) for (who, action), count in sorted(own.items())]


def audit_file(workspace: Workspace, actor: Actor, asked: AuditAsked, *, lang: str = "zh") -> bytes:
    """Every entry asked for as CSV, the newest first, with its hash, as far as the actor reads them. NotAllowed."""
    workspace = workspace.admit(actor, Action.AUDIT)
    words = texts(lang)
    lines = _lines(workspace, actor, words, asked)
    heads = [heading(words, key, Face.LIST) for key in _FIELDS.values()]
    return csv_bytes([heads, *([_cell(line, name) for name in _FIELDS] for line in lines)])


def audit_chain(workspace: Workspace, actor: Actor) -> ChainView:
    """Goes along the whole log, for who audits everything. NotAllowed."""
    workspace = workspace.admit(actor, Action.AUDIT, EVERYWHERE)
    entries = workspace.store.audit_entries()
    return ChainView(len(entries), tuple(broken_links(entries)), entries[-1].sha256 if entries else FIRST)


def handed_out(workspace: Workspace, actor: Actor, file: str) -> None:
    """Writes down that a file was taken out of the house. NotAllowed for who may not even look at anything, QuotaSpent.

    Where nothing can be saved, but all read, whoever works alone goes on; who has an account takes nothing unrecorded.
    """
    seen = workspace.admit(actor, Action.VIEW)
    spend(seen, actor, {Quota.DOWNLOADS: 1})
    note_taken(seen, actor, file)


def note_seldom(workspace: Workspace, actor: Actor, file: str) -> None:
    """The same of what programs fetch by themselves, hour after hour: one entry an hour of each address and way in."""
    with once_within(
        workspace, f"{actor.user_id} {actor.door} {actor.address}", f"{workspace.plan_id} {file}", HOUR
    ) as is_news:
        if is_news:
            note_taken(workspace, actor, file)


def note_taken(workspace: Workspace, actor: Actor, file: str) -> None:
    """The entry of it, and its error unless whoever works alone can only look."""
    try:
        workspace.audit(actor, "download", subject=workspace.plan_id, detail=file)
    except KpiError as error:
        if actor.user_id or error.message.key not in MAY_BE_LOOKED_AT:
            raise


def names_in_log(workspace: Workspace, lang: str) -> dict[str, str]:
    """Of every plan, measure and place, by which what is on record names them."""
    plans = [workspace.plans.catalog(plan_id) for plan_id in workspace.plans.ids]
    measures = {measure_id: measure.name(lang) for plan in plans for measure_id, measure in plan.measures.items()}
    places = {code: region.name(lang) for plan in plans for code, region in plan.regions.items()}
    return measures | places | dict(zip(workspace.plans.ids, (plan.plan_name(lang) for plan in plans), strict=True))


def _lines(workspace: Workspace, actor: Actor, words: Texts, asked: AuditAsked, most: int | None = None) -> Iterator[AuditLine]:
    """Entries as people read them, the newest first; a part asked for may stand in the words or in the log itself."""
    names, part = names_in_log(workspace, words.lang), asked.part.lower()
    for entry in _found(workspace, actor, replace(asked, part=""), None if part else most):
        line = _line(words, names, entry)
        written = (entry.user_id, entry.actor, entry.address, entry.subject, entry.detail, line.subject, line.detail)
        if not part or any(part in text.lower() for text in written):
            yield line


def _line(words: Texts, names: dict[str, str], entry: AuditEntry) -> AuditLine:
    return AuditLine(
        entry.entry_id,
        local(entry.happened_at),
        user_name(words, entry.actor),
        entry.user_id,
        _door(words, entry.door),
        entry.address,
        action_words(words, entry.action),
        entry.outcome == "refused",
        words(f"audit.outcome_{entry.outcome}"),
        subject_words(words, names, entry.action, entry.subject),
        _detail(words, names, entry),
        entry.sha256,
    )


def _door(words: Texts, door: str) -> str:
    """Which way somebody came in; one that an older or newer program wrote stands as it is."""
    key = f"audit.door_{door}"
    return words(key) if key in words else door


def _detail(words: Texts, names: dict[str, str], entry: AuditEntry) -> str:
    """What the entry says besides; why somebody was not let in, or is out, stands in it as a code."""
    why = f"sign_in.why_{entry.detail}"
    if entry.action in _OF_VISITS:
        return words(why) if why in words else entry.detail
    if entry.action == "quota":
        return spent_words(words, entry.subject, entry.detail)
    return detail_words(words, names, entry.action, entry.detail)


def _cell(line: AuditLine, name: str) -> str:
    value = getattr(line, name)
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else disarmed(str(value))
