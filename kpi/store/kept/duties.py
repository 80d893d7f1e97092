"""Rules of the calendar of reporting, when figures first came, and handing duties over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kpi.errors import KpiError, NotFound
from kpi.model import Actor, naive
from kpi.store.database import StorePart, Transaction
from kpi.store.kept.people import Given, Person, end_visits_in, give_in
from kpi.store.kept.remarks import rename_person_in


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule as it was made. The moment is UTC."""

    rule_id: int
    frequency: str
    days_after: int
    measure_id: str
    unit: str
    region_code: str
    each_place: bool
    note: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class FirstLoaded:
    """When each figure that counts of a measure, or a part of it, first came in a region; the lists are equally long."""

    measure_id: str
    breakdown: str
    """With `member` which part it is; both empty for the whole."""
    member: str
    region_code: str
    starts: tuple[date | None, ...]
    """First days of what they speak of; None where that is one day, or is not known."""
    ends: tuple[date, ...]
    came_on: tuple[date, ...]
    """In Asia/Shanghai."""
    of_plan: tuple[bool, ...]
    """Whether one came with the plan: of such a figure nobody was late."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What went from one person to another."""

    duties: int
    """Roles to report for a unit or a town."""
    matters: int
    """Matters not closed that stood in the giver's name."""


class Duties(StorePart):
    """What a store keeps of duties."""

    @property
    def duties_version(self) -> int:
        """Grows with every change of a rule."""
        return self._database.version("duties_version")

    def duty_rules(self, plan_id: str) -> list[KeptRule]:
        """The rules of a plan, in the order they were made."""
        return self._database.records(KeptRule, "duty_rules", {"plan_id": plan_id})

    def first_loaded(
        self, measures: Collection[str], places: Collection[str], known_at: datetime | None = None
    ) -> list[FirstLoaded]:
        """Figures of some measures and regions that count, as known at a moment, with when each first came."""
        asked = {"measures": list(measures), "places": list(places), "known_at": naive(known_at) if known_at else None}
        return self._database.records(FirstLoaded, "first_loaded", asked)

    def set_duty_rule(self, plan_id: str, rule: dict[str, object], note: str, *, actor: Actor, at: datetime) -> None:
        """Makes a rule; one about the same subject gives way."""
        with self._database.writing(at) as transaction:
            subject = {name: rule[name] for name in ("measure_id", "unit", "region_code")} | {"plan_id": plan_id}
            before = _rules(transaction, plan_id)
            transaction.run("remove_duty_rules", subject | {"removed_at": transaction.moment, "removed_by": actor.name})
            made = {"plan_id": plan_id, "note": note, "made_by": actor.name, "made_at": transaction.moment}
            transaction.run("insert_duty_rule", rule | made)
            told = " ".join(str(value) for value in rule.values() if value not in ("", False))
            changed = sorted(before ^ _rules(transaction, plan_id))
            transaction.audit(actor, "duty_rule", subject=plan_id, detail=told, proving=changed)

    def remove_duty_rule(self, plan_id: str, rule_id: int, *, actor: Actor, at: datetime) -> None:
        """Takes a rule out of use. NotFound."""
        with self._database.writing(at) as transaction:
            rules = transaction.records(KeptRule, "duty_rules", {"plan_id": plan_id})
            rule = next((one for one in rules if one.rule_id == rule_id), None)
            if rule is None:
                raise NotFound("no_such_duty_rule", number=rule_id)
            subject = {"measure_id": rule.measure_id, "unit": rule.unit, "region_code": rule.region_code, "plan_id": plan_id}
            before = _rules(transaction, plan_id)
            transaction.run("remove_duty_rules", subject | {"removed_at": transaction.moment, "removed_by": actor.name})
            gone = sorted(before - _rules(transaction, plan_id))
            transaction.audit(actor, "duty_rule_remove", subject=plan_id, detail=str(rule_id), proving=gone)

    def hand_over(self, giver: str, taker: str, note: str, *, plans: Sequence[str], actor: Actor, at: datetime) -> HandedOver:
        """Gives every duty of one person to another, and matters of plans in their name, all or none; visits of both end.

        NotFound; KpiError `nothing_to_hand_over`, `taker_disabled`.
        """
        with self._database.writing(at) as transaction:
            names = [_name_of(transaction, user_id) for user_id in (giver, taker)]
            if any(each.user_id == taker and each.disabled_at for each in transaction.records(Person, "people")):
                raise KpiError("taker_disabled", user=taker)
            had = transaction.records(Given, "grants", {"user_id": giver})
            reports = [one for one in had if one.role == "reporter"]
            moved = [one.grant for one in reports]
            known_as = frozenset({giver, *_own_name(transaction, giver)})
            matters = sum(rename_person_in(transaction, plan_id, known_as, names[1], note, actor) for plan_id in plans)
            if not moved and not matters:
                raise KpiError("nothing_to_hand_over", user=giver)
            kept = {one.grant for one in transaction.records(Given, "grants", {"user_id": taker})}
            transaction.run("move_grants", {"user_id": giver, "taken_at": transaction.moment, "taken_by": actor.name})
            for grant in moved:
                if grant not in kept:
                    give_in(transaction, taker, grant, actor)
            for user_id in (giver, taker):
                end_visits_in(transaction, user_id)
            proving = [one.thing for one in reports]
            transaction.audit(actor, "handover", subject=f"{giver} → {taker}", detail=note, proving=proving)
            return HandedOver(len(moved), matters)


def _rules(transaction: Transaction, plan_id: str) -> frozenset[str]:
    """The rules that hold, as entries of the audit log that prove them call them."""
    kept = transaction.records(KeptRule, "duty_rules", {"plan_id": plan_id})
    return frozenset(f"duty_rules #{rule.rule_id}" for rule in kept)


def _name_of(transaction: Transaction, user_id: str) -> str:
    """NotFound."""
    for person in transaction.records(Person, "person", {"user_id": user_id}):
        return person.name
    raise NotFound("no_such_user", user=user_id)


def _own_name(transaction: Transaction, user_id: str) -> list[str]:
    """The name by which somebody is written down; none where another account that may be used has the same."""
    name = _name_of(transaction, user_id)
    others = (each for each in transaction.records(Person, "people") if each.user_id != user_id and each.disabled_at is None)
    return [] if any(each.name == name for each in others) else [name]
