"""Accounts, roles and tokens, as administrators manage them, and what everybody may do with their own."""

import hashlib
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from unicodedata import normalize

from kpi.access import GIVEN, NOT_IN_PART, Role, reaches_as_far
from kpi.errors import KpiError, NotAllowed, NotFound
from kpi.i18n import Texts, texts
from kpi.model import EVERYWHERE, Action, Actor, Grant, Message, Place, local
from kpi.services.people import passwords
from kpi.services.reach import units_of
from kpi.services.workspace import Workspace
from kpi.store import Given, Token
from kpi.views import RoleView, TokenView, UserView

_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,63}")
_MOST_NAME = 40
_MOST_LABEL = 60
_BEGINNING = "kpi_"
"""What every token begins with, so that one is known where it should not be."""
LONGEST_DAYS = 366
"""So many days a token is good for at most."""


def account_name(typed: str) -> str:
    """A name of an account as it is kept: small letters of the usual width. KpiError `bad_account`."""
    name = normalize("NFKC", typed).strip().lower()
    if not _ACCOUNT.fullmatch(name):
        raise KpiError("bad_account", value=typed[:_MOST_NAME])
    return name


def users(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[UserView, ...]:
    """Everybody there is, disabled ones too; of roles those for everything or for plans that the actor administers.

    NotAllowed.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER)
    words, given = texts(lang), workspace.store.given()
    visits = {visit.user_id: local(visit.started_at) for visit in workspace.store.live_visits()}
    return tuple(
        UserView(
            person.user_id,
            person.name,
            tuple(_held(workspace, actor, words, [one for one in given if one.user_id == person.user_id])),
            person.disabled_at is not None,
            person.must_change,
            bool(person.password),
            local(person.made_at),
            visits.get(person.user_id),
        )
        for person in workspace.store.people()
    )


def add_user(
    workspace: Workspace, actor: Actor, account: str, name: str, grants: Sequence[Grant] = (), password: str = ""
) -> str:
    """A new account with its first roles; without a password for whoever signs in elsewhere. The name it is kept under.

    NotAllowed; KpiError `bad_account`, `bad_person_name`, `user_known`, and as of `give_role` and a new password.
    """
    workspace = _managing(workspace, actor)
    user_id, called = account_name(account), _short(name, _MOST_NAME, "bad_person_name")
    for grant in grants:
        _require_givable(workspace, actor, grant)
    kept = ""
    if password:
        passwords.require_good(password, user_id, called)
        kept = passwords.proof(password)
    workspace.store.add_person(user_id, called, kept, must_change=bool(kept), grants=grants, actor=actor, at=workspace.now())
    return user_id


def rename_user(workspace: Workspace, actor: Actor, user_id: str, name: str) -> None:
    """Another name for an account. NotFound, NotAllowed; KpiError `bad_person_name`."""
    called = _short(name, _MOST_NAME, "bad_person_name")
    _managing(workspace, actor).store.rename_person(user_id, called, actor=actor, at=workspace.now())


def disable_user(workspace: Workspace, actor: Actor, user_id: str) -> None:
    """Bars an account at once. NotFound, NotAllowed; KpiError `last_administrator`."""
    _managing(workspace, actor).store.set_disabled(user_id, True, actor=actor, at=workspace.now())


def enable_user(workspace: Workspace, actor: Actor, user_id: str) -> None:
    """Lets an account in again. NotFound, NotAllowed."""
    _managing(workspace, actor).store.set_disabled(user_id, False, actor=actor, at=workspace.now())


def set_password(workspace: Workspace, actor: Actor, user_id: str, password: str) -> None:
    """A first password, which its owner must change. NotFound, NotAllowed; KpiError for one that is not good enough."""
    workspace = _managing(workspace, actor)
    person = workspace.store.person(user_id)
    if person is None:
        raise NotFound("no_such_user", user=user_id)
    passwords.require_good(password, user_id, person.name)
    workspace.store.set_password(user_id, passwords.proof(password), must_change=True, actor=actor, at=workspace.now())


def sign_out_user(workspace: Workspace, actor: Actor, user_id: str) -> None:
    """Ends every visit of somebody at once. NotFound, NotAllowed."""
    _managing(workspace, actor).store.end_visits_of(user_id, actor=actor, at=workspace.now())


def give_role(workspace: Workspace, actor: Actor, user_id: str, grant: Grant) -> None:
    """Gives somebody a role, for everything or for a part.

    NotFound for an account, plan, unit or region there is none of; NotAllowed; KpiError `no_such_role`, `role_had`.
    """
    _require_givable(workspace, actor, grant)
    workspace.admit(actor, Action.ADMINISTER).store.give(user_id, grant, actor=actor, at=workspace.now())


def take_role(workspace: Workspace, actor: Actor, grant_id: int) -> None:
    """Takes a role away. NotFound, NotAllowed; KpiError `last_administrator`."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    given = next((one for one in workspace.store.given() if one.grant_id == grant_id), None)
    if given is None:
        raise NotFound("no_such_grant", number=grant_id)
    workspace.admit(actor, Action.ADMINISTER, Place.whole(given.plan_id))
    workspace.store.take(grant_id, actor=actor, at=workspace.now())


def role_choices(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[tuple[str, str], ...]:
    """The roles that can be given, code and words. NotAllowed."""
    workspace.admit(actor, Action.ADMINISTER)
    return tuple((role.value, texts(lang)(f"role.{role}")) for role in GIVEN)


def units_there(workspace: Workspace, actor: Actor) -> tuple[str, ...]:
    """The units that answer for something in the plan. NotAllowed."""
    return tuple(sorted(units_of(workspace.admit(actor, Action.ADMINISTER).catalog)))


def own_account(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> UserView:
    """The account of whoever asks. NotFound for the local user, who has none; NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    person = workspace.store.person(actor.user_id) if actor.user_id else None
    if person is None:
        raise NotFound("no_such_user", user=actor.user_id)
    words = texts(lang)
    roles = tuple(_role(workspace, words, one) for one in workspace.store.given(person.user_id))
    return UserView(
        person.user_id,
        person.name,
        roles,
        disabled=False,
        must_change=person.must_change,
        has_password=bool(person.password),
        made_at=local(person.made_at),
        signed_in=None,
    )


def add_token(workspace: Workspace, actor: Actor, label: str, grant: Grant, days: int, user_id: str = "") -> str:
    """A token for a program, by default of whoever asks: shown once, and never for more than its owner may, now or later.

    NotFound, NotAllowed, also `token_beyond` for a role that its owner lacks; KpiError `bad_label`, `bad_token_days`,
    `no_such_role`.
    """
    owner = user_id or actor.user_id
    workspace = workspace.admit(actor, Action.VIEW) if owner == actor.user_id else _managing(workspace, actor)
    if not 1 <= days <= LONGEST_DAYS:
        raise KpiError("bad_token_days", most=LONGEST_DAYS)
    if grant.role not in frozenset(map(str, GIVEN)):
        raise KpiError("no_such_role", role=grant.role)
    _require_held(workspace, actor, owner, grant)
    token = _BEGINNING + secrets.token_urlsafe(32)
    until = workspace.now() + timedelta(days=days)
    called = _short(label, _MOST_LABEL, "bad_label")
    workspace.store.add_token(owner, called, token_proof(token), grant, until, actor=actor, at=workspace.now())
    return token


def _require_held(workspace: Workspace, actor: Actor, owner: str, grant: Grant) -> None:
    """NotAllowed where its owner lacks the role of a token, or has it for less; a program makes none wider than its own."""
    person = workspace.store.person(owner)
    if person is None:
        raise NotFound("no_such_user", user=owner)
    held = [one.grant for one in workspace.store.given(owner)]
    by_hand = held if owner != actor.user_id else actor.grants
    if not all(any(reaches_as_far(one, grant) for one in grants) for grants in (held, by_hand)):
        workspace.refuse(actor, "token_add", owner)
        told = tuple(_told(workspace, one) for one in held)
        raise NotAllowed(
            "token_beyond" if told else "token_of_nobody", name=person.name, role=_told(workspace, grant), had=told
        )


def tokens(workspace: Workspace, actor: Actor, *, lang: str = "zh", everybodys: bool = False) -> tuple[TokenView, ...]:
    """The tokens of whoever asks, or of everybody, newest first. NotAllowed."""
    workspace = _managing(workspace, actor) if everybodys else workspace.admit(actor, Action.VIEW)
    words, now = texts(lang), workspace.now()
    found = (one for one in workspace.store.tokens() if everybodys or one.user_id == actor.user_id)
    return tuple(
        TokenView(
            one.token_id,
            one.user_id,
            one.label,
            grant_words(workspace, words, one.grant),
            local(one.made_at),
            local(one.expires_at),
            is_usable(one, now),
        )
        for one in found
    )


def withdraw_token(workspace: Workspace, actor: Actor, token_id: int) -> None:
    """Makes a token worthless: one's own, or as an administrator anybody's. NotFound, NotAllowed."""
    own = any(one.token_id == token_id and one.user_id == actor.user_id for one in workspace.store.tokens())
    workspace = workspace.admit(actor, Action.VIEW) if own else _managing(workspace, actor)
    workspace.store.withdraw_token(token_id, actor=actor, at=workspace.now())


def token_proof(token: str) -> str:
    """What is kept of a token: it is random and long, so that one round of a hash does."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_usable(token: Token, now: datetime) -> bool:
    """Whether a token is still good."""
    return token.withdrawn_at is None and now < token.expires_at


def grant_words(workspace: Workspace, words: Texts, grant: Grant) -> str:
    """A role and where it holds."""
    return words.word(_told(workspace, grant))


def _told(workspace: Workspace, grant: Grant) -> str | Message:
    catalog = workspace.plans.catalog(grant.plan_id) if grant.plan_id in workspace.plans.ids else workspace.catalog
    plan = grant.plan_id if len(workspace.plans.ids) > 1 else ""
    where = (*filter(None, (plan, grant.unit)), *(catalog.regions.get(code, code) for code in grant.regions))
    role = Message(f"role.{grant.role}") if grant.role in frozenset(Role) else grant.role
    return Message("role.somewhere", {"role": role, "where": where}) if where else role


def _role(workspace: Workspace, words: Texts, given: Given) -> RoleView:
    return RoleView(given.grant_id, given.grant, grant_words(workspace, words, given.grant))


def _held(workspace: Workspace, actor: Actor, words: Texts, given: Sequence[Given]) -> Iterator[RoleView]:
    """The roles of somebody that the actor may know of, and whether the actor may take them away."""
    for one in given:
        may_take = workspace.admits(actor, Action.ADMINISTER, Place.whole(one.plan_id))
        if may_take or not one.plan_id:
            yield replace(_role(workspace, words, one), may_take=may_take)


def manages_accounts(workspace: Workspace, actor: Actor) -> bool:
    """Whether the actor manages accounts, and not only who may do what in a plan. NotAllowed."""
    return workspace.admit(actor, Action.ADMINISTER).admits(actor, Action.ADMINISTER, EVERYWHERE)


def _managing(workspace: Workspace, actor: Actor) -> Workspace:
    """Accounts belong to no plan: who manages them administers everything."""
    return workspace.admit(actor, Action.ADMINISTER, EVERYWHERE)


def _require_givable(workspace: Workspace, actor: Actor, grant: Grant) -> None:
    """A role that there is, for a plan, unit and regions that there are, within what the administrator administers."""
    workspace.admit(actor, Action.ADMINISTER, Place.whole(grant.plan_id))
    if grant.role not in frozenset(map(str, GIVEN)):
        raise KpiError("no_such_role", role=grant.role)
    if grant.role in NOT_IN_PART and (grant.unit or grant.regions):
        raise KpiError("auditor_not_in_part")
    if grant.plan_id and grant.plan_id not in workspace.plans.ids:
        raise NotFound("no_such_plan", plan=grant.plan_id)
    plans = [grant.plan_id] if grant.plan_id else workspace.plans.ids
    catalogs = [workspace.plans.catalog(plan_id) for plan_id in plans]
    for code in grant.regions:
        if not any(code in catalog.regions for catalog in catalogs):
            raise NotFound("no_such_region", region=code)
    if grant.unit and not any(grant.unit in units_of(catalog) for catalog in catalogs):
        raise NotFound("no_such_unit", unit=grant.unit)


def _short(text: str, most: int, error: str) -> str:
    """A text of one line that can be read. KpiError."""
    clean = " ".join(text.split())
    if not clean or len(clean) > most or not clean.isprintable():
        raise KpiError(error, most=most)
    return clean
