"""People, what they are trusted with, the tokens of their programs, and their visits. Every change is in the audit log."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from kpi.errors import KpiError, NotFound, QuotaSpent
from kpi.model import Actor, Grant, naive
from kpi.store.auditing.chain import Outcome
from kpi.store.database import StorePart, Transaction


@dataclass(frozen=True, slots=True)
class Person:
    """An account. Moments are UTC."""

    user_id: str
    name: str
    password: str = field(repr=False)
    """What proves the password; empty for whoever signs in elsewhere."""
    must_change: bool
    """Whether the password is one that somebody else knows."""
    made_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Given:
    """A role that somebody has."""

    grant_id: int
    user_id: str
    role: str
    plan_id: str
    unit: str
    regions: tuple[str, ...]
    given_by: str
    given_at: datetime

    @property
    def thing(self) -> str:
        """What entries of the audit log that prove it call it."""
        return f"grants #{self.grant_id}"

    @property
    def grant(self) -> Grant:
        """The grant itself."""
        return Grant(self.role, self.plan_id, self.unit, self.regions)


@dataclass(frozen=True, slots=True)
class Token:
    """What a program of somebody shows instead of a password; only what proves it is kept."""

    token_id: int
    user_id: str
    label: str
    sha256: str = field(repr=False)
    role: str
    plan_id: str
    unit: str
    regions: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None

    @property
    def grant(self) -> Grant:
        """What the token is good for, as far as its owner is."""
        return Grant(self.role, self.plan_id, self.unit, self.regions)


@dataclass(frozen=True, slots=True)
class Visit:
    """A sign-in that goes on, by what proves its cookie."""

    visit_key: str
    user_id: str
    address: str
    started_at: datetime
    seen_at: datetime


class People(StorePart):
    """What a store keeps of people."""

    @property
    def people_version(self) -> int:
        """Grows with every change of who there is and what they may."""
        return self._database.version("people_version")

    def people(self) -> list[Person]:
        """Everybody, disabled ones too."""
        return self._database.records(Person, "people")

    def person(self, user_id: str) -> Person | None:
        """The person of an account."""
        return next(iter(self._database.records(Person, "person", {"user_id": user_id})), None)

    def given(self, user_id: str | None = None) -> list[Given]:
        """The roles that somebody, or everybody, has now."""
        return self._database.records(Given, "grants", {"user_id": user_id})

    def tokens(self, sha256: str | None = None) -> list[Token]:
        """Every token ever made, newest first; or the one that is proven so."""
        return self._database.records(Token, "tokens", {"sha256": sha256})

    def live_visits(self) -> list[Visit]:
        """Every visit that nobody has ended."""
        return self._database.records(Visit, "live_visits")

    def add_person(
        self, user_id: str, name: str, password: str, *, must_change: bool, grants: Iterable[Grant], actor: Actor, at: datetime
    ) -> None:
        """A new account with its first roles. KpiError `user_known`."""
        with self._database.writing(at) as transaction:
            if transaction.run("person", {"user_id": user_id}):
                raise KpiError("user_known", user=user_id)
            values = {"user_id": user_id, "name": name, "password": password, "must_change": must_change}
            transaction.run("insert_person", values | {"made_at": transaction.moment})
            transaction.audit(actor, "user_add", subject=user_id, detail=name, proving=[_account(user_id)])
            for grant in grants:
                give_in(transaction, user_id, grant, actor)

    def rename_person(self, user_id: str, name: str, *, actor: Actor, at: datetime) -> None:
        """Another name for an account. NotFound."""
        with self._database.writing(at) as transaction:
            _change(transaction, user_id, name=name)
            transaction.audit(actor, "user_rename", subject=user_id, detail=name, proving=[_account(user_id)])

    def set_password(self, user_id: str, password: str, *, must_change: bool, actor: Actor, at: datetime) -> None:
        """Another password; every visit ends. NotFound."""
        with self._database.writing(at) as transaction:
            _change(transaction, user_id, password=password, must_change=must_change)
            end_visits_in(transaction, user_id)
            transaction.audit(actor, "user_password", subject=user_id, proving=[_account(user_id)])

    def set_disabled(self, user_id: str, disabled: bool, *, actor: Actor, at: datetime) -> None:
        """Bars an account, which ends its visits, or lets it in again. NotFound; KpiError `last_administrator`."""
        with self._database.writing(at) as transaction:
            before = _administrators(transaction)
            _change(transaction, user_id, disabled=disabled)
            end_visits_in(transaction, user_id)
            _require_one_of(before, transaction)
            action = "user_disable" if disabled else "user_enable"
            transaction.audit(actor, action, subject=user_id, proving=[_account(user_id)])

    def give(self, user_id: str, grant: Grant, *, actor: Actor, at: datetime) -> None:
        """Gives somebody a role; their visits end, so that no page goes on with the old ones. NotFound;
        KpiError `role_had`.
        """
        with self._database.writing(at) as transaction:
            _require_person(transaction, user_id)
            give_in(transaction, user_id, grant, actor)
            end_visits_in(transaction, user_id)

    def take(self, grant_id: int, *, actor: Actor, at: datetime) -> None:
        """Takes a role away; the visits of whoever had it end. NotFound; KpiError `last_administrator`."""
        with self._database.writing(at) as transaction:
            every, before = transaction.records(Given, "grants", {"user_id": None}), _administrators(transaction)
            given = next((one for one in every if one.grant_id == grant_id), None)
            if given is None:
                raise NotFound("no_such_grant", number=grant_id)
            transaction.run("take_grant", {"grant_id": grant_id, "taken_at": transaction.moment, "taken_by": actor.name})
            end_visits_in(transaction, given.user_id)
            _require_one_of(before, transaction)
            told = _told(given.grant)
            transaction.audit(actor, "role_take", subject=given.user_id, detail=told, proving=[given.thing])

    def add_token(
        self, user_id: str, label: str, sha256: str, grant: Grant, expires_at: datetime, *, actor: Actor, at: datetime
    ) -> int:
        """A token of somebody; its number. NotFound."""
        with self._database.writing(at) as transaction:
            _require_person(transaction, user_id)
            values = {"user_id": user_id, "label": label, "sha256": sha256, "expires_at": naive(expires_at)}
            transaction.run("insert_token", values | _fields(grant) | {"made_at": transaction.moment})
            number = transaction.records(Token, "tokens", {"sha256": sha256})[0].token_id
            told = f"{number} {label} {_told(grant)}"
            transaction.audit(actor, "token_add", subject=user_id, detail=told, proving=[_token(number)])
            return number

    def withdraw_token(self, token_id: int, *, actor: Actor, at: datetime) -> None:
        """Makes a token worthless. NotFound."""
        with self._database.writing(at) as transaction:
            tokens = transaction.records(Token, "tokens", {"sha256": None})
            token = next((one for one in tokens if one.token_id == token_id and one.withdrawn_at is None), None)
            if token is None:
                raise NotFound("no_such_token", number=token_id)
            _withdraw(transaction, token, actor)

    def begin_visit(self, visit_key: str, *, actor: Actor, at: datetime, most: int | None = None) -> None:
        """Somebody has come in. QuotaSpent where `most` of their visits go on."""
        with self._database.writing(at) as transaction:
            going_on = sum(one.user_id == actor.user_id for one in transaction.records(Visit, "live_visits"))
            if most is not None and going_on >= most:
                raise QuotaSpent("visits", "quota_visits", f"{going_on} + 1 > {most}", most=most, used=going_on)
            values = {"visit_key": visit_key, "user_id": actor.user_id, "address": actor.address, "at": transaction.moment}
            transaction.run("insert_visit", values)
            transaction.audit(actor, "sign_in", subject=actor.user_id, proving=[f"visits {visit_key}"])

    def see_visit(self, visit_key: str, *, at: datetime) -> None:
        """Somebody is still at it."""
        with self._database.writing(at) as transaction:
            transaction.run("see_visit", {"visit_key": visit_key, "at": naive(at)})

    def end_visit(self, visit_key: str, *, at: datetime) -> None:
        """A visit is over."""
        with self._database.writing(at) as transaction:
            transaction.run("end_visits", {"visit_key": visit_key, "user_id": None, "at": naive(at)})

    def end_visits_of(self, user_id: str, *, actor: Actor, at: datetime) -> None:
        """Every visit of somebody is over. NotFound."""
        with self._database.writing(at) as transaction:
            _require_person(transaction, user_id)
            end_visits_in(transaction, user_id)
            transaction.audit(actor, "visits_end", subject=user_id)

    def refuse_visit(self, why: str, *, actor: Actor, at: datetime) -> None:
        """Somebody was not let in."""
        with self._database.writing(at) as transaction:
            transaction.audit(actor, "sign_in", subject=actor.user_id, detail=why, outcome=Outcome.REFUSED)


def end_every_way_in(transaction: Transaction, actor: Actor) -> None:
    """Every visit is over and every token worthless: of an earlier day's, nobody knows which were taken back since."""
    for user_id in {visit.user_id for visit in transaction.records(Visit, "live_visits")}:
        end_visits_in(transaction, user_id)
        transaction.audit(actor, "visits_end", subject=user_id)
    for token in transaction.records(Token, "tokens", {"sha256": None}):
        if token.withdrawn_at is None:
            _withdraw(transaction, token, actor)


def _withdraw(transaction: Transaction, token: Token, actor: Actor) -> None:
    transaction.run("withdraw_token", {"token_id": token.token_id, "withdrawn_at": transaction.moment})
    told = f"{token.token_id} {token.label}"
    transaction.audit(actor, "token_withdraw", subject=token.user_id, detail=told, proving=[_token(token.token_id)])


def _require_person(transaction: Transaction, user_id: str) -> None:
    if not transaction.run("person", {"user_id": user_id}):
        raise NotFound("no_such_user", user=user_id)


def _change(transaction: Transaction, user_id: str, **changed: object) -> None:
    _require_person(transaction, user_id)
    values = {"name": None, "password": None, "must_change": None, "disabled": None, "at": transaction.moment}
    transaction.run("change_person", {**values, **changed, "user_id": user_id})


def end_visits_in(transaction: Transaction, user_id: str) -> None:
    """Ends every visit of somebody, as part of what ends them."""
    transaction.run("end_visits", {"visit_key": None, "user_id": user_id, "at": transaction.moment})


def give_in(transaction: Transaction, user_id: str, grant: Grant, actor: Actor) -> None:
    """Gives a role as part of something larger. KpiError `role_had`."""
    if any(one.grant == grant for one in transaction.records(Given, "grants", {"user_id": user_id})):
        raise KpiError("role_had", user=user_id)
    values = {"user_id": user_id, "given_by": actor.name, "given_at": transaction.moment}
    transaction.run("insert_grant", values | _fields(grant))
    given = next(one for one in transaction.records(Given, "grants", {"user_id": user_id}) if one.grant == grant)
    transaction.audit(actor, "role_give", subject=user_id, detail=_told(grant), proving=[given.thing])


def _fields(grant: Grant) -> dict[str, object]:
    return {"role": str(grant.role), "plan_id": grant.plan_id, "unit": grant.unit, "regions": list(grant.regions)}


def _account(user_id: str) -> str:
    return f"people {user_id}"


def _token(number: int) -> str:
    return f"tokens #{number}"


def _told(grant: Grant) -> str:
    return " ".join(filter(None, (str(grant.role), grant.plan_id, grant.unit, ",".join(grant.regions))))


def _administrators(transaction: Transaction) -> frozenset[str]:
    """The accounts that can let others in: administrators of everything, not disabled."""
    people = {person.user_id for person in transaction.records(Person, "people") if person.disabled_at is None}
    given = transaction.records(Given, "grants", {"user_id": None})
    return frozenset(one.user_id for one in given if one.grant == Grant("administrator")) & people


def _require_one_of(before: frozenset[str], transaction: Transaction) -> None:
    """Where there was an administrator, one must remain: nobody could let anybody in again."""
    if before and not _administrators(transaction):
        raise KpiError("last_administrator")
