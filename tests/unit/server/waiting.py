"""Asking an ASGI application and waiting for its answer, also where this thread has a loop of its own: a browser's, say."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def answered(app, scope):
    """The messages that `app` sends for one request or connection."""
    sent = []

    async def send(message):
        sent.append(message)

    async def ask():
        await app(scope, None, send)

    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(lambda: asyncio.run(ask())).result()
    return sent
