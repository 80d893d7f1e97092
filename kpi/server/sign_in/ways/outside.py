"""Signing in by the word of somebody else: an identity provider that people are sent to, or a proxy that they come through."""

from http import HTTPStatus
from urllib.parse import quote, unquote

from anyio import to_thread
from starlette.responses import RedirectResponse, Response

from kpi.errors import KpiError
from kpi.server.sign_in import asking, pages
from kpi.server.sign_in.keeper import Keeper
from kpi.server.sign_in.modes import Provider
from kpi.server.sign_in.ways.entering import Asked, Handlers, let_in, sign_in_page, why_here
from kpi.server.sign_in.ways.provider import IdentityProvider, ProviderRefused
from kpi.server.sign_in.ways.proxies import named_by_proxy

_SENT_SECONDS = 600
"""How long somebody may take to sign in there."""


class ByProvider:
    """Sends people to the provider, and hears from it who came back."""

    def __init__(self, keeper: Keeper, provider: Provider) -> None:
        self._keeper = keeper
        self._provider = IdentityProvider(provider, f"{keeper.sign_in.public}{asking.RETURNED}")

    @property
    def handlers(self) -> Handlers:
        """What is answered here."""
        return {
            ("GET", asking.SIGN_IN): self._show,
            ("GET", asking.PROVIDER): self._send,
            ("GET", asking.RETURNED): self._returned,
        }

    async def _show(self, asked: Asked) -> Response:
        told, kind = why_here(asked, "sign_in.went_out_here")
        back = asking.own_path(asked.said("next")).removeprefix(".")
        way = f".{asking.PROVIDER}?lang={asked.text.lang}&next={quote(back, safe='')}"
        return sign_in_page(asked, told, kind=kind, provider=way, out=await self._way_out(asked))

    async def _way_out(self, asked: Asked) -> str:
        """For who has just left: where the provider lets them out as well."""
        if asked.said("why") != "out":
            return ""
        back = f"{self._keeper.sign_in.public}{asking.SIGN_IN}"
        return await to_thread.run_sync(lambda: self._provider.way_out(back))

    async def _send(self, asked: Asked) -> Response:
        try:
            sent = await to_thread.run_sync(lambda: self._provider.send(self._keeper.forms.token))
        except ProviderRefused as refused:
            return await self._failed(asked, refused)
        answer = RedirectResponse(sent.address, HTTPStatus.SEE_OTHER, pages.KEPT_NOWHERE)
        kept = ".".join((sent.nonce, sent.verifier, quote(asked.said("next"), safe="")))
        self._keeper.asked.set(answer, kept, _SENT_SECONDS)
        return answer

    async def _returned(self, asked: Asked) -> Response:
        keeper = self._keeper
        nonce, _, rest = keeper.asked.read(asked.scope).partition(".")
        verifier, _, onward = rest.partition(".")
        if not keeper.forms.spend(asked.said("state"), verifier):
            return await self._not_asked_for(asked)
        try:
            name = await to_thread.run_sync(lambda: self._provider.name_of(asked.said("code"), nonce, verifier))
        except ProviderRefused as refused:
            return await self._failed(asked, refused)
        answer = await let_in(keeper, asked, keeper.people.account_of(name), unquote(onward))
        keeper.asked.clear(answer)
        return answer

    async def _not_asked_for(self, asked: Asked) -> Response:
        """Nothing of ours came back. A provider that says no need not say to what; that it does is only told."""
        why, told = ("provider", "error.provider_refused") if asked.said("error") else ("form_expired", "sign_in.form_expired")
        await self._keeper.note_refusal(why, asked.address)
        return self._again(asked, asked.text(told), HTTPStatus.FORBIDDEN)

    async def _failed(self, asked: Asked, refused: KpiError) -> Response:
        await self._keeper.note_refusal("provider", asked.address)
        return self._again(asked, asked.text.message(refused.message), HTTPStatus.BAD_GATEWAY)

    def _again(self, asked: Asked, told: str, status: HTTPStatus) -> Response:
        answer = sign_in_page(asked, told, status=status, again=f".{asking.SIGN_IN}?lang={asked.text.lang}")
        self._keeper.asked.clear(answer)
        return answer


class ByProxy:
    """Takes in whom the proxy names; a tab whose visit has ended only when asked to: no tab would be signed out else."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    @property
    def handlers(self) -> Handlers:
        """What is answered here."""
        return {("GET", asking.SIGN_IN): self._show}

    async def _show(self, asked: Asked) -> Response:
        keeper, text = self._keeper, asked.text
        named = named_by_proxy(asked.scope, keeper.sign_in)
        if not named:
            await keeper.note_refusal("not_from_proxy", asked.address)
            return sign_in_page(asked, text("sign_in.not_from_proxy"), status=HTTPStatus.FORBIDDEN)
        told, kind = why_here(asked, "sign_in.went_out_proxy")
        if told:
            again = f".{asking.SIGN_IN}{pages.onward(asked.said('next'))}"
            return sign_in_page(asked, told, kind=kind, again=again)
        return await let_in(keeper, asked, keeper.people.account_of(named), asked.said("next"))
