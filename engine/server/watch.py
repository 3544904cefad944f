"""Looks over the open sockets from time to time: who is idle, and whose session has ended."""

import asyncio

from engine.server.accounts import Denied
from engine.server.running import Running

EVERY = 1.0
"""Seconds between two looks."""

WENT_IDLE = 1000
"""An ordinary close: nothing is wrong, the client may come back at any time."""


async def watch_sockets(running: Running) -> None:
    """Close idle sockets, and those whose token does not count any more, until cancelled."""
    settings, now = running.settings, running.clocks.monotonic
    last_check = now()
    while True:
        await asyncio.sleep(min(EVERY, settings.idle_timeout / 2, settings.revalidate / 2))
        for session in tuple(running.sockets):
            if now() - session.last_command > settings.idle_timeout:
                session.close(WENT_IDLE, "You were away for long. Connect again when you are back.")
        if now() - last_check >= settings.revalidate:
            last_check = now()
            await check_tokens(running)


async def check_tokens(running: Running) -> None:
    """Close the sockets whose token has run out. While the store refuses, nobody is sent away."""
    for token in {session.token for session in running.sockets}:
        try:
            login = await running.accounts.login(token)
        except Denied:
            return
        if login is None:
            running.close_sockets_of(token)
