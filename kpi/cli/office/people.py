"""People on the command line: accounts, roles, passwords and tokens.

A password is typed or comes on stdin, never as an argument, which others on the machine could see.
"""

import getpass
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from itertools import chain

from kpi import services
from kpi.cli.arguments import WRONG_USAGE
from kpi.cli.opening import DONE, Arguments, Command, actor_of, opened
from kpi.cli.output import answer, result, tell
from kpi.cli.tables import table
from kpi.errors import KpiError
from kpi.i18n import Texts
from kpi.model import Actor, Grant
from kpi.services import Workspace
from kpi.views import TokenView, UserView


def user(arguments: Arguments, words: Texts) -> int:
    """Lists accounts, or changes one."""
    if arguments.action != "list" and not arguments.account:
        tell(words("cli.user_needs_account", action=arguments.action))
        return WRONG_USAGE
    with opened(arguments, words) as workspace:
        return _ACTIONS[arguments.action](workspace, actor_of(arguments.user), arguments, words)


def _list(workspace: Workspace, actor: Actor, arguments: Arguments, words: Texts) -> int:
    people = services.users(workspace, actor, lang=words.lang)
    tokens = services.tokens(workspace, actor, lang=words.lang, everybodys=True)
    answer(arguments.json, lambda: _json(people, tokens), lambda: _text(people, tokens, words))
    return DONE


def _json(people: tuple[UserView, ...], tokens: tuple[TokenView, ...]) -> object:
    """Accounts with their roles, and tokens without what proves them; moments as ISO."""
    return {
        "users": [
            {
                "user_id": one.user_id,
                "name": one.name,
                "disabled": one.disabled,
                "must_change": one.must_change,
                "has_password": one.has_password,
                "made_at": one.made_at.isoformat(),
                "signed_in": one.signed_in and one.signed_in.isoformat(),
                "roles": [{"grant_id": role.grant_id, **asdict(role.grant), "text": role.text} for role in one.roles],
            }
            for one in people
        ],
        "tokens": [
            asdict(one) | {"made_at": one.made_at.isoformat(), "expires_at": one.expires_at.isoformat()} for one in tokens
        ],
    }


def _text(people: tuple[UserView, ...], tokens: tuple[TokenView, ...], words: Texts) -> str:
    if not people:
        return words("cli.no_users")
    told = table(
        people,
        words,
        user_id=lambda one: one.user_id,
        person=lambda one: one.name,
        roles=lambda one: "；".join(f"{role.grant_id} {role.text}" for role in one.roles),
        state=lambda one: words("value.disabled" if one.disabled else "value.in_use"),
    )
    if not tokens:
        return told
    kept = table(
        tokens,
        words,
        number=lambda one: str(one.token_id),
        user_id=lambda one: one.user_id,
        token_label=lambda one: one.label,
        roles=lambda one: one.text,
        good_until=lambda one: f"{one.expires_at:%Y-%m-%d}",
        state=lambda one: words("value.in_use" if one.usable else "value.disabled"),
    )
    return f"{told}\n\n{kept}"


def _grant(workspace: Workspace, arguments: Arguments, role: str) -> Grant:
    """A role, for everything or for what is named."""
    regions = tuple(sorted(filter(None, chain.from_iterable(given.split(",") for given in arguments.regions or ()))))
    plan_id = arguments.plan or ("" if not (arguments.unit or regions) else workspace.plan_id)
    return Grant(role, plan_id, arguments.unit, regions)


def _add(workspace: Workspace, actor: Actor, arguments: Arguments, words: Texts) -> int:
    grants = [_grant(workspace, arguments, role) for role in arguments.role or ()]
    password = "" if arguments.no_password else _password(words)
    name = arguments.name or arguments.account
    user_id = services.add_user(workspace, actor, arguments.account, name, grants, password)
    tell(words("cli.user_added", user=user_id))
    return DONE


def _role(workspace: Workspace, actor: Actor, arguments: Arguments, words: Texts) -> int:
    """Gives the roles named, and takes those whose numbers are named."""
    if not arguments.role and not arguments.take:
        tell(words("cli.user_needs_role"))
        return WRONG_USAGE
    for role in arguments.role or ():
        services.give_role(workspace, actor, arguments.account, _grant(workspace, arguments, role))
    for number in arguments.take or ():
        services.take_role(workspace, actor, number)
    return _done(arguments, words)


def _token(workspace: Workspace, actor: Actor, arguments: Arguments, words: Texts) -> int:
    """Makes a token, which is the result and is shown this once; or withdraws those whose numbers are named."""
    for number in arguments.take or ():
        services.withdraw_token(workspace, actor, number)
    if arguments.take:
        return _done(arguments, words)
    if len(arguments.role or ()) != 1:
        tell(words("cli.user_needs_role"))
        return WRONG_USAGE
    grant, label = _grant(workspace, arguments, arguments.role[0]), arguments.name or arguments.account
    result(services.add_token(workspace, actor, label, grant, arguments.days, arguments.account))
    tell(words("cli.token_made", count=arguments.days))
    return DONE


def _password_set(workspace: Workspace, actor: Actor, arguments: Arguments, words: Texts) -> int:
    services.set_password(workspace, actor, arguments.account, _password(words))
    return _done(arguments, words)


def _rename(workspace: Workspace, actor: Actor, arguments: Arguments, words: Texts) -> int:
    services.rename_user(workspace, actor, arguments.account, arguments.name)
    return _done(arguments, words)


def _simply(
    service: Callable[[Workspace, Actor, str], None],
) -> Callable[[Workspace, Actor, Arguments, Texts], int]:
    def change(workspace: Workspace, actor: Actor, arguments: Arguments, words: Texts) -> int:
        service(workspace, actor, arguments.account)
        return _done(arguments, words)

    return change


def _done(arguments: Arguments, words: Texts) -> int:
    tell(words("cli.user_changed", user=arguments.account))
    return DONE


def _password(words: Texts) -> str:
    """Typed twice where somebody sits at a terminal, else the first line of stdin. KpiError where the two differ."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first, again = getpass.getpass(words("cli.password")), getpass.getpass(words("cli.password_again"))
    if first != again:
        raise KpiError("passwords_differ")
    return first


_ACTIONS: Mapping[str, Callable[[Workspace, Actor, Arguments, Texts], int]] = {
    "list": _list,
    "add": _add,
    "role": _role,
    "rename": _rename,
    "password": _password_set,
    "disable": _simply(services.disable_user),
    "enable": _simply(services.enable_user),
    "sign-out": _simply(services.sign_out_user),
    "token": _token,
}
PEOPLE: Mapping[str, Command] = {"user": user}
