"""The HTTP API over a real socket: codes, statuses, limits, and what is never said."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from engine.server.pictures import Picture
from tests.server.client import PASSWORD, Clock, live, play


def _error(answer: tuple[int, Any]) -> tuple[int, str]:
    status, body = answer
    assert set(body) == {"error"} and set(body["error"]) == {"code", "message"}, body
    assert body["error"]["message"].endswith(".")
    return status, body["error"]["code"]


def test_from_nothing_to_a_ticket(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            credentials = {"username": "ilse", "password": PASSWORD}
            assert await world.call("POST", "/api/accounts", json=credentials) == (201, {"idUser": 1})
            status, session = await world.call("POST", "/api/sessions", json=credentials)
            assert (status, sorted(session)) == (201, ["expiresAt", "idUser", "token"])
            token = session["token"]
            assert await world.call("GET", "/api/characters", token=token) == (200, {"characters": []})
            made = await world.call("POST", "/api/characters", token=token, json={"name": "Ilse"})
            assert made == (201, {"idCharacter": 1})
            _, listed = await world.call("GET", "/api/characters", token=token)
            status, ticket = await world.call("POST", "/api/characters/1/ticket", token=token)

            assert listed == {
                "characters": [
                    {
                        "idUser": 1,
                        "idCharacter": 1,
                        "name": "Ilse",
                        "level": 0,
                        "location": "mill",
                        "wallet": {"copper": 50, "silver": 0, "gold": 0},
                    }
                ]
            }
            assert status == 201
            assert ticket["url"] == f"ws://127.0.0.1:{world.server.port}/ws?ticket={ticket['ticket']}"

    play(test)


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("/api/accounts", {"username": "x", "password": PASSWORD}, (422, "invalid_username")),
        ("/api/accounts", {"username": "a b", "password": PASSWORD}, (422, "invalid_username")),
        ("/api/accounts", {"username": "oda", "password": "short"}, (422, "weak_password")),
        ("/api/accounts", {"username": "oda", "password": "x" * 257}, (422, "weak_password")),
        ("/api/accounts", {"username": "oda-of-tarn", "password": "Oda-of-Tarn"}, (422, "weak_password")),
        ("/api/accounts", {"username": "ILSE", "password": PASSWORD}, (409, "username_taken")),
        ("/api/accounts", {"username": 1, "password": PASSWORD}, (400, "invalid_body")),
        ("/api/accounts", {"username": "oda"}, (400, "invalid_body")),
        ("/api/accounts", [], (400, "invalid_body")),
        ("/api/sessions", {"username": "ilse", "password": "wrong horse"}, (401, "bad_credentials")),
        ("/api/sessions", {"username": "nobody", "password": PASSWORD}, (401, "bad_credentials")),
        ("/api/sessions", {"username": "\x00", "password": PASSWORD}, (401, "bad_credentials")),
        ("/api/sessions", {"username": "ilse", "password": ""}, (401, "bad_credentials")),
    ],
)
def test_wrong_bodies_have_their_own_codes(
    tmp_path: Path, path: str, body: Any, error: tuple[int, str]
) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            await world.account("ilse")

            assert _error(await world.call("POST", path, json=body)) == error

    play(test)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff\xfe", b'{"username": "\\ud800", "password": "x"}', b"[" * 60_000, b"NaN", b'"x"'],
)
def test_what_is_no_json_is_refused_and_breaks_nothing(tmp_path: Path, data: bytes) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            status, code = _error(await world.call("POST", "/api/sessions", data=data))

            assert (status, code) in {(400, "malformed_body"), (400, "invalid_body")}
            assert "mistake" not in world.log.getvalue()

    play(test)


def test_bodies_have_a_limit(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            answer = await world.call("POST", "/api/sessions", data=b" " * 65_537)

            assert _error(answer) == (413, "too_large")

    play(test)


def test_other_addresses_and_methods_answer_in_the_same_shape(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            assert _error(await world.call("GET", "/api/nothing")) == (404, "not_found")
            assert _error(await world.call("PUT", "/api/accounts")) == (405, "method_not_allowed")
            assert _error(await world.call("GET", "/images/..%2fplayer.db")) == (404, "not_found")

    play(test)


@pytest.mark.parametrize("token", [None, "", "x", "x" * 10_00])
def test_nothing_is_said_without_a_good_token(tmp_path: Path, token: str | None) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            for method, path in [
                ("GET", "/api/characters"),
                ("POST", "/api/characters"),
                ("DELETE", "/api/characters/1"),
                ("POST", "/api/characters/1/ticket"),
                ("DELETE", "/api/sessions/current"),
            ]:
                status, _ = _error(await world.call(method, path, token=token, json={"name": "Oda"}))
                assert status == 401, (method, path)

    play(test)


@pytest.mark.parametrize("character", ["1", "2", "0", "-1", "x", "1.0", "9" * 30, "%31%00"])
def test_characters_of_others_look_like_none_at_all(tmp_path: Path, character: str) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            await world.character(await world.account("ilse"), "Ilse")
            other = await world.account("oda")

            told = await world.call("POST", f"/api/characters/{character}/ticket", token=other)
            deleted = await world.call("DELETE", f"/api/characters/{character}", token=other)

            assert told == deleted
            assert _error(told) == (404, "not_found")

    play(test)


def test_names_of_characters_are_checked_and_unique_to_the_eye(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, characters_per_account=2) as world:
            token = await world.account("ilse")

            async def make(name: str) -> tuple[int, Any]:
                answer: tuple[int, Any] = await world.call(
                    "POST", "/api/characters", token=token, json={"name": name}
                )
                return answer

            assert await make("Ilse") == (201, {"idCharacter": 1})
            assert _error(await make("I1SE")) == (409, "name_taken")
            refused = await make("x")
            assert _error(refused) == (422, "invalid_name")
            assert "letters of one alphabet or digits" in refused[1]["error"]["message"]
            assert await make("Oda") == (201, {"idCharacter": 2})
            assert _error(await make("Mara")) == (422, "too_many_characters")
            assert await world.call("DELETE", "/api/characters/2", token=token) == (204, None)
            assert (await make("Mara"))[0] == 201

    play(test)


def test_a_character_in_the_world_is_not_deleted(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, grace=1) as world:
            player = await world.newcomer()
            path = f"/api/characters/{player.character}"

            assert _error(await world.call("DELETE", path, token=player.token)) == (409, "in_world")
            await player.ws.close()
            await world.advance()
            assert _error(await world.call("DELETE", path, token=player.token)) == (409, "in_world")
            await world.advance(30)
            assert await world.call("DELETE", path, token=player.token) == (204, None)

    play(test)


def test_signing_out_ends_the_token_its_tickets_and_its_sockets(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            ticket = await world.ticket(player.token, player.character)

            assert await world.call("DELETE", "/api/sessions/current", token=player.token) == (204, None)
            assert await player.closed() == 4002
            again = await world.http.ws_connect(f"{world.url}/ws?ticket={ticket}")
            await again.receive()
            assert again.close_code == 4002
            assert _error(await world.call("GET", "/api/characters", token=player.token)) == (
                401,
                "bad_token",
            )

    play(test)


def test_wrong_passwords_lock_an_account_and_a_right_one_in_time_does_not(tmp_path: Path) -> None:
    async def test() -> None:
        clock = Clock()
        async with live(tmp_path, clock=clock) as world:
            await world.account("ilse")

            async def sign_in(password: str, name: str = "ilse") -> int:
                body = {"username": name, "password": password}
                status: int = (await world.call("POST", "/api/sessions", json=body))[0]
                return status

            tries = [await sign_in("wrong horse") for _ in range(4)]
            assert [*tries, await sign_in(PASSWORD)] == [401, 401, 401, 401, 201]
            tries = [await sign_in("wrong horse") for _ in range(6)]
            assert tries == [401, 401, 401, 401, 401, 429]
            assert await sign_in(PASSWORD) == 429
            assert await sign_in("wrong horse", "Nobody") == 401
            clock.pass_(61)
            assert await sign_in(PASSWORD) == 201

    play(test)


def test_one_address_may_only_guess_so_often(tmp_path: Path) -> None:
    async def test() -> None:
        clock = Clock()
        async with live(tmp_path, clock=clock, login_failures_address=3) as world:
            body = [{"username": f"name-{letter}", "password": "wrong horse"} for letter in "abcd"]
            answers = [await world.call("POST", "/api/sessions", json=one) for one in body]

            assert [status for status, _ in answers] == [401, 401, 401, 429]
            async with world.http.post(f"{world.url}/api/sessions", json=body[0]) as response:
                assert response.headers["Retry-After"] == "600"

    play(test)


def test_guesses_at_once_are_counted_like_guesses_in_a_row(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, clock=Clock()) as world:
            await world.account("ilse")
            body = {"username": "ilse", "password": "wrong horse"}

            answers = await asyncio.gather(
                *(world.call("POST", "/api/sessions", json=body) for _ in range(20))
            )

            assert sorted(status for status, _ in answers) == [401] * 5 + [429] * 15

    play(test)


def test_behind_a_proxy_each_client_has_its_own_limits(tmp_path: Path) -> None:
    async def test() -> None:
        settings = {"behind_proxy": ("127.0.0.0/8",), "registrations_address": 1}
        async with live(tmp_path, **settings) as world:

            async def register(name: str, forwarded: str) -> int:
                status: int = (
                    await world.call(
                        "POST",
                        "/api/accounts",
                        json={"username": name, "password": PASSWORD},
                        headers={"X-Forwarded-For": forwarded},
                    )
                )[0]
                return status

            assert await register("ilse", "198.51.100.1") == 201
            assert await register("oda", "198.51.100.1") == 429
            assert await register("oda", "198.51.100.2") == 201
            # What a client puts before what our proxy adds counts for nothing.
            assert await register("mara", "192.0.2.77, 198.51.100.2") == 429

    play(test)


def test_one_address_may_only_make_so_many_accounts(tmp_path: Path) -> None:
    async def test() -> None:
        clock = Clock()
        async with live(tmp_path, clock=clock, registrations_address=2) as world:

            async def register(name: str) -> int:
                body = {"username": name, "password": PASSWORD}
                status: int = (await world.call("POST", "/api/accounts", json=body))[0]
                return status

            assert [await register(name) for name in ("ilse", "ILSE", "oda", "mara")] == [201, 409, 201, 429]
            clock.pass_(601)
            assert await register("mara") == 201

    play(test)


def test_too_many_sign_ins_at_once_are_told_to_come_back(tmp_path: Path) -> None:
    async def test() -> None:
        settings = {"password_workers": 1, "password_queue": 1, "login_failures_address": 1_000}
        async with live(tmp_path, **settings) as world:
            calls = [
                world.call("POST", "/api/sessions", json={"username": f"name-{letter}", "password": PASSWORD})
                for letter in "abcdefghijklmnopqrst"
            ]
            statuses = {status for status, _ in await asyncio.gather(*calls)}

            assert statuses == {401, 503}

    play(test)


def test_a_token_runs_out_and_using_it_keeps_it_alive(tmp_path: Path) -> None:
    async def test() -> None:
        clock = Clock()
        async with live(tmp_path, clock=clock, token_idle=100, token_life=250) as world:
            token = await world.account("ilse")

            async def status() -> int:
                answer: int = (await world.call("GET", "/api/characters", token=token))[0]
                return answer

            seen = []
            for _ in range(4):
                clock.pass_(80)
                seen.append(await status())
            assert seen == [200, 200, 200, 401]

            other = await world.account("oda")
            clock.pass_(101)
            assert (await world.call("GET", "/api/characters", token=other))[0] == 401

    play(test)


def test_pages_of_allowed_origins_may_read_answers_and_no_others(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, allowed_origins=("https://play.example",)) as world:

            async def allowed(origin: str) -> str | None:
                async with world.http.get(f"{world.url}/api/status", headers={"Origin": origin}) as response:
                    assert "Origin" in response.headers["Vary"]
                    header: str | None = response.headers.get("Access-Control-Allow-Origin")
                    return header

            async def preflight(origin: str) -> int:
                headers = {"Origin": origin, "Access-Control-Request-Method": "DELETE"}
                async with world.http.options(f"{world.url}/api/characters/1", headers=headers) as response:
                    status: int = response.status
                    return status

            own = f"http://localhost:{world.server.port}"
            assert [await allowed(o) for o in ("https://play.example", own)] == ["https://play.example", own]
            assert [await allowed(o) for o in ("null", "https://evil.example")] == [None, None]
            assert [await preflight(o) for o in ("https://play.example", "https://evil.example")] == [
                204,
                403,
            ]

    play(test)


def test_status_page_and_health(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()

            assert not player.ws.closed
            status = await world.call("GET", "/api/status")
            assert status[1]["content"] == {"title": "The Mill", "version": "1.0.0"}
            assert status[1]["players"] == 1
            assert await world.call("GET", "/healthz") == (200, {"status": "ok"})
            assert await world.call("GET", "/readyz") == (200, {"status": "ready"})
            async with world.http.get(world.url) as response:
                text = await response.text()
            assert "The Mill" in text and "One player is in the world." in text
            assert "<script" not in text and "http://" not in text and "https://" not in text

    play(test)


def test_pictures_come_from_the_folder_and_are_drawn_where_there_is_none(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            pictures = {"bread.png": Picture(body=b"png", content_type="image/png", etag="e1", drawn=False)}
            world.server.running.pictures = pictures

            async def get(name: str, **headers: str) -> tuple[int, str, bytes]:
                async with world.http.get(f"{world.url}/images/{name}", headers=headers) as response:
                    return response.status, response.content_type, await response.read()

            assert await get("bread.png") == (200, "image/png", b"png")
            assert await get("bread") == (200, "image/png", b"png")
            assert (await get("bread.png", **{"If-None-Match": '"e1"'}))[0] == 304
            status, kind, body = await get("old-<b>key.png")
            assert status == 404
            status, kind, body = await get("rusty-knife.png")
            assert (status, kind) == (200, "image/svg+xml")
            assert b">RK</text>" in body and b"rusty knife" in body
            assert json.loads((await get("x" * 200))[2])["error"]["code"] == "not_found"

    play(test)


def test_no_secret_is_ever_in_the_log(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            ticket = await world.ticket(player.token, player.character)
            await world.call("POST", "/api/sessions", json={"username": "ilse", "password": "a wrong horse"})
            await world.http.ws_connect(f"{world.url}/ws?ticket={ticket}x")
            await world.call("GET", f"/api/nothing?ticket={ticket}", token=player.token)
        log = world.log.getvalue()

        assert log
        assert [s for s in (player.token, ticket, PASSWORD, "a wrong horse") if s in log] == []

    play(test)
