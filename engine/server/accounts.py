"""Accounts, logins and characters as the HTTP API needs them: checks, limits, hashing and the store together.

Every refusal is a `Denied` that carries its status and code; the API only writes it down.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from engine.game.characters import new_character
from engine.game.state import Character
from engine.model.catalog import Catalog
from engine.server.limits import Lockouts, Window
from engine.server.loop import WorldLoop
from engine.server.names import (
    MAX_GRAPHEMES,
    MAX_PASSWORD,
    MIN_GRAPHEMES,
    MIN_PASSWORD,
    clean_name,
    clean_username,
    name_key,
    password_fits,
)
from engine.server.passwords import Passwords, TooBusy
from engine.server.settings import Settings
from engine.server.tickets import Pass, Tickets, new_token, token_hash
from engine.server.world import Clocks
from engine.server.writer import Writer
from engine.store import errors as store
from engine.store.player_db import PlayerDb
from engine.store.records import Session as Login

T = TypeVar("T")

_ACCOUNT_WINDOW = 300.0
_ADDRESS_WINDOW = 600.0


class Denied(Exception):  # noqa: N818 - it says what is the case
    """The API says no: an HTTP status, a code, a sentence; `wait` are the seconds for Retry-After."""

    def __init__(self, status: int, code: str, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.wait = wait


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A new login."""

    token: str
    expires_at: int
    user: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whoever shows a good token."""

    user: int
    token: bytes


class Accounts:
    """What a person may do before it plays."""

    def __init__(
        self,
        writer: Writer,
        loop: WorldLoop,
        catalog: Catalog,
        passwords: Passwords,
        *,
        settings: Settings,
        clocks: Clocks,
    ) -> None:
        self.tickets = Tickets(seconds=settings.ticket_life)
        self._writer = writer
        self._loop = loop
        self._catalog = catalog
        self._passwords = passwords
        self._settings = settings
        self._clocks = clocks
        self._lockouts = Lockouts(limit=settings.login_failures, seconds=_ACCOUNT_WINDOW)
        self._failures = Window(limit=settings.login_failures_address, seconds=_ADDRESS_WINDOW)
        self._registrations = Window(limit=settings.registrations_address, seconds=_ADDRESS_WINDOW)

    async def register(self, username: str, password: str, address: str) -> int:
        """Make an account; gives its id. Raises Denied."""
        name = clean_username(username)
        if name is None:
            raise Denied(
                422,
                "invalid_username",
                f"A username has {MIN_GRAPHEMES} to {MAX_GRAPHEMES} letters, digits, dots, hyphens or "
                "underscores, and begins with a letter or digit.",
            )
        if not password_fits(password) or name_key(password) == name_key(name):
            raise Denied(
                422,
                "weak_password",
                f"A password has {MIN_PASSWORD} to {MAX_PASSWORD} characters and is not the username.",
            )
        now = self._clocks.monotonic()
        wait = self._registrations.wait(address, now)
        if wait:
            raise Denied(
                429, "too_many_requests", "Too many accounts were made from here. Try later.", wait=wait
            )
        # Counted before the first wait, so that many at once do not all slip through.
        self._registrations.add(address, now)
        try:
            hashed = await self._hashing(self._passwords.hash(password))
            return await self._stored(
                lambda db: db.create_account(name, hashed, self._now(), folded=name_key(name))
            )
        except store.UsernameTaken:
            self._registrations.take_back(address)
            raise Denied(409, "username_taken", "This username is taken. Choose another one.") from None
        except Denied:
            self._registrations.take_back(address)
            raise

    async def sign_in(self, username: str, password: str, address: str) -> SignedIn:
        """Make a login for a name and its password. Raises Denied, equally for unknown names."""
        key = name_key(clean_username(username) or "")
        now = self._clocks.monotonic()
        wait = max(self._lockouts.wait(key, now), self._failures.wait(address, now))
        if wait:
            raise Denied(429, "too_many_requests", "Too many wrong passwords. Try again later.", wait=wait)
        # Each try counts as a failure until it turns out right: many at once must not all slip through.
        self._lockouts.failed(key, now)
        self._failures.add(address, now)
        account = await self._stored(lambda db: db.account_by_name(key)) if key else None
        stored = account.password_hash if account else None
        right = await self._hashing(self._passwords.matches(stored, password[: MAX_PASSWORD + 1]))
        if account is None or not right:
            raise Denied(401, "bad_credentials", "The username or the password is wrong.")
        self._lockouts.succeeded(key)
        self._failures.take_back(address)
        if self._passwords.is_outdated(account.password_hash):
            hashed = await self._hashing(self._passwords.hash(password))
            await self._stored(lambda db: db.update_password_hash(account.id, hashed))
        token, created = new_token(), self._now()
        expires = created + int(self._settings.token_idle)
        absolute = created + int(self._settings.token_life)
        await self._stored(
            lambda db: db.create_session(token_hash(token), account.id, created, expires, absolute)
        )
        return SignedIn(token=token, expires_at=expires, user=account.id)

    async def caller(self, token: str) -> Caller:
        """Whose token this is; using it makes it live longer. Raises Denied."""
        hashed = token_hash(token)
        login = await self.login(hashed)
        if login is None:
            raise Denied(401, "bad_token", "This token does not count (any more). Sign in again.")
        now, idle = self._now(), int(self._settings.token_idle)
        if login.expires_at < login.absolute_expiry and login.expires_at - now < idle * 0.9:
            # Not at each use: every extension is a write to the disk.
            await self._stored(lambda db: db.extend_session(hashed, now, now + idle))
        return Caller(user=login.user, token=hashed)

    async def login(self, hashed: bytes) -> Login | None:
        """The login behind the hash of a token, None when it is over. Raises Denied."""
        return await self._stored(lambda db: db.session(hashed, self._now()))

    async def sign_out(self, caller: Caller) -> None:
        """End a login: its token, tickets and sockets do not count any more. Raises Denied."""
        await self._stored(lambda db: db.delete_session(caller.token))
        self.tickets.revoke(caller.token)

    async def characters(self, caller: Caller) -> list[Character]:
        """The characters of an account as they are on the disk: what is not there yet is shown to nobody.

        Raises Denied.
        """
        return await self._stored(lambda db: db.characters_of(caller.user))

    async def create_character(self, caller: Caller, name: str) -> int:
        """Make a character; gives its id. Raises Denied."""
        clean = clean_name(name)
        if clean is None:
            raise Denied(
                422,
                "invalid_name",
                f"A name has {MIN_GRAPHEMES} to {MAX_GRAPHEMES} letters of one alphabet or digits, with "
                "single spaces, apostrophes or hyphens between them.",
            )
        fresh = new_character(self._catalog, id=0, user=caller.user, name=clean)
        limit = self._settings.characters_per_account
        try:
            return await self._stored(
                lambda db: db.create_character(fresh, name_key(clean), self._now(), limit)
            )
        except store.NameTaken:
            raise Denied(409, "name_taken", "This name is taken. Choose another one.") from None
        except store.TooManyCharacters as problem:
            raise Denied(422, "too_many_characters", str(problem)) from None

    async def delete_character(self, caller: Caller, character: int) -> None:
        """Delete one's own character, unless it is in the world. Raises Denied."""
        await self._own(caller, character)
        async with self._loop.door(character):
            if self._loop.world.holds(character) or not self._loop.world.gate.is_saved(character):
                raise Denied(
                    409, "in_world", "This character is in the world. Leave the world and try again."
                )
            try:
                await self._stored(lambda db: db.delete_character(character, caller.user))
            except store.InWorld as problem:
                raise Denied(409, "in_world", str(problem)) from None
            except store.NotFound:
                raise _no_character() from None

    async def ticket(self, caller: Caller, character: int) -> str:
        """A ticket for one's own character. Raises Denied."""
        await self._own(caller, character)
        may = Pass(user=caller.user, character=character, token=caller.token)
        return self.tickets.issue(may, self._clocks.monotonic())

    async def _own(self, caller: Caller, character: int) -> None:
        found = await self._stored(lambda db: db.load(character)) if 0 < character < 2**63 else None
        if found is None or found.user != caller.user:
            # The same for somebody else's and for none at all.
            raise _no_character()

    async def _stored(self, work: Callable[[PlayerDb], T]) -> T:
        try:
            return await self._writer.run(work)
        except (store.StoreUnavailable, store.StoreBroken):
            raise Denied(
                503, "unavailable", "The server cannot save anything right now. Try later.", wait=5
            ) from None

    async def _hashing(self, work: Any) -> Any:
        try:
            return await work
        except TooBusy:
            raise Denied(
                503, "busy", "Too many people sign in right now. Try again in a moment.", wait=2
            ) from None

    def _now(self) -> int:
        return int(self._clocks.wall())


def _no_character() -> Denied:
    return Denied(404, "not_found", "You have no such character.")
