"""What the doors ask that let people in, before there is an actor: passwords, visits, tokens, and who somebody is."""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kpi.access import HOUR, LONGEST, Quota, Role, most_of, reaches_as_far
from kpi.errors import KpiError, NotAllowed, QuotaSpent
from kpi.i18n import texts
from kpi.model import Actor, Grant
from kpi.services.keeping.quotas import note_spent, once_within, spend_of_address
from kpi.services.people import passwords
from kpi.services.people.accounts import account_name, grant_words, is_usable, token_proof
from kpi.services.workspace import Workspace
from kpi.store import Given, Person, Token


class Checked(StrEnum):
    """What came of looking at a password."""

    RIGHT = "right"
    WRONG = "wrong_password"
    DISABLED = "disabled"
    """The password is right, but the account may not be used."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody whom a door knows."""

    user_id: str
    name: str
    grants: frozenset[Grant]
    must_change: bool = False
    disabled: bool = False
    has_account: bool = True


@dataclass(frozen=True, slots=True)
class LiveVisit:
    """A visit that goes on."""

    person: SignedIn
    started_at: datetime
    seen_at: datetime


class People:
    """The people of a database, for the doors."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store

    def now(self) -> datetime:
        """The moment it is."""
        return self._workspace.now()

    def answers(self) -> bool:
        """Whether the database does."""
        return self._workspace.answers()

    def has_administrator(self) -> bool:
        """Whether anybody can let others in by a password."""
        given = {one.user_id for one in self._store.given() if one.grant == Grant(Role.ADMINISTRATOR.value)}
        return any(one.user_id in given and one.password and one.disabled_at is None for one in self._store.people())

    def administrators(self) -> list[str]:
        """The names of those whom to ask for a role."""
        given = {one.user_id for one in self._store.given() if one.role == Role.ADMINISTRATOR}
        return [one.name for one in self._store.people() if one.user_id in given and one.disabled_at is None]

    def known(self, typed: str) -> str:
        """The account that a typed name is of; empty for a name that is nobody's."""
        try:
            user_id = account_name(typed)
        except KpiError:
            return ""
        return user_id if self._store.person(user_id) else ""

    def check(self, typed: str, password: str) -> tuple[Checked, str]:
        """Looks at a password, in the same time whether the name is somebody's or not; and the account, empty for nobody's."""
        user_id = self.known(typed)
        person = self._store.person(user_id) if user_id else None
        if not passwords.fits(person.password if person else "", password):
            return Checked.WRONG, user_id
        return (Checked.DISABLED if person and person.disabled_at else Checked.RIGHT), user_id

    def change_password(self, user_id: str, old: str, new: str, address: str = "") -> None:
        """One's own new password. NotAllowed for a wrong old one; KpiError for one that is not good enough or the same."""
        person = self._store.person(user_id)
        if person is None or not passwords.fits(person.password, old):
            raise NotAllowed("wrong_password")
        if new == old:
            raise KpiError("password_same")
        passwords.require_good(new, user_id, person.name)
        proof, actor = passwords.proof(new), self.actor(user_id, "page", address)
        self._store.set_password(user_id, proof, must_change=False, actor=actor, at=self.now())

    def person(self, user_id: str) -> SignedIn:
        """Somebody by the account; who has none here has no role either."""
        person = self._store.person(user_id)
        return _signed_in(person, self._store.given(user_id)) if person else _stranger(user_id)

    def account_of(self, named: str) -> str:
        """The account of whom another names who lets people in: as we write accounts, or as it was named if we never do."""
        try:
            return account_name(named)
        except KpiError:
            return named

    def roles(self, user_id: str, lang: str) -> list[str]:
        """What somebody may, in words."""
        words = texts(lang)
        return [grant_words(self._workspace, words, one.grant) for one in self._store.given(user_id)]

    def actor(self, user_id: str, door: str, address: str = "") -> Actor:
        """Who acts. NotAllowed for a disabled account; one that there is not has no roles."""
        person = self.person(user_id)
        if person.disabled:
            raise NotAllowed("account_disabled", user=user_id)
        return Actor(person.name, person.grants, user_id, door, address)

    def actor_of_token(self, token: str, address: str = "") -> Actor:
        """Who acts by a token: its owner, as far as both the token and the owner reach; on record once an hour. NotAllowed."""
        found = next(iter(self._store.tokens(token_proof(token))), None)
        if found is None or not is_usable(found, self.now()):
            raise NotAllowed("token_refused")
        owner = self.actor(found.user_id, "api", address)
        self._note_use(owner, found)
        return replace(owner, grants=frozenset(_narrowed(owner, found.grant)))

    def _note_use(self, owner: Actor, token: Token) -> None:
        """Programs come again and again; where nothing can be saved, what they take is refused as it is handed out."""
        with (
            suppress(KpiError),
            once_within(self._workspace, f"token {token.token_id}", owner.address, HOUR) as is_news,
        ):
            if is_news:
                self._workspace.audit(owner, "token_use", subject=token.user_id, detail=f"{token.token_id} {token.label}")

    def begin(self, user_id: str, address: str) -> str:
        """A new visit; its token, which is for the cookie alone. QuotaSpent."""
        token, actor = secrets.token_urlsafe(32), self.actor(user_id, "page", address)
        spend_of_address(self._workspace, actor, Quota.SIGN_INS)
        try:
            self._store.begin_visit(self.key_of(token), actor=actor, at=self.now(), most=most_of(Quota.VISITS))
        except QuotaSpent as refused:
            note_spent(self._workspace, actor, refused)
            raise
        return token

    def wrong_tries(self, kinds: Collection[str], seconds: float) -> list[tuple[str, str, float]]:
        """What was wrong within the last seconds, the first one first: its kind, its mark, and how many seconds ago."""
        now = self.now()
        uses = self._store.quota_uses(now - timedelta(seconds=seconds))
        return [(use.quota, use.who, max((now - use.used_at).total_seconds(), 0.0)) for use in uses if use.quota in kinds]

    def note_wrong(self, marks: Mapping[str, str]) -> None:
        """Writes down what was wrong: by its kind a mark of it, which tells nothing."""
        uses = [(mark, kind, 1) for kind, mark in marks.items()]
        self._store.use_quotas(uses, at=self.now(), counting=LONGEST)

    def forgive(self, kind: str, mark: str) -> None:
        """What was wrong counts no longer."""
        self._store.forgive_quota(mark, kind, at=self.now())

    @staticmethod
    def require_limits() -> None:
        """NotStarted where the settings say of a quota what is no number."""
        for quota in Quota:
            most_of(quota)

    @staticmethod
    def key_of(token: str) -> str:
        """By which the store knows a visit; nobody can come in with that."""
        return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()

    def live(self) -> dict[str, LiveVisit]:
        """Every visit that goes on, by its key."""
        visits, given = self._store.live_visits(), self._store.given()
        known = {one.user_id: _signed_in(one, given) for one in self._store.people()}
        return {
            one.visit_key: LiveVisit(known.get(one.user_id) or _stranger(one.user_id), one.started_at, one.seen_at)
            for one in visits
        }

    def visitor(self, token: str, address: str) -> Actor:
        """Who acts in a visit, asked anew: by its token and nothing else. NotAllowed where the visit has ended."""
        key = self.key_of(token)
        visit = next((one for one in self._store.live_visits() if one.visit_key == key), None)
        if visit is None:
            raise NotAllowed("signed_out")
        return self.actor(visit.user_id, "page", address)

    def seen(self, key: str) -> None:
        """Somebody is still at it."""
        self._store.see_visit(key, at=self.now())

    def end(self, key: str) -> None:
        """A visit is over."""
        self._store.end_visit(key, at=self.now())

    def note(self, action: str, address: str, user_id: str = "", detail: str = "", *, refused: bool = False) -> None:
        """Writes down what a door did or refused."""
        person = self.person(user_id) if user_id else None
        actor = Actor(person.name if person else "", frozenset(), user_id, "page", address)
        if refused:
            self._store.refuse_visit(detail, actor=actor, at=self.now())
        else:
            self._workspace.audit(actor, action, subject=user_id, detail=detail)


def _signed_in(person: Person, given: Iterable[Given]) -> SignedIn:
    grants = frozenset(one.grant for one in given if one.user_id == person.user_id)
    return SignedIn(person.user_id, person.name, grants, person.must_change, person.disabled_at is not None)


def _stranger(user_id: str) -> SignedIn:
    """Somebody who has shown who it is, and has no account here."""
    return SignedIn(user_id, user_id, frozenset(), has_account=False)


def _narrowed(owner: Actor, grant: Grant) -> list[Grant]:
    """What is left of a token's grant: all of it while its owner has the role as far as that, else nothing."""
    return [grant] if any(reaches_as_far(one, grant) for one in owner.grants) else []
