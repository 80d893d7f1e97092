"""What one person may have of what costs the server: counted before it is done, so that of many at once none slips through.

The counts are kept in memory and written down as they are used: nobody else has the database open, and a restart reads them
again. What was tried counts like what was done, for it cost the same. Who works alone has no account, and no quota.
"""

import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime, timedelta
from math import ceil
from weakref import WeakKeyDictionary

from kpi.access import HOUR, LONGEST, MEGABYTE, MINUTE, RULES, Quota, Use, free_at, most_of, used_of
from kpi.errors import QuotaSpent
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor, Message, local
from kpi.services.workspace import Workspace
from kpi.store import Store

_TOLD_AGAIN = MINUTE
_BYTES = frozenset({Quota.UPLOAD_BYTES, Quota.EVIDENCE_BYTES})
_NUMBER = re.compile(r"\d+")
_WINDOWS = {"minute": MINUTE, "hour": HOUR}
_Uses = dict[tuple[str, Quota], list[Use]]


class _Meter:
    """What was used in one database. Safe to share between threads."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store, self._lock = store, threading.Lock()
        self._uses: _Uses = {}
        self._told: dict[tuple[str, str], datetime] = {}
        self._going_on: Counter[str] = Counter()
        known = {str(quota): quota for quota in RULES}
        for one in store.quota_uses(now - LONGEST):
            if one.quota in known:
                self._uses.setdefault((one.who, known[one.quota]), []).append(Use(one.used_at, one.amount))

    def use(self, who: str, amounts: Mapping[Quota, int], now: datetime) -> None:
        """All of it, or nothing and QuotaSpent. Errors as of every write, and then nothing is used."""
        reserved = {quota: Use(now, amount) for quota, amount in amounts.items() if amount}
        if not reserved:
            return
        with self._lock:
            if spent := self._spent(who, amounts, now):
                raise spent
            for quota, use in reserved.items():
                self._uses.setdefault((who, quota), []).append(use)
        try:
            if told := [(who, str(quota), use.amount) for quota, use in reserved.items() if RULES[quota].written]:
                self._store.use_quotas(told, at=now, counting=LONGEST)
        except BaseException:
            with self._lock:
                for quota, use in reserved.items():
                    self._uses[who, quota].remove(use)
            raise

    def spent(self, who: str, amounts: Mapping[Quota, int], now: datetime) -> QuotaSpent | None:
        """Why so much more may not be used; None if it may."""
        with self._lock:
            return self._spent(who, amounts, now)

    def _spent(self, who: str, amounts: Mapping[Quota, int], now: datetime) -> QuotaSpent | None:
        for quota, amount in amounts.items():
            allowed, window = most_of(quota), RULES[quota].window
            if allowed is None or window is None:
                continue
            uses = [use for use in self._uses.get((who, quota), ()) if use.at + window > now]
            self._uses[who, quota] = uses
            free = free_at(uses, window, now, allowed, amount)
            if free != now:
                return _refusal(quota, allowed, used_of(uses, window, now), amount, free)
        return None

    @contextmanager
    def told(self, who: str, what: str, now: datetime, again: timedelta) -> Iterator[bool]:
        """Whether something is to be written down: it was not within so long. If that fails, it is to be the next time."""
        with self._lock:
            last = self._told.get((who, what))
            is_news = last is None or not last <= now < last + again
            if is_news:
                self._told[who, what] = now
        try:
            yield is_news
        except BaseException:
            with self._lock:
                self._told.pop((who, what), None)
            raise

    @contextmanager
    def going_on(self, who: str) -> Iterator[None]:
        """While something is done for somebody. QuotaSpent where as much is done for them already as may be."""
        allowed = most_of(Quota.AT_ONCE)
        with self._lock:
            if allowed is not None and self._going_on[who] >= allowed:
                counted = self._going_on[who]
                raise QuotaSpent(str(Quota.AT_ONCE), "quota_at_once", f"{counted} + 1 > {allowed}", most=allowed, used=counted)
            self._going_on[who] += 1
        try:
            yield
        finally:
            with self._lock:
                self._going_on[who] -= 1
                if not self._going_on[who]:
                    del self._going_on[who]


_meters: WeakKeyDictionary[Store, _Meter] = WeakKeyDictionary()
_making = threading.Lock()


def _meter(workspace: Workspace) -> _Meter:
    with _making:
        meter = _meters.get(workspace.store)
        if meter is None:
            meter = _meters[workspace.store] = _Meter(workspace.store, workspace.now())
        return meter


def spend(workspace: Workspace, actor: Actor, amounts: Mapping[Quota, int]) -> None:
    """Counts what somebody is about to have, all of it or nothing. QuotaSpent, and the refusal is on record."""
    if not actor.user_id:
        return
    with _on_record(workspace, actor):
        _meter(workspace).use(actor.user_id, amounts, workspace.now())


def files_read(sizes: Iterable[int]) -> dict[Quota, int]:
    """What files of so many bytes use when they are read."""
    known = list(sizes)
    return {Quota.UPLOADS: len(known), Quota.UPLOAD_BYTES: sum(known)}


def spend_of_address(workspace: Workspace, actor: Actor, quota: Quota) -> None:
    """Counts what comes from the actor's address, before there is anybody to count it for. QuotaSpent, on record."""
    if not actor.address:
        return
    with _on_record(workspace, actor):
        _meter(workspace).use(f"from {actor.address}", {quota: 1}, workspace.now())


def used_up(workspace: Workspace, actor: Actor, *quotas: Quota, lang: str = "zh") -> str:
    """Why somebody can have no more of something for now, as a sentence; empty if they can. NotAllowed.

    What a page goes by in what it offers: nothing is counted.
    """
    workspace = workspace.admit(actor, Action.VIEW)
    if not actor.user_id:
        return ""
    told = _meter(workspace).spent(actor.user_id, dict.fromkeys(quotas, 1), workspace.now())
    return texts(lang).message(told.message) if told else ""


@contextmanager
def costly(workspace: Workspace, actor: Actor, amounts: Mapping[Quota, int]) -> Iterator[None]:
    """Counts what is about to be done for somebody, as `spend` does, and that it is under way. QuotaSpent, on record."""
    if not actor.user_id:
        yield
        return
    with ExitStack() as stack:
        with _on_record(workspace, actor):
            stack.enter_context(_meter(workspace).going_on(actor.user_id))
        spend(workspace, actor, amounts)
        yield


def note_spent(workspace: Workspace, actor: Actor, refused: QuotaSpent) -> None:
    """Writes a refusal down, of one kind and person once a minute: a flood of requests must not fill the log."""
    with once_within(workspace, actor.user_id or actor.address, refused.quota, _TOLD_AGAIN) as is_news:
        if is_news:
            workspace.refuse(actor, "quota", refused.quota, refused.told)


def once_within(workspace: Workspace, who: str, what: str, again: timedelta) -> AbstractContextManager[bool]:
    """Whether something is to be written down of somebody, which is done within the block: it was not within so long."""
    return _meter(workspace).told(who, what, workspace.now(), again)


@contextmanager
def _on_record(workspace: Workspace, actor: Actor) -> Iterator[None]:
    try:
        yield
    except QuotaSpent as refused:
        note_spent(workspace, actor, refused)
        raise


def _refusal(quota: Quota, allowed: int, counted: int, asked: int, free: datetime | None) -> QuotaSpent:
    """With the minute that has begun when there is room again: no earlier one would be true."""
    window = next((name for name, span in _WINDOWS.items() if RULES[quota].window == span), "day")
    told = f"{counted} + {asked} > {allowed}"
    limit = Message(f"quota.limit_{quota}", {"most": _amount(quota, allowed)})
    if free is None:
        return QuotaSpent(str(quota), "quota_never", told, limit=limit, asked=_amount(quota, asked))
    values = {"limit": limit, "used": _amount(quota, counted), "asked": _amount(quota, asked)}
    return QuotaSpent(str(quota), f"quota_{window}", told, **values, free=local(_whole_minute(free)))


def spent_words(words: Texts, subject: str, detail: str) -> str:
    """What is on record of a limit that was reached, its bytes as megabytes: 0.69 MB + 0.69 MB > 1 MB."""
    if subject not in _BYTES:
        return detail
    return _NUMBER.sub(lambda found: words.message(_amount(Quota(subject), int(found[0]))).strip(), detail)


def _amount(quota: Quota, amount: int) -> Message:
    if quota in _BYTES:
        return Message("quota.amount_bytes", {"number": ceil(amount / MEGABYTE * 100) / 100})
    return Message(f"quota.amount_{quota}", {"count": amount})


def _whole_minute(moment: datetime) -> datetime:
    begun = moment.replace(second=0, microsecond=0)
    return begun if begun == moment else begun + MINUTE
