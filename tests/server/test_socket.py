"""The socket: who may open it, what ends it, and who controls a character."""

import asyncio
import base64
import json
import os
from pathlib import Path

import aiohttp
import pytest

from engine.protocol.envelope import decode
from engine.server.watch import check_tokens
from tests.server.client import ENTRY, Clock, Live, Player, live, play


async def _closed_with(ws: aiohttp.ClientWebSocketResponse) -> int | None:
    return await Player(ws=ws, character=0, token="").closed()


async def _status(world: Live, path: str, **headers: str) -> int:
    """The HTTP status of a handshake that is refused."""
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await world.http.ws_connect(world.url + path, headers=headers)
    return refused.value.status


def test_the_server_speaks_first_in_a_fixed_order(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()

            assert [frame["type"] for frame in player.frames] == ENTRY
            assert player.last("CHARACTER_UPDATE")["idCharacter"] == player.character

    play(test)


def test_a_bad_ticket_is_told_by_a_close_code(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            used = await world.ticket(player.token, player.character)
            first = await world.http.ws_connect(f"{world.url}/ws?ticket={used}")

            bad = [
                "",
                "?ticket=",
                "?ticket=x",
                f"?ticket={used}",
                f"?ticket={used}&ticket={used}",
                "?character=1",
            ]
            codes = [await _closed_with(await world.http.ws_connect(f"{world.url}/ws{one}")) for one in bad]

            assert codes == [4002] * len(bad)
            assert not first.closed

    play(test)


def test_a_ticket_is_good_for_thirty_seconds(tmp_path: Path) -> None:
    async def test() -> None:
        clock = Clock()
        async with live(tmp_path, clock=clock) as world:
            token = await world.account("ilse")
            character = await world.character(token, "Ilse")
            early, late = await world.ticket(token, character), await world.ticket(token, character)
            clock.pass_(29)
            ws = await world.http.ws_connect(f"{world.url}/ws?ticket={early}")
            assert (await ws.receive()).type is aiohttp.WSMsgType.TEXT
            clock.pass_(2)
            assert await _closed_with(await world.http.ws_connect(f"{world.url}/ws?ticket={late}")) == 4002

    play(test)


def test_one_ticket_opens_one_socket_however_many_try_at_once(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            token = await world.account("ilse")
            ticket = await world.ticket(token, await world.character(token, "Ilse"))

            sockets = await asyncio.gather(
                *(world.http.ws_connect(f"{world.url}/ws?ticket={ticket}") for _ in range(50))
            )
            first = [(await ws.receive()).type for ws in sockets]

            assert first.count(aiohttp.WSMsgType.TEXT) == 1
            assert [ws.close_code for ws in sockets].count(4002) == 49

    play(test)


def test_programs_may_send_their_token_instead(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            token, other = await world.account("ilse"), await world.account("oda")
            character = await world.character(token, "Ilse")

            async def connect(who: int | str, shown: str) -> aiohttp.ClientWebSocketResponse:
                headers = {"Authorization": f"Bearer {shown}"}
                return await world.http.ws_connect(f"{world.url}/ws?character={who}", headers=headers)

            good = await connect(character, token)
            assert (await good.receive_json())["type"] == "CHARACTER_UPDATE"
            for who, shown in [
                (character, other),
                (character + 1, token),
                (0, token),
                ("x", token),
                ("", token),
            ]:
                assert await _closed_with(await connect(who, shown)) == 4002, who

    play(test)


def test_pages_of_foreign_origins_are_refused_before_the_ticket_is_used(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, allowed_origins=("https://play.example",)) as world:
            token = await world.account("ilse")
            ticket = await world.ticket(token, await world.character(token, "Ilse"))
            path = f"/ws?ticket={ticket}"

            for origin in ("https://evil.example", "null", "", "https://play.example.evil.example"):
                assert await _status(world, path, Origin=origin) == 403, origin
            for origin in ("https://play.example", f"http://localhost:{world.server.port}"):
                ticket = await world.ticket(token, 1)
                ws = await world.http.ws_connect(
                    f"{world.url}/ws?ticket={ticket}", headers={"Origin": origin}
                )
                assert (await ws.receive_json())["type"] == "CHARACTER_UPDATE"

    play(test)


def _handshake(*extra: str, leave_out: str = "") -> bytes:
    lines = [
        "GET /ws?ticket=x HTTP/1.1",
        "Host: 127.0.0.1",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
    ]
    kept = [line for line in lines if not leave_out or not line.startswith(leave_out)]
    return "\r\n".join([*kept, *extra, "", ""]).encode()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (_handshake(), b"101"),
        (_handshake("Sec-WebSocket-Version: 8", leave_out="Sec-WebSocket-Version"), b"426"),
        (_handshake("Sec-WebSocket-Version: 7", leave_out="Sec-WebSocket-Version"), b"426"),
        (_handshake("Sec-WebSocket-Version: 13, 8", leave_out="Sec-WebSocket-Version"), b"426"),
        (_handshake("Sec-WebSocket-Version: 13"), b"400 426"),
        (_handshake(leave_out="Sec-WebSocket-Version"), b"426"),
        (_handshake("Content-Length: 5") + b"hello", b"400"),
        (_handshake("Transfer-Encoding: chunked") + b"5\r\nhello\r\n0\r\n\r\n", b"400"),
        (_handshake("Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n", b"400"),
        (_handshake("Host: other"), b"400"),
        (_handshake("Upgrade: websocket"), b"400 426"),
        (_handshake(leave_out="Upgrade"), b"426"),
        (_handshake("Upgrade: h2c", leave_out="Upgrade"), b"426"),
        (_handshake(leave_out="Sec-WebSocket-Key"), b"400"),
        (_handshake("Origin: null"), b"403"),
        (_handshake("Origin: http://a.example", "Origin: http://b.example"), b"400 403"),
    ],
)
def test_handshakes_that_could_be_read_in_two_ways_are_refused(
    tmp_path: Path, request_: bytes, status: bytes
) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            reader, writer = await asyncio.open_connection("127.0.0.1", world.server.port)
            writer.write(request_)
            line = await reader.readline()
            if b"101" not in line:
                # The connection ends, so nothing that follows can be taken for another request.
                await asyncio.wait_for(reader.read(), 5)
            writer.close()

            assert line.split(b" ")[1] in status.split(b" ")

    play(test)


def _frame(opcode: int, payload: bytes, *, fin: bool = True, rsv: int = 0) -> bytes:
    """A masked frame as a client writes it, with a mask of zeros."""
    head = bytes([(0x80 if fin else 0) | rsv << 4 | opcode])
    size = len(payload)
    if size < 126:
        head += bytes([0x80 | size])
    elif size < 65_536:
        head += bytes([0x80 | 126]) + size.to_bytes(2, "big")
    else:
        head += bytes([0x80 | 127]) + size.to_bytes(8, "big")
    return head + bytes(4) + payload


async def raw_socket(world: Live) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A plain TCP connection on which a socket was opened, with the answer's head read."""
    token = await world.account("rawuser")
    ticket = await world.ticket(token, await world.character(token, "Raw"))
    reader, writer = await asyncio.open_connection("127.0.0.1", world.server.port)
    writer.write(_handshake().replace(b"ticket=x", f"ticket={ticket}".encode()))
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer


async def close_code(reader: asyncio.StreamReader) -> int:
    """Read frames until the server closes; gives the code."""
    while True:
        first, second = await reader.readexactly(2)
        size = second & 0x7F
        if size == 126:
            size = int.from_bytes(await reader.readexactly(2), "big")
        elif size == 127:
            size = int.from_bytes(await reader.readexactly(8), "big")
        payload = await reader.readexactly(size)
        if first & 0x0F == 8:
            return int.from_bytes(payload[:2], "big")


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (_frame(2, b"binary"), 1003),
        (_frame(1, b"\xff\xfe"), 1007),
        (_frame(1, b"x" * 16_385), 1009),
        (_frame(1, b"x" * 9_000, fin=False) + _frame(0, b"x" * 9_000), 1009),
        (bytes([0x81, 0xFF]) + (2**62).to_bytes(8, "big") + bytes(4), 1009),
        (_frame(0, b"x"), 1002),
        (_frame(3, b"x"), 1002),
        (_frame(1, b"x", rsv=4), 1002),
        (_frame(9, b"x" * 126), 1002),
        (_frame(9, b"x", fin=False), 1002),
        (_frame(1, b"x", fin=False) + _frame(1, b"x"), 1002),
    ],
)
def test_broken_frames_end_the_socket_with_their_code(tmp_path: Path, frames: bytes, code: int) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            reader, writer = await raw_socket(world)
            writer.write(frames)
            assert await asyncio.wait_for(close_code(reader), 5) == code
            writer.close()

    play(test)


def test_the_longest_message_is_taken_whole(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            text = json.dumps({"type": "CHARACTER_SAY", "payload": {"text": "x"}, "id": 1})

            await player.ws.send_str(text + " " * (16_384 - len(text)))

            assert (await player.until("ACK"))["id"] == 1

    play(test)


def test_a_ping_is_answered_with_its_own_bytes(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            token = await world.account("ilse")
            player = await world.connect(token, await world.character(token, "Ilse"), autoping=False)
            await player.ws.ping(b"here?")
            while (message := await player.ws.receive()).type is not aiohttp.WSMsgType.PONG:
                assert message.type is aiohttp.WSMsgType.TEXT

            assert bytes(message.data) == b"here?"

    play(test)


def test_a_silent_client_is_pinged_and_given_up(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, heartbeat=1) as world:
            reader, writer = await raw_socket(world)
            while await asyncio.wait_for(reader.read(65_536), 10):
                pass
            await world.advance()
            await asyncio.sleep(0.05)
            await world.advance()

            assert world.server.running.loop.world.players == 0
            assert world.server.running.loop.world.state.characters[1].linked is False
            writer.close()

    play(test)


def test_a_close_is_answered_at_once(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            await player.ws.close()

            assert player.ws.close_code == 1000

    play(test)


def test_a_second_connection_takes_over(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            first = await world.newcomer()
            second = await world.join(first.token, first.character)

            assert await first.closed() == 4001
            assert (await second.ask("CHARACTER_SAY", {"text": "Mine."}))["type"] == "ACK"
            assert world.server.running.loop.world.players == 1

    play(test)


def test_what_a_replaced_socket_still_sends_is_ignored(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            first = await world.newcomer()
            ticket = await world.ticket(first.token, first.character)
            # Both are under way at once: the purchases of the first must not follow the entry of the second.
            buy = {"denizenId": "miller", "buy": [{"itemId": "bread", "quantity": 1}]}
            connecting = asyncio.create_task(world.http.ws_connect(f"{world.url}/ws?ticket={ticket}"))
            for _ in range(5):
                await first.send("CHARACTER_TRADE_DENIZEN", payload=buy)
                await asyncio.sleep(0)
            second = Player(ws=await connecting, character=first.character, token=first.token)
            entry = await second.until("CHARACTER_UPDATE")
            await first.closed()
            answer = await second.ask("CHARACTER_ACTION_UPDATE", {"action": "idle"})

            assert answer["type"] == "ACK"
            assert [f for f in second.frames if f["type"] == "CHARACTER_WALLET_UPDATE"] == []
            again = await world.join(first.token, first.character)
            assert again.last("CHARACTER_UPDATE")["wallet"] == entry["wallet"]

    play(test)


def test_a_command_that_waited_while_its_socket_was_replaced_is_not_applied(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            first = await world.newcomer()
            (session,) = world.server.running.sockets
            second = await world.join(first.token, first.character)
            payload = {"denizenId": "miller", "buy": [{"itemId": "bread", "quantity": 1}]}
            late = decode(json.dumps({"type": "CHARACTER_TRADE_DENIZEN", "payload": payload}))
            world.server.running.loop.command(session, late)
            answer = await second.ask("CHARACTER_SAY", {"text": "Mine."})

            assert answer["type"] == "ACK"
            assert world.server.running.loop.world.state.characters[first.character].wallet == 50

    play(test)


@pytest.mark.parametrize("round_", range(5))
def test_of_many_connections_at_once_one_controls(tmp_path: Path, round_: int) -> None:
    async def test() -> None:
        async with live(tmp_path, sockets_per_account=100) as world:
            token = await world.account("ilse")
            character = await world.character(token, "Ilse")
            tickets = [await world.ticket(token, character) for _ in range(16)]

            sockets = await asyncio.gather(
                *(world.http.ws_connect(f"{world.url}/ws?ticket={ticket}") for ticket in tickets)
            )
            players = [Player(ws=ws, character=character, token=token) for ws in sockets]

            reading = [asyncio.create_task(player.closed()) for player in players]
            while sum(task.done() for task in reading) < 15:
                await asyncio.wait([t for t in reading if not t.done()], return_when=asyncio.FIRST_COMPLETED)
            left = next(n for n, task in enumerate(reading) if not task.done())
            reading[left].cancel()
            await asyncio.wait(reading)

            assert [task.result() for n, task in enumerate(reading) if n != left] == [4001] * 15
            assert (await players[left].ask("CHARACTER_SAY", {"text": "Here."}))["type"] == "ACK"
            assert world.server.running.loop.world.players == 1

    play(test)


def test_an_account_and_an_address_have_only_so_many_sockets(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, sockets_per_account=2, sockets_per_address=3) as world:
            token, other = await world.account("ilse"), await world.account("oda")
            names = ["Ilse", "Mara", "Ruth"]
            players = [await world.join(token, await world.character(token, name)) for name in names[:2]]
            third = await world.character(token, names[2])
            ticket = await world.ticket(token, third)
            assert await _status(world, f"/ws?ticket={ticket}") == 429

            players.append(await world.join(token, players[0].character))
            assert await players[0].closed() == 4001
            players.append(await world.join(other, await world.character(other, "Oda")))
            more = await world.ticket(other, await world.character(other, "Tove"))
            assert await _status(world, f"/ws?ticket={more}") == 429

    play(test)


def test_an_idle_socket_is_closed_and_may_come_back(tmp_path: Path) -> None:
    async def test() -> None:
        clock = Clock()
        async with live(tmp_path, clock=clock, idle_timeout=10) as world:
            player = await world.newcomer()
            clock.pass_(11)

            assert await player.closed() == 1000
            await world.join(player.token, player.character)

    play(test)


def test_a_socket_does_not_outlive_its_token(tmp_path: Path) -> None:
    async def test() -> None:
        clock = Clock()
        async with live(tmp_path, clock=clock, token_idle=100) as world:
            player = await world.newcomer()
            await check_tokens(world.server.running)
            assert not player.ws.closed
            clock.pass_(101)
            await check_tokens(world.server.running)

            assert await player.closed() == 4002

    play(test)


def test_frames_that_are_no_commands_are_answered_in_order(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            await player.send("CHARACTER_ACTION_UPDATE", payload={"action": "idle"}, id=1)
            await player.ws.send_str("{")
            await player.ws.send_str('{"type": "X", "payload": {}, "id": 2}')
            await player.ws.send_str('{"type": "CHARACTER_SAY", "payload": {"text": 1}, "id": 3}')
            await player.send("CHARACTER_ACTION_UPDATE", payload={"action": "idle"}, id=4)
            answers = []
            while len(answers) < 5:
                frame = await player.receive()
                if frame["type"] in ("ACK", "ERROR"):
                    answers.append((frame["payload"].get("id"), frame["payload"].get("code")))

            assert answers == [
                (1, None),
                (None, "malformed_frame"),
                (2, "unknown_event"),
                (3, "invalid_payload"),
                (4, None),
            ]

    play(test)
