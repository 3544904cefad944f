"""The HTTP API: JSON in, JSON out, one shape of error. What is allowed is decided in `accounts`."""

import re
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import msgspec
from aiohttp import web
from yarl import URL

from engine.base.units import wallet_of
from engine.server.accounts import Caller, Denied
from engine.server.limits import address_key, retry_after
from engine.server.page import front_page
from engine.server.pictures import picture
from engine.server.running import RUNNING, Running

S = TypeVar("S", bound=msgspec.Struct)

_DIGITS: Final = re.compile(r"[0-9]{1,18}\Z")
_FORWARDED_PROTO: Final = "X-Forwarded-Proto"
_ALLOWED_HEADERS: Final = "Authorization, Content-Type"
_SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
_PICTURE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

_CODES: Final = {
    400: ("bad_request", "The request could not be read."),
    404: ("not_found", "There is nothing here."),
    405: ("method_not_allowed", "This address does not take this method."),
    413: ("too_large", "The body is too large."),
}


class Credentials(msgspec.Struct):
    """A username and a password."""

    username: str
    password: str


class Name(msgspec.Struct):
    """The name of a character."""

    name: str


def routes() -> list[web.RouteDef]:
    """All addresses but the socket's."""
    return [
        web.get("/", front),
        web.post("/api/accounts", create_account),
        web.post("/api/sessions", create_session),
        web.delete("/api/sessions/current", delete_session),
        web.get("/api/characters", list_characters),
        web.post("/api/characters", create_character),
        web.delete("/api/characters/{id}", delete_character),
        web.post("/api/characters/{id}/ticket", create_ticket),
        web.get("/api/status", status),
        web.get("/images/{icon}", image),
        web.get("/healthz", healthy),
        web.get("/readyz", ready),
    ]


def answer(status: int, body: object = None, *, headers: dict[str, str] | None = None) -> web.Response:
    """A JSON response, or an empty one for 204."""
    if body is None:
        return web.Response(status=status, headers=headers)
    return web.Response(
        status=status, body=msgspec.json.encode(body), content_type="application/json", headers=headers
    )


def failure(status: int, code: str, message: str, *, wait: float | None = None) -> web.Response:
    """An error in its one shape."""
    headers = {"Retry-After": retry_after(wait)} if wait is not None else None
    return answer(status, {"error": {"code": code, "message": message}}, headers=headers)


@web.middleware
async def edge(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Turn refusals and mistakes into errors of our shape; let pages of allowed origins read answers."""
    running = request.app[RUNNING]
    response: web.StreamResponse
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        response = _preflight(request)
    elif running.stopping and request.path.startswith("/api/"):
        response = failure(
            503, "restarting", "The server is about to restart. Try again in a moment.", wait=5
        )
    else:
        try:
            response = await handler(request)
        except Denied as denied:
            if denied.status in (401, 429, 503):
                address = client_address(request)
                running.log.info("a request was denied", path=request.path, code=denied.code, address=address)
            response = failure(denied.status, denied.code, str(denied), wait=denied.wait)
        except web.HTTPException as problem:
            code, message = _CODES.get(problem.status, ("refused", problem.reason))
            response = failure(problem.status, code, message)
            if "Allow" in problem.headers:
                response.headers["Allow"] = problem.headers["Allow"]
        except Exception as mistake:
            running.log.error(
                "a request failed because of a mistake in the server", path=request.path, exc_info=mistake
            )
            response = failure(500, "internal", "The server made a mistake. It was noted.")
    if not response.prepared:
        if "Upgrade" in request.headers:
            # aiohttp reads no further request from a connection that asked for this: it must not linger.
            response.force_close()
        _let_pages_read(request, response)
    return response


def _preflight(request: web.Request) -> web.Response:
    if request.headers.get("Origin") not in request.app[RUNNING].origins:
        return failure(403, "origin_not_allowed", "Pages of this origin may not use this server.")
    return web.Response(
        status=204,
        headers={
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
            "Access-Control-Allow-Headers": _ALLOWED_HEADERS,
            "Access-Control-Max-Age": "600",
        },
    )


def _let_pages_read(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in _SAFE.items():
        response.headers.setdefault(name, value)
    response.headers.add("Vary", "Origin")
    origin = request.headers.get("Origin")
    if origin is not None and origin in request.app[RUNNING].origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")


def client_address(request: web.Request) -> str:
    """The address of the client, behind proxies of ours too."""
    peer = request.transport.get_extra_info("peername") if request.transport is not None else None
    forwarded = request.headers.getall("X-Forwarded-For", [])
    return request.app[RUNNING].proxies.client(peer[0] if peer else "", forwarded)


async def _body(request: web.Request, kind: type[S]) -> S:
    try:
        return msgspec.json.decode(await request.read(), type=kind)
    except msgspec.ValidationError:
        wanted = " and ".join(f"`{name}`" for name in kind.__struct_fields__)
        raise Denied(400, "invalid_body", f"Send a JSON object with {wanted}, each a text.") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Denied(400, "malformed_body", "The body is not JSON.") from None


def bearer(request: web.Request) -> str | None:
    """The token of an Authorization header, or None."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


async def _caller(request: web.Request) -> Caller:
    token = bearer(request)
    if token is None:
        raise Denied(401, "no_token", "Send the token of your session as `Authorization: Bearer …`.")
    return await request.app[RUNNING].accounts.caller(token)


def _id(request: web.Request) -> int:
    text = request.match_info["id"]
    if not _DIGITS.match(text):
        raise Denied(404, "not_found", "You have no such character.")
    return int(text)


async def create_account(request: web.Request) -> web.Response:
    """POST /api/accounts"""
    body = await _body(request, Credentials)
    address = address_key(client_address(request))
    user = await request.app[RUNNING].accounts.register(body.username, body.password, address)
    return answer(201, {"idUser": user})


async def create_session(request: web.Request) -> web.Response:
    """POST /api/sessions"""
    body = await _body(request, Credentials)
    address = address_key(client_address(request))
    signed_in = await request.app[RUNNING].accounts.sign_in(body.username, body.password, address)
    return answer(
        201, {"token": signed_in.token, "expiresAt": signed_in.expires_at, "idUser": signed_in.user}
    )


async def delete_session(request: web.Request) -> web.Response:
    """DELETE /api/sessions/current"""
    running = request.app[RUNNING]
    caller = await _caller(request)
    await running.accounts.sign_out(caller)
    running.close_sockets_of(caller.token)
    return answer(204)


async def list_characters(request: web.Request) -> web.Response:
    """GET /api/characters"""
    found = await request.app[RUNNING].accounts.characters(await _caller(request))
    characters = []
    for one in found:
        copper, silver, gold = wallet_of(one.wallet)
        characters.append(
            {
                "idUser": one.user,
                "idCharacter": one.id,
                "name": one.name,
                "level": one.level,
                "location": one.location,
                "wallet": {"copper": copper, "silver": silver, "gold": gold},
            }
        )
    return answer(200, {"characters": characters})


async def create_character(request: web.Request) -> web.Response:
    """POST /api/characters"""
    caller = await _caller(request)
    body = await _body(request, Name)
    character = await request.app[RUNNING].accounts.create_character(caller, body.name)
    return answer(201, {"idCharacter": character})


async def delete_character(request: web.Request) -> web.Response:
    """DELETE /api/characters/{id}"""
    caller = await _caller(request)
    await request.app[RUNNING].accounts.delete_character(caller, _id(request))
    return answer(204)


async def create_ticket(request: web.Request) -> web.Response:
    """POST /api/characters/{id}/ticket"""
    running = request.app[RUNNING]
    caller = await _caller(request)
    ticket = await running.accounts.ticket(caller, _id(request))
    return answer(201, {"ticket": ticket, "url": str(_socket_url(request, running, ticket))})


def _socket_url(request: web.Request, running: Running, ticket: str) -> URL:
    """Where to open the socket: at the name that the caller itself used, so a false one fools nobody else."""
    peer = request.transport.get_extra_info("peername") if request.transport is not None else None
    secure = request.secure
    if peer and running.proxies.trusts(peer[0]):
        secure = request.headers.get(_FORWARDED_PROTO, "").split(",")[-1].strip() == "https"
    try:
        base = URL(f"{'wss' if secure else 'ws'}://{request.host}")
    except ValueError:
        raise Denied(400, "bad_request", "The Host header is not a name.") from None
    return base.with_path("/ws").with_query({"ticket": ticket})


async def status(request: web.Request) -> web.Response:
    """GET /api/status"""
    running = request.app[RUNNING]
    world = running.catalog.world
    return answer(
        200,
        {
            "version": running.version,
            "content": {"title": world.title, "version": world.version},
            "players": running.loop.world.players,
        },
    )


async def image(request: web.Request) -> web.Response:
    """GET /images/{icon}"""
    found = picture(request.app[RUNNING].pictures, request.match_info["icon"])
    if found is None:
        raise Denied(404, "not_found", "There is no picture of that name.")
    headers = {
        "ETag": f'"{found.etag}"',
        # A placeholder may give way to a real picture soon.
        "Cache-Control": f"public, max-age={300 if found.drawn else 86_400}",
        "Content-Security-Policy": _PICTURE_POLICY,
    }
    asked = request.if_none_match or ()
    if any(etag.value in (found.etag, "*") for etag in asked):
        return web.Response(status=304, headers=headers)
    return web.Response(body=found.body, content_type=found.content_type, headers=headers)


async def front(request: web.Request) -> web.Response:
    """GET /"""
    running = request.app[RUNNING]
    world = running.catalog.world
    text = front_page(
        title=world.title, content=world.version, version=running.version, players=running.loop.world.players
    )
    headers = {
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        "Cache-Control": "no-cache",
    }
    return web.Response(text=text, content_type="text/html", headers=headers)


async def healthy(request: web.Request) -> web.Response:
    """GET /healthz: the process works, or should be ended."""
    if request.app[RUNNING].loop.broken.done():
        return failure(503, "broken", "The server must be started anew.")
    return answer(200, {"status": "ok"})


async def ready(request: web.Request) -> web.Response:
    """GET /readyz: new players may be sent here."""
    running = request.app[RUNNING]
    if running.stopping or running.loop.world.refusing or running.loop.broken.done():
        return failure(503, "not_ready", "The server does not take new players right now.", wait=5)
    return answer(200, {"status": "ready"})
